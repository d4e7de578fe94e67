"""The database and the queue: reachable, of this version, quick, and somebody works on it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import GardenerError, SettingsError, TransientError
from bot.jobs.queue.heart import Pulse
from bot.jobs.service.doctor.finding import Finding, ok, warn, wrong
from bot.jobs.service.health import LONG_WAIT
from bot.settings import Settings
from bot.storage.migrate import newest_version
from bot.storage.queue import OnlyWorker, Workers, open_queue_engine
from bot.storage.queue_figures import QueueFigures, queue_figures
from bot.storage.storage import Storage

_SLOW = 0.5  # seconds for a row on disk; GitHub gives a delivery ten
_OLDEST_POSTGRES = 15
_REACH = "check DATABASE_URL: host, port, name, password, and whether this machine may connect"
_CHECK_ID = "doctor"


async def look_at_store(settings: Settings) -> AsyncIterator[Finding]:
    """Look; what is written for that is taken out again."""
    path = _file(settings.database_url)
    if path is not None and not path.exists():
        yield _not_yet(path)
        return
    try:
        async with Storage.open(settings.database_url) as storage:
            async for finding in _look(storage):
                yield finding
    except SettingsError as error:
        yield wrong("database", str(error), "make the folder, or change DATABASE_URL")
        return
    except GardenerError as error:
        yield wrong("database", str(error), _REACH if path is None else "is the file writable?")
        return
    for finding in await asyncio.to_thread(lambda: list(_queue(settings))):
        yield finding


def _file(database_url: str) -> Path | None:
    """The file of an SQLite, None on Postgres."""
    scheme, _, path = database_url.partition(":///")
    return Path(path) if scheme == "sqlite" else None


def _not_yet(path: Path) -> Finding:
    folder = path.absolute().parent
    if not folder.is_dir():
        return wrong("database", f"there is no folder {folder}", "make it, or change DATABASE_URL")
    return warn("database", f"{path} is not there yet", "nothing: the first start makes it")


async def _look(storage: Storage) -> AsyncIterator[Finding]:
    server = await storage.server_version()
    about = "SQLite" if storage.is_sqlite else f"PostgreSQL {server}"
    if not storage.is_sqlite and int(server.partition(".")[0] or 0) < _OLDEST_POSTGRES:
        yield warn("database", f"{about} is older than any that is tested", "use 15 or newer")
    version, newest = await storage.version(), newest_version()
    if not version:
        yield warn("database", f"{about} answers and has no tables yet", "`gardener migrate`")
        return
    if version != newest:
        do = "`gardener migrate`" if version < newest else "run the newer Test Gardener"
        say = warn if version < newest else wrong
        yield say("database", f"its tables are version {version}, this program's {newest}", do)
        if version > newest:
            return
    began = time.monotonic()
    await storage.try_writing(_CHECK_ID, datetime.now(UTC))  # noqa: TID251 - it is taken out again
    took = time.monotonic() - began
    said = f"{about}, version {version}, a row is on disk in {took * 1000:.0f} ms"
    if took > _SLOW:
        yield warn("database", said, "a slow disk or network: deliveries are answered as slowly")
    else:
        yield ok("database", said)


def _queue(settings: Settings) -> Iterator[Finding]:
    path = _file(settings.queue_url.replace("+psycopg", ""))
    if path is not None and not path.exists():
        yield warn("queue", f"{path} is not there yet", "nothing: the first start makes it")
        return
    engine = open_queue_engine(settings.queue_url, pool_size=1)
    try:
        yield _depth(queue_figures(engine))
        working = 1 if path is not None else len(Workers(engine).living(Pulse().silence))
        working = 0 if path is not None and _is_free(path) else working
    except (TransientError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield warn("queue", f"no bot has started on it yet ({reason})", "start one")
        return
    finally:
        engine.dispose()
    if working:
        yield ok("workers", f"{working} at work" if path is None else "one is at work")
    else:
        yield warn(
            "workers", "nobody works on the queue now", "`gardener serve` or `gardener work`"
        )


def _depth(found: QueueFigures) -> Finding:
    waits = found.oldest_waits.total_seconds()
    said = f"{found.waiting} waiting, {found.running} running, the oldest waits for {waits:.0f} s"
    if found.oldest_waits > LONG_WAIT:
        return warn("queue", said, "more workers: GARDENER_WORKERS, or `gardener work` beside it")
    return ok("queue", said)


def _is_free(queue: Path) -> bool:
    """Whether no process holds this SQLite queue."""
    lock = Path(f"{queue}-lock")
    if not lock.exists():
        return True
    only = OnlyWorker(str(queue), patience=timedelta(0))
    try:
        only.take()
    except SettingsError:
        return False
    only.release()
    return True
