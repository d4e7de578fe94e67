"""One database: its engine, its two kinds of transaction, and what its faults mean.

SQLite runs in WAL so that readers never wait, and every writing transaction takes the write lock
at its start: a transaction that reads first and writes later would fail instead of waiting.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import Protocol

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsError, TransientError
from bot.settings import data_url
from bot.storage import patient

Row = Mapping[str, object]

# https://www.sqlite.org/pragma.html: FULL survives a power cut, in WAL too.
_PRAGMAS = (
    "PRAGMA busy_timeout=30000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-512",  # KiB a connection, of which there are two dozen; the default is 2000
    "PRAGMA journal_size_limit=8388608",  # what one large deletion wrote does not stay for ever
)
_WAL = "PRAGMA journal_mode=WAL"
_WAL_TRIES = 20
_LOST = (OperationalError, InterfaceError, PoolTimeout, OSError)


class _Cursor(Protocol):
    def execute(self, sql: str, /) -> object: ...

    def close(self) -> object: ...


class Driver(Protocol):
    """What both SQLite drivers offer for setting a new connection up."""

    def cursor(self) -> _Cursor:
        """A cursor of the driver."""
        ...


class _AsyncDriver(Driver, Protocol):
    isolation_level: str | None


class Database:
    """What every room of the storage is built on."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)
        self.is_sqlite = engine.dialect.name == "sqlite"
        # Waiting in line is fair and wakes at once; SQLite's own waiting is neither.
        self._line = asyncio.Lock() if self.is_sqlite else None
        self._upserts: dict[Table, sqlite.Insert | postgresql.Insert] = {}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view. `TransientError` when the database cannot answer now."""
        with faults():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, kept whole or not at all. `TransientError` as for `read`."""
        line: AbstractAsyncContextManager[object] = self._line or nullcontext()
        async with line:
            with faults():
                async with self._writer.begin() as connection:
                    yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that may say what to do on a conflict."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def upsert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that overwrites the row with the same primary key, built once a table."""
        if table not in self._upserts:
            insert = self.insert(table)
            keys = [column.name for column in table.primary_key]
            changed = {c.name: insert.excluded[c.name] for c in table.c if c.name not in keys}
            self._upserts[table] = insert.on_conflict_do_update(index_elements=keys, set_=changed)
        return self._upserts[table]

    async def add_new(self, connection: AsyncConnection, table: Table, row: Row) -> bool:
        """Insert unless a row with its key is there; whether it was inserted."""
        statement = self.insert(table).on_conflict_do_nothing().values(row)
        return (await connection.execute(statement)).rowcount == 1


def open_engine(url: str, *, pool_size: int = 5) -> AsyncEngine:
    """An engine for `sqlite:///PATH` or `postgresql://…`, with or without the driver's name."""
    parsed = make_url(data_url(url))
    if parsed.get_backend_name() == "sqlite":
        folder = Path(parsed.database or "").absolute().parent
        if not folder.is_dir():
            raise SettingsError(f"DATABASE_URL: there is no folder {folder}; make it first")
        engine = create_async_engine(parsed, pool_size=pool_size, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _prepare_async)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    if "sslmode" in parsed.query:  # libpq's word; asyncpg calls it ssl
        mode = parsed.query["sslmode"]
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    engine = create_async_engine(
        parsed,
        pool_size=pool_size,
        pool_pre_ping=True,
        connect_args=patient.ASYNC,
        hide_parameters=True,  # an error that quotes them would quote what strangers wrote
    )
    patient.bound(engine.sync_engine)
    return engine


def prepare_sqlite(driver: Driver) -> None:
    """Set a new connection up; `sqlite3.OperationalError` when the file stays locked for long."""
    cursor = driver.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    for _ in range(_WAL_TRIES):
        with suppress(sqlite3.OperationalError):
            cursor.execute(_WAL)
            break
        # Two that change the mode at once: SQLite refuses one without waiting, so it waits here.
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("ROLLBACK")
    else:
        cursor.execute(_WAL)
    cursor.close()


def _prepare_async(driver: _AsyncDriver, _record: ConnectionPoolEntry) -> None:
    driver.isolation_level = None  # or the driver would begin transactions of its own
    prepare_sqlite(driver)


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def faults() -> Iterator[None]:
    """`TransientError` for whatever says that the database cannot answer now."""
    try:
        yield
    except (*_LOST, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        if isinstance(error, DBAPIError) and not _is_passing(error):
            raise
        raise TransientError(f"The database does not answer: {reason_of(error)}") from error


def _is_passing(error: DBAPIError) -> bool:
    """Whether the connection or the server went away, and not the statement is wrong.

    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    state = str(getattr(error.orig, "sqlstate", None) or "")
    is_away = state[:2] in ("08", "40", "53", "57") or state == "25P03"
    return isinstance(error, _LOST) or error.connection_invalidated or is_away


def reason_of(error: BaseException) -> str:
    """What the database said, in one line and without the statement, which may be long."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
