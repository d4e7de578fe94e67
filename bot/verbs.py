"""What the verbs of the command line do once their arguments are read."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import structlog

from bot.app import REAL, VERSION, World, handlers, running, toolbox
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App
from bot.demo.play import RunningBot, play, stage
from bot.errors import GitHubError, NotFound, UserError
from bot.github.addresses import server_url
from bot.github.app import GitHub
from bot.github.client import Client
from bot.github.repos import get_repository
from bot.jobs.analyze_run import think
from bot.jobs.backfill import backfill as backfill_runs
from bot.jobs.carrying import carry_out_all
from bot.jobs.config_in_force import config_in_force
from bot.jobs.doctor.examine import doctor as examine
from bot.jobs.doctor.github import Wanted
from bot.jobs.engine import Engine
from bot.jobs.ledger import Ledger
from bot.jobs.preview import preview as preview_runs
from bot.jobs.status import JobStatus
from bot.jobs.steps import DirectSteps
from bot.jobs.toolbox import Toolbox
from bot.model.job import AnalyzeRun
from bot.planning.worklog import merge_worklogs
from bot.render.links import Links
from bot.render.plan import plan_text
from bot.render.preview import preview_json, preview_text
from bot.render.worklog import worklog_markdown
from bot.settings import ReadAccess, Settings, load_settings
from bot.storage.storage import Storage
from bot.webhook.manifest import PERMISSIONS
from bot.webhook.metrics import Metrics
from bot.webhook.routes import SUBSCRIBED, job_of
from bot.webhook.server import PATHS

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """How far back to read, at most how many runs, and who hears how far it is."""

    tell: Say
    days: int = 30
    runs: int = 300
    as_json: bool = False


async def demo(*, keep: bool, say: Say) -> None:
    """Play the seed's story on the fake GitHub; with `keep` leave both running until stopped."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    github = FakeGitHub()
    async with github, stage(demo_bot, github) as place:
        await play(place, say)
        if keep:
            say(f"\nGitHub's API is at {github.api_url}, the bot at {place.bot.webhook}.")
            say("Both run until you press Ctrl+C.")
            await asyncio.Event().wait()


@asynccontextmanager
async def demo_bot(github: FakeGitHub, app: App) -> AsyncIterator[RunningBot]:
    """The real bot on the fake GitHub: its clock, a database of its own, no pause between writes."""
    with tempfile.TemporaryDirectory(prefix="gardener-demo-") as folder:
        settings = load_settings(demo_environment(github, app, folder), env_file=None)
        world = World(clock=github.clock, write_pause=timedelta(0), server_url=github.hub.web_url)
        async with running(settings, world=world) as bot:

            async def settle() -> None:
                await github.settle()
                while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
                    await asyncio.sleep(0.05)

            yield RunningBot(webhook=f"{bot.address}/webhook", settle=settle)


def demo_environment(github: FakeGitHub, app: App, folder: str) -> dict[str, str]:
    """The documented settings, and only those, for a bot on the fake GitHub."""
    return {
        "APP_ID": str(app.id),
        "PRIVATE_KEY": app.private_key,
        "WEBHOOK_SECRET": app.webhook_secret,
        "GITHUB_API_URL": github.api_url,
        "DATABASE_URL": f"sqlite:///{folder}/gardener.db",
        "PORT": "0",
    }


async def replay(
    settings: Settings, text: str, *, apply: bool, say: Say, world: World = REAL
) -> None:
    """Say what a stored `workflow_run` payload would change; with `apply`, change it."""
    job = _run_in(text)
    async with toolbox(settings, Metrics(VERSION), world) as on:
        client = await on.github.client(job.installation)
        thought = await think(job, client, on, record=apply)
        say(plan_text(thought.plan))
        if apply:
            hand = on.hand(client, job.repo, thought.config)
            await carry_out_all(thought.plan, hand, DirectSteps(), dry_run=on.dry_run)


def _run_in(text: str) -> AnalyzeRun:
    try:
        payload = json.loads(text)
        job = job_of("workflow_run", payload) if isinstance(payload, Mapping) else None
    except ValueError:
        job = None
    if not isinstance(job, AnalyzeRun):
        raise UserError(
            "This is no payload of a finished run: expected the JSON of a `workflow_run` webhook "
            "whose action is `completed`."
        )
    return job


