"""The composition root: the only place that builds real things and reads the real clock."""

import asyncio
import contextlib
import logging
import os
import random
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
from bot.github.surroundings import ANSWER_WITHIN
from bot.jobs.catching_up.ledger import Ledger
from bot.jobs.catching_up.sweep import Sweep, sweeping
from bot.jobs.dispatch import KINDS, handle
from bot.jobs.queue.claim import confirm
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.heart import PULSE, Pulse
from bot.jobs.queue.steps import Steps
from bot.jobs.queue.tally import count_change, count_request, timed
from bot.jobs.regularly import regularly
from bot.jobs.service.health import checks_of
from bot.jobs.service.hushed import Hush, hush_last_words, hush_libraries, own_secrets
from bot.jobs.service.retention import UNLESS, forgetting
from bot.jobs.service.stopping import end_within
from bot.jobs.service.warm import warm_up
from bot.jobs.toolbox import Toolbox
from bot.model.job import Job
from bot.settings import Settings
from bot.storage.moved import refuse_moved
from bot.storage.storage import Storage
from bot.tracing import start_tracing, stop_tracing
from bot.webhook.metrics import Metrics
from bot.webhook.routes import listens
from bot.webhook.server import Web
from bot.webhook.silence import LOOK_EVERY, Silence

VERSION = version("test-gardener")
# Together below the ten seconds that whoever stops a process gives it. A delivery that is still
# coming by then is sent again by GitHub, a job that is not done goes on after the next start.
UPLOADS_WITHIN = timedelta(seconds=1)
STOP_WITHIN = timedelta(seconds=4)
# Seconds after which a thread that computes lets others go on: a delivery needs several turns.
SHARE = 0.001


@dataclass(frozen=True, kw_only=True)
class World:
    """What is real in production and told in tests: the clock, sleeping, chance, the pace of writes.

    `server_url` is where people look, when it cannot be told from the API's address. `pulse` is how
    fast workers notice that another died, `answer_within` how long GitHub is listened to.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 - the one real clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    write_pause: timedelta = timedelta(seconds=1)
    server_url: str = ""
    pulse: Pulse = PULSE
    answer_within: timedelta = ANSWER_WITHIN
    chance: Callable[[], float] = random.random


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
            answer_within=world.answer_within,
            dry_run=settings.gardener_dry_run,
            on_request=lambda method, status: _asked(metrics, method, status),
            before_write=confirm,
            ledger=None if storage.is_sqlite else storage,
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
                on_caught_up=metrics.caught_up,
                on_change=lambda kind, outcome: _changed(metrics, kind, outcome),
                on_report=metrics.report,
            )


def _asked(metrics: Metrics, method: str, status: int) -> None:
    metrics.request(method, status)
    count_request()


def _changed(metrics: Metrics, kind: str, outcome: str) -> None:
    metrics.change(kind, outcome if outcome in ("done", "already") else "refused")
    count_change(kind, outcome)


def handlers(on: Toolbox) -> Mapping[str, Callable[[Job, Steps], Awaitable[None]]]:
    """What does each kind of job."""

    async def do(job: Job, steps: Steps) -> None:
        await handle(job, on, steps)

    return dict.fromkeys(KINDS, do)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, with_web: bool = True, work: bool = True, world: World = REAL
) -> AsyncIterator[Bot]:
    """A bot that takes webhooks, works, or both."""
    await asyncio.to_thread(refuse_moved, settings.queue_url)
    metrics = Metrics(VERSION)
    async with toolbox(settings, metrics, world) as on:
        engine = Engine(
            settings.queue_url,
            timed(handlers(on), metrics.job_took),
            workers=settings.gardener_workers,
            on_finished=metrics.job,
            pulse=world.pulse,
        )
        if work:
            await asyncio.to_thread(warm_up)
        await engine.launch(work=work)
        try:
            door = listening(settings, engine, on, metrics, take=with_web)
            async with door if with_web else _side_door(settings, door) as address:
                yield Bot(engine=engine, on=on, address=address)
        finally:
            await engine.close(within=STOP_WITHIN)


@contextlib.asynccontextmanager
async def _side_door(
    settings: Settings, door: contextlib.AbstractAsyncContextManager[str]
) -> AsyncIterator[str]:
    """Where workers tell of themselves: only when PORT is given, and never worth failing for."""
    async with contextlib.AsyncExitStack() as opened:
        address = ""
        if "port" in settings.model_fields_set:
            try:
                address = await opened.enter_async_context(door)
            except SettingsError as error:
                structlog.get_logger().warning("this worker tells no figures", reason=str(error))
        yield address


@contextlib.asynccontextmanager
async def listening(
    settings: Settings, engine: Engine, on: Toolbox, metrics: Metrics, *, take: bool = True
) -> AsyncIterator[str]:
    """The web server; gives its address. Without `take` it only tells: the door of a worker."""

    async def figures() -> tuple[int, float]:
        depth, age = await engine.depth()
        return depth, age.total_seconds()

    async def newest() -> datetime | None:
        return (await engine.figures()).newest_at

    door = Web(
        secret=settings.webhook_secret.get_secret_value(),
        accept=engine.accept if take else None,
        metrics=metrics,
        version=VERSION,
        checks=checks_of(settings, engine, on),
        queue=figures,
        rate_left=lambda: on.github.rate_remaining,
        silence=Silence(clock=on.clock, newest=newest),
    )
    runner = web.AppRunner(
        door.app(), access_log=None, shutdown_timeout=UPLOADS_WITHIN.total_seconds()
    )
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        try:
            await site.start()
        except OSError as error:
            where = f"HOST {settings.host} and PORT {settings.port}"
            raise SettingsError(f"{where}: cannot listen there ({error.strerror}).") from error
        port = runner.addresses[0][1]
        unheard = "nobody looks whether GitHub is silent"
        async with regularly(door.silence.look, every=LOOK_EVERY, unless=unheard):
            yield f"http://{settings.host}:{port}"
    finally:
        await runner.cleanup()


async def serve(settings: Settings, *, with_web: bool, work: bool) -> None:
    """Run until the process is told to stop."""
    configure_logging(settings)
    sys.setswitchinterval(SHARE)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    start_tracing(os.environ, VERSION)
    async with running(settings, with_web=with_web, work=work) as bot:
        structlog.get_logger().info("ready", address=bot.address, version=VERSION)
        sweep = Sweep(on=bot.on, queue=Ledger(bot.engine), listens=listens)
        catching_up = (
            sweeping(sweep, chance=REAL.chance, sleep=REAL.sleep)
            if work
            else contextlib.nullcontext()
        )
        forget = forgetting(bot.engine, bot.on.storage, bot.on.clock, settings.gardener_keep_days)
        async with catching_up, regularly(forget, every=LOOK_EVERY, unless=UNLESS):
            await stop.wait()
            end_within()
    await asyncio.to_thread(stop_tracing)


def configure_logging(settings: Settings) -> None:
    """Logs go to stderr: for people on a terminal, one JSON object a line elsewhere."""
    style = settings.log_format or ("console" if sys.stderr.isatty() else "json")
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    hush = Hush(own_secrets(settings))
    hush_last_words(hush)
    hush_libraries()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hush,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
