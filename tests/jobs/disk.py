"""What makes a test's own database quick: tables that are there already, a disk nobody waits for."""

import functools
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from bot.storage.database import Driver
from bot.storage.migrate import upgrade


@functools.cache
def _migrated() -> bytes:
    """A database with every table and no row; migrating takes longer than copying it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        with closing(sqlite3.connect(path)) as own:
            own.execute("PRAGMA journal_mode=WAL")
        return path.read_bytes()


def prepare(path: Path) -> None:
    """Put a migrated database there, unless there is one."""
    if not path.exists():
        path.write_bytes(_migrated())


@contextmanager
def unhurried() -> Iterator[None]:
    """Within it no connection waits until the disk has what it wrote: no test cuts the power."""

    def relax(driver: Driver, record: ConnectionPoolEntry, _proxy: object) -> None:
        is_sqlite = "sqlite" in type(driver).__module__  # some tests have a Postgres as well
        if is_sqlite and not record.info.get("relaxed"):
            cursor = driver.cursor()
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.close()
            record.info["relaxed"] = True

    event.listen(Pool, "checkout", relax)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", relax)
