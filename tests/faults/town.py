"""A GitHub with many repositories, real bots beside it, and the count of what came of it.

The fake GitHub lives in the process of the test (or the benchmark): whatever happens to the bots,
it remembers all that was asked of it.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.demo.github.records import Delivery, Request
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript
from bot.demo.play import EVENTS, PERMISSIONS
from bot.render.marker import marked_fingerprints
from bot.verbs.demo import demo_environment
from tests.jobs.harness import ServerProcess, free_port

CAUSES = ("KeyError: 'price'", "TypeError: 'cart' is not iterable", "ValueError: no such day")
_WANTED = (("workflow_run", "completed"), ("issue_comment", "created"))


class RealTime:
    """The time of the bots' own clocks; a run begins two seconds ago, so that it takes some time."""

    def __init__(self) -> None:
        self.behind = timedelta()

    def __call__(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC) - self.behind  # noqa: TID251 - the clock of other processes

    def request(self, request: Request) -> Iterable[str]:
        """Requests move no clock."""
        del request
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """From the moment in which a run is in progress it is as late as it is."""
        if (delivery.event, delivery.action) == ("workflow_run", "in_progress"):
            self.behind = timedelta()
        return ()


def fake_github() -> FakeGitHub:
    """One that runs on real time."""
    clock = RealTime()
    github = FakeGitHub(clock=clock)
    github.observers.append(clock)
    return github


def report(said: str) -> bytes:
    """A report with one test that failed so, of a module of its own, and one that passed."""
    kind, module = said.partition(":")[0], f"test_{('shop', 'cart', 'days')[CAUSES.index(said)]}"
    return (
        f'<testsuite name="pytest"><testcase classname="tests.{module}" name="test_all">'
        f'<failure message="{said}">tests/{module}.py:7: {kind}</failure></testcase>'
        f'<testcase classname="tests.test_home" name="test_look"/></testsuite>'
    ).encode()


