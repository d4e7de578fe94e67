"""A repository on the fake GitHub and the bot's real jobs on a store of their own, without a queue.

What happens on GitHub is written down as webhooks; `work` does the job that each of them asks for.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Unpack
from xml.sax.saxutils import quoteattr

import pytest

from bot.app import World, handlers, toolbox
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App, Installation
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript, RunScript
from bot.demo.play import EVENTS, PERMISSIONS
from bot.errors import LeftInPeace
from bot.jobs.queue.steps import DirectSteps
from bot.jobs.toolbox import Toolbox
from bot.model.job import Job
from bot.model.run import RepoRef
from bot.model.worklog import Worklog
from bot.settings import Settings, load_settings
from bot.verbs.demo import demo_environment
from bot.webhook.metrics import Metrics
from bot.webhook.routes import job_of
from tests.jobs.disk import prepare, unhurried

CONFIG = ".github/gardener.yml"
PRICE = "KeyError: 'price'"


@dataclass(kw_only=True)
class Place:
    """`done` counts the webhooks that were worked on; `metrics` is what the bot counts.

    `left` is why jobs were left in peace.
    """

    github: FakeGitHub
    app: App
    repo: Repository
    installation: Installation
    settings: Settings
    on: Toolbox
    metrics: Metrics
    world: World
    done: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def ref(self) -> RepoRef:
        """The repository as the bot knows it."""
        return RepoRef(id=self.repo.id, owner=self.repo.owner, name=self.repo.name)

    @property
    def kept(self) -> list[Issue]:
        """The issues that the bot opened."""
        return [issue for issue in self.github.issues(self.repo) if issue.user.endswith("[bot]")]

    @property
    def issue(self) -> Issue:
        """The one issue that the bot opened."""
        (one,) = self.kept
        return one

    def told(self) -> list[Job]:
        """What the webhooks since the last time ask for; whoever takes it does it, or not yet."""
        new = self.github.deliveries[self.done :]
        self.done += len(new)
        jobs = (job_of(told.event, json.loads(told.payload)) for told in new)
        return [job for job in jobs if job is not None]

    async def work(self, *, on: Toolbox | None = None) -> list[Job]:
        """Do the jobs of all webhooks since the last time, one after another."""
        jobs = []
        while found := self.told():
            jobs += found
            for job in found:
                try:
                    await self.do(job, on=on)
                except LeftInPeace as left:
                    self.left.append(str(left))
        return jobs

    async def do(self, job: Job, *, on: Toolbox | None = None) -> DirectSteps:
        """Do one job; gives the steps it took."""
        steps = DirectSteps()
        await handlers(on or self.on)[job.kind](job, steps)
        return steps

    async def ci(
        self, *scripts: JobScript, on: Toolbox | None = None, **how: Unpack[RunScript]
    ) -> str:
        """A day later a commit is pushed, CI runs on it, and the bot works; gives the commit.

        With `sha`, `attempt_of` or a pull request no commit is pushed.
        """
        self.github.clock.advance(timedelta(hours=24))
        if not {"sha", "attempt_of", "pull_request"} & how.keys():
            branch = how.get("branch")
            how["sha"] = await self.github.world.push(
                self.repo, {"a.py": f"{self.github.clock()}"}, branch=branch
            )
        how["jobs"] = scripts
        run = await self.github.world.run(self.repo, **how)
        await self.work(on=on)
        return run.head_sha

    async def writes(self, text: str, *, by: str, number: int | None = None) -> Issue:
        """A person comments on an issue, the only one of the bot unless `number` is given."""
        number = self.issue.number if number is None else number
        await self.github.world.comment(self.repo, number, by=by, body=text)
        await self.work()
        return self.repo.issues[number]

    async def configure(self, text: str) -> str:
        """Push a config, and let the bot read it; gives the commit."""
        sha = await self.github.world.push(self.repo, {CONFIG: text})
        await self.work()
        return sha

    async def worklog(self) -> Worklog:
        """The newest worklog in the store."""
        found = await self.on.storage.worklog_for(self.repo.id)
        assert found is not None
        return found

    def check_text(self, sha: str) -> str:
        """All that the one check run of a commit shows."""
        (check,) = self.github.check_runs(self.repo, sha)
        return f"{check.title}\n{check.summary}\n{check.text}"

    def asked(self, part: str, *, method: str = "GET") -> int:
        """How many requests of the bot had `part` in their path."""
        return sum(r.method == method and part in r.path for r in self.github.requests)

    def writes_on_github(self) -> list[str]:
        """The requests that change something; asking for a token changes nothing."""
        return [
            f"{r.method} {r.path}"
            for r in self.github.requests
            if r.method != "GET"
            and "access_tokens" not in r.path
            and not (r.path.endswith("/graphql") and b"mutation" not in r.raw)
        ]


@asynccontextmanager
async def opened(github: FakeGitHub, folder: Path, **env: str) -> AsyncIterator[Place]:
    """Set it up; `env` are settings beside those that the fake GitHub needs."""
    app = github.register_app(PERMISSIONS, EVENTS)
    repo = github.add_repository("acme/shop")
    github.add_user("alice", {"acme/shop": "maintain"})
    github.add_user("reader", {"acme/shop": "read"})
    installation = github.install(app, [repo])

    async def sleep(seconds: float) -> None:
        github.clock.advance(timedelta(seconds=seconds))

    world = World(
        clock=github.clock,
        sleep=sleep,
        write_pause=timedelta(0),
        server_url=github.hub.web_url,
    )
    metrics = Metrics("test")
    settings = load_settings(demo_environment(github, app, str(folder)) | env, env_file=None)
    prepare(folder / "gardener.db")
    with unhurried():
        async with toolbox(settings, metrics, world) as on:
            yield Place(
                github=github,
                app=app,
                repo=repo,
                installation=installation,
                settings=settings,
                on=on,
                metrics=metrics,
                world=world,
            )


@pytest.fixture
async def place(github: FakeGitHub, tmp_path: Path) -> AsyncIterator[Place]:
    """An installed bot that has seen nothing yet."""
    async with opened(github, tmp_path) as made:
        yield made


def junit(tests: Mapping[str, str], *, file: str = "tests/test_shop.py") -> bytes:
    """A report of tests by name, each with its failure message; an empty one passed."""
    module = file.removesuffix(".py").replace("/", ".")
    rows = "".join(
        f"<testcase classname={quoteattr(module)} file={quoteattr(file)} name={quoteattr(name)}>"
        + (f"<failure message={quoteattr(said)}>{file}:7: Error</failure>" if said else "")
        + "</testcase>"
        for name, said in tests.items()
    )
    return f"<testsuite name='pytest'>{rows}</testsuite>".encode()


def red(said: str = PRICE, *others: str, log: str = "1 failed\n") -> JobScript:
    """A job whose tests fail, each with its own message."""
    tests = {f"test_{n}": text for n, text in enumerate((said, *others), start=1)}
    report = {"junit.xml": junit({**tests, "test_look": ""})}
    return JobScript("test", log=log, artifacts={"report": report})


def green(tests: int = 1, log: str = "passed\n") -> JobScript:
    """The same job with all its tests passing."""
    names = [*(f"test_{n}" for n in range(1, tests + 1)), "test_look"]
    report = {"junit.xml": junit(dict.fromkeys(names, ""))}
    return JobScript("test", "success", log=log, artifacts={"report": report})
