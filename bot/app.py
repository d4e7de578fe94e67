"""The composition root: the only place that builds real things and reads the real clock."""

import asyncio
import contextlib
import logging
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import aiohttp
import structlog
from aiohttp import web

from bot.errors import SettingsError
from bot.github.addresses import server_url
from bot.github.app import GitHub
from bot.jobs.analyze_run import analyze_run
from bot.jobs.check_config import check_config
from bot.jobs.engine import Engine
from bot.jobs.handle_command import handle_command
from bot.jobs.steps import Steps
from bot.jobs.sync_installation import sync_installation, sync_repository
from bot.jobs.sync_issue import sync_issue
from bot.jobs.toolbox import Toolbox
from bot.jobs.warm import warm_up
from bot.model.job import (
    AnalyzeRun,
    CheckConfig,
    HandleCommand,
    Job,
    SyncInstallation,
    SyncIssue,
    SyncRepository,
)
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web

VERSION = version("test-gardener")
# GitHub redelivers for three days; a finished job must be known for longer than that.
REMEMBER_JOBS = timedelta(days=7)
REMEMBER_ROWS = timedelta(days=400)
# What is not done by then goes on after the next start.
STOP_WITHIN = timedelta(seconds=8)


@dataclass(frozen=True, kw_only=True)
class World:
    """What is real in production and told in tests: the clock, sleeping, the pace of writes.

    `server_url` is where people look, when it cannot be told from the API's address.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 - the one real clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    write_pause: timedelta = timedelta(seconds=1)
    server_url: str = ""


REAL = World()


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot at work. `address` is where it listens, empty for workers without a door."""

    engine: Engine
    on: Toolbox
    address: str = ""


@contextlib.asynccontextmanager
async def toolbox(
    settings: Settings, metrics: Metrics, world: World = REAL
) -> AsyncIterator[Toolbox]:
    """Open the store and a session to GitHub."""
    async with (
        aiohttp.ClientSession() as session,
        Storage.open(settings.database_url) as storage,
    ):
        await storage.migrate()
        github = GitHub(
            api_url=settings.github_api_url,
            app_id=str(settings.app_id),
            private_key=settings.private_key.get_secret_value(),
            session=session,
            clock=world.clock,
            sleep=world.sleep,
            write_pause=world.write_pause,
            dry_run=settings.gardener_dry_run,
            on_request=metrics.request,
        )
        with tempfile.TemporaryDirectory(prefix="gardener-") as workdir:
            yield Toolbox(
                github=github,
                storage=storage,
                clock=world.clock,
                workdir=Path(workdir),
                server_url=world.server_url or server_url(settings.github_api_url),
                app_id=settings.app_id,
                dry_run=settings.gardener_dry_run,
                on_held=metrics.suppressed,
                on_change=lambda kind, outcome: metrics.change(
                    kind, outcome if outcome in ("done", "already") else "refused"
                ),
            )


def handlers(on: Toolbox) -> Mapping[str, Callable[[Job, Steps], Awaitable[None]]]:
    """Which function does which kind of job."""

    async def do(job: Job, steps: Steps) -> None:
        match job:
            case AnalyzeRun():
                await analyze_run(job, on, steps)
            case HandleCommand():
                await handle_command(job, on, steps)
            case SyncIssue():
                await sync_issue(job, on, steps)
            case SyncInstallation():
                await sync_installation(job, on)
            case SyncRepository():
                await sync_repository(job, on)
            case CheckConfig():
                await check_config(job, on, steps)

    kinds = ("analyze_run", "handle_command", "sync_issue", "sync_installation")
    return dict.fromkeys((*kinds, "sync_repository", "check_config"), do)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, with_web: bool = True, work: bool = True, world: World = REAL
) -> AsyncIterator[Bot]:
    """A bot that takes webhooks, works, or both."""
    metrics = Metrics(VERSION)
    async with toolbox(settings, metrics, world) as on:
        engine = Engine(
            settings.queue_url,
            handlers(on),
            workers=settings.gardener_workers,
            on_finished=metrics.job,
        )
        if work:
            await asyncio.to_thread(warm_up)
        await engine.launch(work=work)
        try:
            if not with_web:
                yield Bot(engine=engine, on=on)
                return
            async with listening(settings, engine, on, metrics) as address:
                yield Bot(engine=engine, on=on, address=address)
        finally:
            await engine.close(within=STOP_WITHIN)


@contextlib.asynccontextmanager
async def listening(
    settings: Settings, engine: Engine, on: Toolbox, metrics: Metrics
) -> AsyncIterator[str]:
    """The web server; gives its address."""

    async def database() -> str:
        await on.storage.check()
        return "answers"

    async def key() -> str:
        return f"App {settings.app_id}, its key can be read"

    async def queue() -> str:
        depth, age = await engine.depth()
        return f"{depth} jobs, the oldest waits for {age.total_seconds():.0f} s"

    async def figures() -> tuple[int, float]:
        depth, age = await engine.depth()
        return depth, age.total_seconds()

    door = Web(
        secret=settings.webhook_secret.get_secret_value(),
        accept=engine.accept,
        metrics=metrics,
        version=VERSION,
        checks={"database": database, "key": key, "queue age": queue},
        queue=figures,
    )
    runner = web.AppRunner(door.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        try:
            await site.start()
        except OSError as error:
            where = f"HOST {settings.host} and PORT {settings.port}"
            raise SettingsError(f"{where}: cannot listen there ({error.strerror}).") from error
        port = runner.addresses[0][1]
        yield f"http://{settings.host}:{port}"
    finally:
        await runner.cleanup()


async def serve(settings: Settings, *, with_web: bool, work: bool) -> None:
    """Run until the process is told to stop."""
    configure_logging(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, with_web=with_web, work=work) as bot:
        structlog.get_logger().info("ready", address=bot.address, version=VERSION)
        housekeeping = asyncio.create_task(keep_house(bot))
        await stop.wait()
        housekeeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await housekeeping


async def keep_house(bot: Bot) -> None:
    """Once a day forget what is no longer needed; a day on which that fails is made up for."""
    while True:
        now = bot.on.clock()
        try:
            await bot.engine.purge(now - REMEMBER_JOBS)
            await bot.on.storage.purge(now - REMEMBER_ROWS)
        except Exception as error:
            structlog.get_logger().warning("old rows stay until tomorrow", reason=str(error))
        await asyncio.sleep(timedelta(days=1).total_seconds())


def configure_logging(settings: Settings) -> None:
    """Logs go to stderr: for people on a terminal, one JSON object a line elsewhere."""
    style = settings.log_format or ("console" if sys.stderr.isatty() else "json")
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