async def preview(
    access: ReadAccess, repository: str, *, options: PreviewOptions, say: Say, world: World = REAL
) -> None:
    """Say what would have been opened, reopened, closed and commented; write nothing anywhere."""
    owner, slash, name = repository.partition("/")
    if not (owner and slash and name) or "/" in name:
        raise UserError(f"`{repository}` is no repository: expected OWNER/REPO.")
    async with rehearsal(access, world) as (client, on):
        try:
            repo = await get_repository(client, owner, name)
        except NotFound as error:
            raise UserError(
                f"There is no repository {repository}, or the token may not see it."
            ) from error
        except GitHubError as error:
            raise UserError(_refused(error)) from error
        found = await preview_runs(
            repo, client, on, options.tell, days=options.days, most=options.runs
        )
        config, _ = await config_in_force(repo.ref, repo.default_branch, client, on)
        links = Links(on.server_url, repo.ref)
        if options.as_json:
            document = preview_json(found, config.output, links)
            say(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            say(preview_text(found, config.output, links))


def _refused(error: GitHubError) -> str:
    if error.status == 401:
        return (
            "GitHub does not know the token: it has expired, was revoked, or is of another server."
        )
    return str(error)


@asynccontextmanager
async def rehearsal(
    access: ReadAccess, world: World = REAL
) -> AsyncIterator[tuple[Client, Toolbox]]:
    """A client that only reads, by a person's token, and a store that is gone at the end.

    A fifth of the token's quota of each hour is left to its owner.
    """
    with tempfile.TemporaryDirectory(prefix="gardener-preview-") as folder:
        workdir = Path(folder)
        async with (
            aiohttp.ClientSession() as session,
            Storage.open(f"sqlite:///{workdir / 'preview.db'}") as storage,
        ):
            await storage.migrate()
            github = GitHub(
                api_url=access.api_url,
                app_id="",
                private_key="",
                session=session,
                clock=world.clock,
                sleep=world.sleep,
                dry_run=True,
            )
            on = Toolbox(
                github=github,
                storage=storage,
                clock=world.clock,
                workdir=workdir,
                server_url=world.server_url or server_url(access.api_url),
                app_id=0,
                dry_run=True,
                is_rehearsal=True,
            )
            yield github.token_client(access.token, spared=0.2), on


async def backfill(
    settings: Settings, repository: str, since: timedelta, *, say: Say, world: World = REAL
) -> None:
    """Queue the finished runs that were never seen, beside a running bot or without one."""
    async with toolbox(settings, Metrics(VERSION), world) as on:
        engine = Engine(settings.queue_url, handlers(on))
        await engine.launch(work=False)
        try:
            done = await backfill_runs(repository, since, on, Ledger(engine))
        finally:
            await engine.close()
    caught = done.caught
    say(
        f"{done.full_name}: {caught.found:,} finished runs and tries found, "
        f"{caught.queued:,} queued, {caught.known:,} known."
    )


async def jobs(settings: Settings, action: str, job_id: str, *, say: Say) -> None:
    """List, show, retry or cancel what is queued."""
    async with toolbox(settings, Metrics(VERSION)) as on:
        engine = Engine(settings.queue_url, handlers(on))
        await engine.launch(work=False)
        try:
            if action == "list":
                rows = await engine.jobs()
                say("\n".join(_job_line(row) for row in rows) or "No jobs.")
                return
            job = await engine.job(job_id)
            if job is None:
                raise UserError(f"There is no job `{job_id}`; `gardener jobs` lists them.")
            if action == "retry" and not await engine.retry(job_id):
                raise UserError(
                    f"`{job_id}` is {job.state}: only a job that failed can be retried."
                )
            if action == "cancel":
                await engine.cancel(job_id)
            say(_job_text(await engine.job(job_id) or job))
        finally:
            await engine.close()


def _job_line(job: JobStatus) -> str:
    reason = f"  {job.reason}" if job.reason else ""
    return f"{job.state:<10} {job.kind:<18} {job.repo:<30} {job.id}{reason}"


def _job_text(job: JobStatus) -> str:
    rows = {
        "job": job.id,
        "kind": job.kind,
        "repository": job.repo,
        "state": job.state,
        "queued": f"{job.queued_at:%Y-%m-%d %H:%M:%S} UTC",
        "changed": f"{job.updated_at:%Y-%m-%d %H:%M:%S} UTC",
        "failed tries": job.failed_tries or "",
        "next try": f"{job.next_try_at:%Y-%m-%d %H:%M:%S} UTC" if job.next_try_at else "",
        "reason": job.reason,
    }
    return "\n".join(f"{name:<13} {value}" for name, value in rows.items() if value)


async def worklog(settings: Settings, repository: str, day: date | None, *, say: Say) -> None:
    """Print what was recorded of a day, or of the newest day there is."""
    async with toolbox(settings, Metrics(VERSION)) as on:
        stored = await on.storage.repository_named(repository)
        if stored is None:
            raise UserError(f"{repository} is not known here: no run of it was analyzed yet.")
        newest = await on.storage.worklog_for(stored.repo.id, day)
        if newest is None:
            raise UserError(f"There is no worklog of {repository} for that day.")
        logs = await on.storage.worklogs_of_day(stored.repo.id, newest.date)
        say(worklog_markdown(merge_worklogs(logs)))


async def doctor(*, say: Say, env: Mapping[str, str] | None = None, world: World = REAL) -> bool:
    """Examine the settings, the database and the App on GitHub; whether nothing is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    wanted = Wanted(
        permissions={name: level for name, level, _ in PERMISSIONS},
        events=frozenset(SUBSCRIBED),
        paths=PATHS,
    )
    return await examine(wanted, version=VERSION, clock=world.clock, say=say, env=env)
