"""Moves everything from SQLite's two files into an empty Postgres, whole or not at all.

One transaction writes it, counts it again and ends. While it runs, both files are locked: no bot
works on them and nothing is queued there. Right before it ends the queue is marked as moved, so that
no job can come in between; a fault takes the mark away again. When it dies in between, the target
stays empty, so the way on after any fault is to move again.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    Engine,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from bot.errors import SettingsError, UserError
from bot.storage import job_notes, tables
from bot.storage.database import prepare_sqlite
from bot.storage.documents import storable
from bot.storage.moved import is_marked, mark, unmark
from bot.storage.queue import OnlyWorker, Workers

_ROWS_AT_ONCE = 1000
_ENGINE = "dbos"
"""The durable engine's schema on Postgres."""
# Made anew by whoever starts: versions, who lives, how the queue is set.
_NOT_MOVED = frozenset({"dbos_migrations", "application_versions", "queues", "gardener_workers"})


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows of one table were moved."""

    table: str
    rows: int


def move(store: Path, queue: Path, target: Engine) -> tuple[Moved, ...]:
    """Copy both files into `target`, whose tables are there and empty; the old queue takes no more.

    `UserError` when a bot works on either side, or the target holds something already.
    """
    with ExitStack() as held:
        held.enter_context(_alone(queue))
        data, work = held.enter_context(_locked(store)), held.enter_context(_locked(queue))
        closing_down = held.enter_context(_closing_down(work))
        to = held.enter_context(target.begin())
        ours = _reflected(to, None, tables.metadata.tables)
        jobs = _reflected(to, None, job_notes.metadata.tables)
        engine = _reflected(to, _ENGINE, inspect(to).get_table_names(schema=_ENGINE))
        _refuse_unless_unused(target, to, [*ours, *jobs, *engine])
        moved = [_copy(data, to, table) for table in ours]
        moved += [_copy(work, to, table) for table in (*engine, *jobs)]
        for table in ours:
            _continue_numbers(to, table)
        closing_down()
    return tuple(moved)


@contextmanager
def _alone(queue: Path) -> Iterator[None]:
    """As the one process that works on the queue."""
    lock = OnlyWorker(str(queue), patience=timedelta(0))
    try:
        lock.take()
    except SettingsError as error:
        raise UserError(f"Nothing was moved: a bot works on {queue}. Stop it first.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _locked(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, with its write lock: whoever would write to it waits or is refused."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        prepare_sqlite(connection)
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("ROLLBACK")


@contextmanager
def _closing_down(queue: sqlite3.Connection) -> Iterator[Callable[[], None]]:
    """What marks the queue as moved at once; undone when the move fails after all."""
    was_marked = is_marked(queue)

    def close() -> None:
        if not was_marked:
            mark(queue)
            queue.execute("COMMIT")
            queue.execute("BEGIN IMMEDIATE")

    try:
        yield close
    except BaseException:
        if not was_marked:
            unmark(queue)
            queue.execute("COMMIT")
            queue.execute("BEGIN IMMEDIATE")
        raise


def _reflected(to: Connection, schema: str | None, names: Iterable[str]) -> list[Table]:
    """Tables as they are on the target, in an order that keeps every reference whole."""
    wanted = [name for name in names if name not in _NOT_MOVED]
    metadata = MetaData()
    metadata.reflect(to, schema=schema, only=wanted)
    return metadata.sorted_tables


def _refuse_unless_unused(target: Engine, to: Connection, all_tables: list[Table]) -> None:
    if Workers(target).living(timedelta(minutes=1)):
        raise UserError("Nothing was moved: a bot works on DATABASE_URL's database. Stop it first.")
    for table in all_tables:
        # Nobody may put a row there between this look and the end.
        to.execute(text(f"LOCK TABLE {table.fullname} IN EXCLUSIVE MODE"))
        if to.execute(select(table).limit(1)).first() is not None:
            raise UserError(
                "Nothing was moved: DATABASE_URL's database is in use, its table "
                f"{table.fullname} has rows. Name an empty database."
            )


def _copy(source: sqlite3.Connection, to: Connection, table: Table) -> Moved:
    """Every row, with the columns that both sides have."""
    there = {row[1] for row in source.execute(f'PRAGMA table_info("{table.name}")')}
    columns = [column for column in table.columns if column.name in there]
    if not columns:  # a table that this queue never had
        return Moved(table.name, 0)
    names = ", ".join(f'"{column.name}"' for column in columns)
    fit = [(column.name, _fitting(column.type)) for column in columns]
    found = source.execute(f'SELECT {names} FROM "{table.name}"')  # noqa: S608 - names of ours
    rows = 0
    while some := found.fetchmany(_ROWS_AT_ONCE):
        values = [
            {name: change(value) for (name, change), value in zip(fit, row, strict=True)}
            for row in some
        ]
        to.execute(table.insert(), values)
        rows += len(some)
    stored = to.scalar(select(func.count()).select_from(table))
    if stored != rows:
        raise UserError(f"Nothing was moved: {table.name} had {rows} rows, of which {stored} came.")
    return Moved(table.name, rows)


def _fitting(kind: TypeEngine[object]) -> Callable[[object], object]:
    """How a value of SQLite becomes one of Postgres, which knows more types."""
    if isinstance(kind, Boolean):
        return lambda value: None if value is None else bool(value)
    if isinstance(kind, Date):
        return lambda value: None if value is None else date.fromisoformat(str(value))
    if isinstance(kind, JSON):
        return lambda value: None if value is None else json.loads(str(value))
    return lambda value: storable(value) if isinstance(value, str) else value


def _continue_numbers(to: Connection, table: Table) -> None:
    """Let rows that are numbered by the database get the numbers after the moved ones."""
    for column in table.primary_key:
        asked = {"t": table.fullname, "c": column.name}
        sequence = to.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), asked)
        last = to.scalar(select(func.max(column)))
        if sequence is not None and last is not None:
            to.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})
