"""The database of queued work, as the engine gets it, and which processes work on it.

The queue's own tables belong to the durable engine; ours says who is alive. On SQLite one process
works at a time and holds a lock that the system takes from it when it dies; on Postgres any number
of them beat, and one whose beat stops is dead.
"""

import sqlite3
import time
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    String,
    Table,
    create_engine,
    delete,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsError
from bot.storage import patient
from bot.storage.database import prepare_sqlite
from bot.storage.job_notes import metadata
from bot.storage.line import lined

workers = Table(
    "gardener_workers",
    metadata,
    Column("executor_id", String, primary_key=True),
    Column("beat_at", Float, nullable=False),
)
_LOCK = 7_463_312


def open_queue_engine(url: str, *, pool_size: int = 20) -> Engine:
    """The synchronous engine for the queue; `url` names its driver."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        shared = create_engine(
            parsed,
            pool_size=pool_size,
            pool_pre_ping=True,
            connect_args=patient.SYNC,
            hide_parameters=True,
        )
        patient.bound(shared)
        return shared
    # 200 deliveries a second and p99 14 ms so; 102 a second with the engine's own settings.
    factory = lined(str(parsed.database))
    engine = create_engine(
        parsed, pool_size=pool_size, connect_args={"factory": factory}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(driver: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    prepare_sqlite(driver)
    driver.isolation_level = "IMMEDIATE"
    if sqlite3.sqlite_version_info < (3, 42):
        # From Python 3.12 on, DBOS asks for unixepoch('subsec'), which an older SQLite (Debian 12
        # has 3.40) answers with NULL: no job could be stored.
        driver.create_function("unixepoch", 1, _seconds)


def _seconds(_precision: str) -> float:
    """What `unixepoch('subsec')` gives: seconds since 1970, to the millisecond."""
    return round(time.time(), 3)


def database_clock(connection: Connection) -> float:
    """Seconds since 1970 where the database runs."""
    is_sqlite = connection.dialect.name == "sqlite"
    now = "(julianday('now') - 2440587.5) * 86400.0" if is_sqlite else "extract(epoch from now())"
    return float(connection.execute(text(f"SELECT {now}")).scalar_one())


class Workers:
    """Rows of `gardener_workers`: who works, and when they last said so by the database's clock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"

    def prepare(self) -> None:
        """Make our tables when they are missing."""
        with self._engine.begin() as connection:
            # Two processes that start at once would both see none and create them.
            if self._is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:l)"), {"l": _LOCK})
            if self._is_sqlite or not inspect(connection).has_table(workers.name):
                metadata.create_all(connection)

    def beat(self, executor_id: str) -> None:
        """Say that this process lives."""
        with self._engine.begin() as connection:
            row = {"executor_id": executor_id, "beat_at": database_clock(connection)}
            insert = sqlite.insert if self._is_sqlite else postgresql.insert
            statement = insert(workers).values(row)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["executor_id"], set_={"beat_at": row["beat_at"]}
                )
            )

    def living(self, silence: timedelta) -> Collection[str]:
        """Who said so within `silence`, by the database's clock."""
        with self._engine.begin() as connection:
            now = database_clock(connection)
            since = now - silence.total_seconds()
            query = select(workers.c.executor_id).where(workers.c.beat_at >= since)
            return frozenset(connection.scalars(query))

    def leave(self, executor_id: str) -> None:
        """Say that this process works no more."""
        with self._engine.begin() as connection:
            connection.execute(delete(workers).where(workers.c.executor_id == executor_id))


class OnlyWorker:
    """Held while this process works on a SQLite queue; the system lets go of it on any death."""

    def __init__(self, queue_path: str, *, patience: timedelta = timedelta(seconds=10)) -> None:
        self._path = Path(f"{queue_path}-lock")
        self._patience = patience
        self._connection: sqlite3.Connection | None = None

    def take(self) -> None:
        """Take it, waiting a little for a process that is just ending."""
        connection = sqlite3.connect(
            self._path,
            timeout=self._patience.total_seconds(),
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            raise SettingsError(
                f"Another process already works on this queue ({self._path}: {error}): stop it, "
                "or set DATABASE_URL to a Postgres that several processes may share"
            ) from None
        self._connection = connection

    def release(self) -> None:
        """Let the next process work."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
