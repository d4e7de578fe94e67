"""`gardener migrate`: the tables of this version, and the way from SQLite to Postgres."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import TransientError, UserError
from bot.jobs.queue.engine import Engine
from bot.settings import queue_url
from bot.storage.database import reason_of
from bot.storage.move import Moved, move
from bot.storage.queue import open_queue_engine
from bot.storage.storage import Storage

Say = Callable[[str], None]
_SQLITE = "sqlite:///"


async def migrate(database_url: str, source: str = "", *, say: Say) -> None:
    """Bring the tables up to date; from `source`, an address of SQLite, move everything there.

    Any number of processes may do it at once. `SettingsError` when a newer program made the tables.
    """
    if source:
        _check(database_url, source)
        await _prepare(source, say)
    await _prepare(database_url, say)
    if source:
        store = Path(source.removeprefix(_SQLITE))
        queue = Path(queue_url(source).removeprefix(_SQLITE))
        moved = await asyncio.to_thread(_moved, store, queue, queue_url(database_url))
        say(_table(moved))
        say(f"Moved. Keep {store} and {queue} as a backup: nothing can be queued there any more.")


def _check(database_url: str, source: str) -> None:
    if not source.startswith(_SQLITE):
        raise UserError(f"--from {source}: expected `sqlite:///PATH`, the DATABASE_URL until now.")
    if database_url.startswith("sqlite"):
        raise UserError("DATABASE_URL: expected the `postgresql://…` where everything shall go.")
    if not Path(source.removeprefix(_SQLITE)).is_file():
        raise UserError(f"--from {source}: there is no such file.")


async def _prepare(database_url: str, say: Say) -> None:
    """The tables of the store, then those of the queue."""
    async with Storage.open(database_url) as storage:
        before, after = await storage.migrate()
    say(f"{_short(database_url)}: store {_change(before, after)}")
    url = queue_url(database_url)
    old = await asyncio.to_thread(_queue_version, url)
    engine = Engine(url, {})
    try:
        await engine.launch(work=False)
    finally:
        await engine.close()
    new = await asyncio.to_thread(_queue_version, url)
    say(f"{_short(url)}: queue {_change(old, new)}")


def _moved(store: Path, queue: Path, url: str) -> tuple[Moved, ...]:
    target = open_queue_engine(url)
    try:
        return move(store, queue, target)
    except SQLAlchemyError as error:
        reason = reason_of(error)
        raise TransientError(f"Nothing was moved: {reason}. Run the same again.") from error
    finally:
        target.dispose()


def _queue_version(url: str) -> str:
    """The version of the durable engine's own tables, "" when it has none yet."""
    database: Database = open_queue_engine(url)
    table = "dbos_migrations" if database.dialect.name == "sqlite" else "dbos.dbos_migrations"
    try:
        with database.connect() as connection:
            return str(connection.execute(text(f"SELECT version FROM {table}")).scalar_one())  # noqa: S608
    except SQLAlchemyError:
        return ""
    finally:
        database.dispose()


def _change(before: str, after: str) -> str:
    if before == after:
        return f"up to date (version {after})"
    return f"brought from version {before} to {after}" if before else f"made (version {after})"


def _short(url: str) -> str:
    """The address without its password."""
    if url.startswith("sqlite"):
        return url.removeprefix(_SQLITE)
    return "postgresql://" + url.partition("://")[2].rpartition("@")[2]


def _table(moved: tuple[Moved, ...]) -> str:
    wide = max(len(one.table) for one in moved)
    return "\n".join(f"{one.table:<{wide}} {one.rows:>9,}" for one in moved)