@dataclass
class Town:
    """`red` are the commits with failures, `planted` the causes by repository."""

    github: FakeGitHub
    app: App
    folder: Path
    repositories: list[Repository] = field(default_factory=list)
    red: dict[str, Repository] = field(default_factory=dict)
    planted: dict[str, set[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    told: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0

    def settle_down(self, count: int) -> None:
        """Add repositories, each of an installation of its own, so that no pace binds two."""
        for _ in range(count):
            repo = self.github.add_repository(f"acme{len(self.repositories)}/shop")
            self.github.install(self.app, [repo])
            self.repositories.append(repo)

    async def fails(self, repo: Repository, said: str) -> None:
        """CI fails on a new commit."""
        sha = await self.github.world.push(repo, {"a.py": f"{len(self.red)}\n"})
        job = JobScript("test", log="1 failed\n", artifacts={"report": {"junit.xml": report(said)}})
        clock = self.github.hub.clock
        assert isinstance(clock, RealTime)
        clock.behind = timedelta(seconds=2)
        await self.github.world.run(repo, sha=sha, jobs=[job])
        self.red[sha] = repo
        self.planted.setdefault(repo.full_name, set()).add(said)

    async def asks(self, repo: Repository) -> None:
        """A person asks for help on an issue of their own."""
        own = [i for i in self.github.issues(repo) if i.title == "How does this work?"]
        issue = (
            own[0] if own else await self.github.world.open_issue(repo, title="How does this work?")
        )
        await self.github.world.comment(repo, issue.number, by="alice", body="/gardener help")
        self.asked[repo.full_name] += 1

    def news(self) -> list[Delivery]:
        """The webhooks since the last time that mean work."""
        new = self.github.deliveries[self.told :]
        self.told += len(new)
        return [d for d in new if (d.event, d.action) in _WANTED]

    def environment(self, database_url: str) -> dict[str, str]:
        """The settings of a bot of this town."""
        env = demo_environment(self.github, self.app, str(self.folder))
        return {**env, "DATABASE_URL": database_url, "LOG_FORMAT": "json"}

    def bot(self, *arguments: str, database_url: str) -> ServerProcess:
        """A bot that is not started yet: `python -m ARGUMENTS`."""
        port = free_port()
        return ServerProcess(
            arguments=["-m", *arguments],
            port=port,
            log=self.folder / f"bot-{port}.log",
            env={**self.environment(database_url), "PORT": str(port)},
        )

    async def deliver(
        self,
        session: aiohttp.ClientSession,
        told: Delivery,
        to: Callable[[], ServerProcess],
    ) -> None:
        """Deliver until it is taken, as redeliveries do."""
        while True:
            began = time.monotonic()
            try:
                url = f"{to().address}/webhook"
                async with session.post(url, data=told.payload, headers=told.headers) as answer:
                    self.statuses[answer.status] += 1
                    if answer.status == 202:
                        self.slowest = max(self.slowest, time.monotonic() - began)
                        return
            except (aiohttp.ClientError, TimeoutError):
                self.statuses[0] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            await asyncio.sleep(0.1)

    def faults(self) -> list[str]:
        """All that was lost or doubled, one line each; nothing when all is well."""
        found = [f"violation: {text}" for text in self.github.violations]
        for repo in self.repositories:
            found += self._issues(repo)
        for sha, repo in self.red.items():
            names = [check.name for check in self.github.check_runs(repo, sha)]
            if names != ["Test Gardener"]:
                found.append(f"{repo.full_name}: {len(names)} check runs on {sha[:7]}")
        return found

    def _issues(self, repo: Repository) -> Iterable[str]:
        issues = self.github.issues(repo)
        homes = Counter(
            cause
            for issue in issues
            if marked_fingerprints(issue.body)
            for cause in CAUSES
            if cause in (issue.body or "")
        )
        for cause in sorted(self.planted.get(repo.full_name, set()) | homes.keys()):
            if homes[cause] != 1:
                titles = [issue.title for issue in issues]
                yield f"{repo.full_name}: {homes[cause]} issues of {cause} among {titles}"
        for issue in issues:
            said = Counter(c.body for c in issue.comments if c.user.endswith("[bot]"))
            wanted = self.asked[repo.full_name] if issue.title == "How does this work?" else 0
            if sum(said.values()) != wanted:
                yield f"{repo.full_name}#{issue.number}: {sum(said.values())} answers, not {wanted}"
            for comment in issue.comments:
                if comment.body != "/gardener help":
                    continue
                marks = Counter(reaction.content for reaction in comment.reactions)
                if marks != {"eyes": 1, "+1": 1}:
                    yield f"{repo.full_name}#{issue.number}: reactions {dict(marks)}"


async def figures(session: aiohttp.ClientSession, server: ServerProcess) -> dict[str, float]:
    """What a bot counts."""
    async with session.get(f"{server.address}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    rows = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in rows}


async def until_idle(
    session: aiohttp.ClientSession, server: ServerProcess, *, within: float = 120
) -> None:
    """Wait until the queue is empty."""
    async with asyncio.timeout(within):
        while True:
            try:
                if not (await figures(session, server))["gardener_queue_depth"]:
                    return
            except (aiohttp.ClientError, KeyError):
                pass
            await asyncio.sleep(0.1)


async def until(is_so: Callable[[], bool], *, within: float = 120) -> None:
    """Wait for it; other processes tell nobody."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def lines(server: ServerProcess, event: str) -> list[dict[str, object]]:
    """The lines of its log that say so."""
    found = []
    for line in server.log.read_text().splitlines():
        if line.startswith("{"):
            told = json.loads(line)
            if event in told.get("event", ""):
                found.append(told)
    return found


def new_town(github: FakeGitHub, folder: Path, repositories: int) -> Town:
    """A town with an App and repositories, where nothing happened yet."""
    town = Town(github, github.register_app(PERMISSIONS, EVENTS), folder)
    town.settle_down(repositories)
    return town
