"""How full the queue is, counted inside the database: one look costs the same at any length.

The table is the durable engine's own; only its oldest columns are read.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, column, func, select, table
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import TransientError

_WAITING = ("ENQUEUED", "DELAYED")
_RUNNING = "PENDING"
_COLUMNS = ("status", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """Jobs that wait and that run, how long the oldest has waited, when the newest came.

    `newest_at` is None while nothing is stored; jobs that ended are stored for a week.
    """

    waiting: int = 0
    running: int = 0
    oldest_waits: timedelta = timedelta()
    newest_at: datetime | None = None

    @property
    def depth(self) -> int:
        """Jobs that are not done."""
        return self.waiting + self.running


def queue_figures(engine: Engine) -> QueueFigures:
    """Count. `TransientError` when the database does not answer."""
    try:
        return _counted(engine)
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise TransientError(f"The queue cannot be counted: {reason}") from error


def _counted(engine: Engine) -> QueueFigures:
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    jobs = table("workflow_status", *map(column, _COLUMNS), schema=schema)
    status, created = jobs.c.status, jobs.c.created_at
    counted = (
        select(status, func.count(), func.min(created))
        .where(status.in_((*_WAITING, _RUNNING)))
        .group_by(status)
    )
    with engine.connect() as connection:
        rows = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(counted)}
        newest = connection.execute(select(func.max(created))).scalar_one()
    oldest = rows.get("ENQUEUED")
    age = time.time() - oldest[1] / 1000 if oldest else 0.0
    return QueueFigures(
        waiting=sum(rows.get(word, (0, 0))[0] for word in _WAITING),
        running=rows.get(_RUNNING, (0, 0))[0],
        oldest_waits=timedelta(seconds=max(0.0, age)),
        newest_at=None if newest is None else datetime.fromtimestamp(int(newest) / 1000, UTC),
    )
