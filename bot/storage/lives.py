"""Which processes live, seen by nobody's wall clock, and who may write for a job.

A process lives as long as its beat changes: whoever sees the same beat for too long, by its own
steady clock, buries it, unless a new beat came in the same moment. What it held is nobody's then,
in the same transaction. A process that slept so long finds that out before it writes to GitHub.
"""

import time
from collections.abc import Collection, Mapping, Set
from datetime import timedelta

from sqlalchemy import Engine, column, delete, select, table, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import faults
from bot.storage.job_notes import jobs
from bot.storage.queue import database_clock, workers

_BURIED = 0.0


def steady() -> float:
    """Seconds that no change of the wall clock touches; sleep of the machine counts, too."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lives:
    """Beats as this process saw them change."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        self._seen: dict[str, tuple[float, float]] = {}

    def renew(self, executor_id: str, job_id: str, owner: str) -> bool:
        """Beat, and say whether the job is still `owner`'s; `TransientError` when nobody knows.

        When it is, nobody else begins with it before the silence that others wait for is over.
        """
        with faults(), self._engine.begin() as connection:
            beat = {"executor_id": executor_id, "beat_at": database_clock(connection)}
            statement = self._insert(workers).values(beat)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["executor_id"], set_={"beat_at": beat["beat_at"]}
                )
            )
            query = select(jobs.c.owner).where(jobs.c.job_id == job_id)
            found: str | None = connection.scalar(query)
        return found == owner

    def silent(self, silence: timedelta) -> Mapping[str, float]:
        """The last beat of each process that did not beat for so long.

        At the first look a beat is as old as the database's clock says.
        """
        now = steady()
        with self._engine.connect() as connection:
            clock = database_clock(connection)
            beats: dict[str, float] = {
                row.executor_id: row.beat_at for row in connection.execute(select(workers))
            }
        for name, beat in beats.items():
            known = self._seen.get(name)
            if known is None:
                self._seen[name] = (beat, now - max(0.0, clock - beat))
            elif known[0] != beat:
                self._seen[name] = (beat, now)
        self._seen = {name: seen for name, seen in self._seen.items() if name in beats}
        limit = now - silence.total_seconds()
        return {name: beat for name, (beat, since) in self._seen.items() if since <= limit}

    @property
    def known(self) -> Set[str]:
        """Who had a beat at the last look."""
        return self._seen.keys()

    def forgive(self) -> None:
        """Count every silence from now on: this process could not hear for a while."""
        now = steady()
        self._seen = {name: (beat, now) for name, (beat, _) in self._seen.items()}

    def bury(self, executor_id: str, beat: float | None, job_ids: Collection[str]) -> bool:
        """Take these jobs from a process, unless it beat since `beat`; whether that was done.

        None for `beat`: it had said goodbye, or never a word.
        """
        with self._engine.begin() as connection:
            row = {"executor_id": executor_id, "beat_at": _BURIED}
            dead = self._insert(workers).values(row)
            dead = dead.on_conflict_do_update(
                index_elements=["executor_id"],
                set_={"beat_at": _BURIED},
                where=workers.c.beat_at == (-1.0 if beat is None else beat),
            )
            if connection.execute(dead.returning(workers.c.executor_id)).first() is None:
                return False
            held = jobs.c.owner.startswith(f"{executor_id}/", autoescape=True)
            taken = update(jobs).where(jobs.c.job_id.in_(job_ids), held)
            connection.execute(taken.values(owner=""))
        return True

    def running(self) -> Mapping[str, str]:
        """The jobs that were handed out, each with the process that has it.

        The durable engine would answer the same, but waits in vain while its database is away.
        """
        schema = None if self._engine.dialect.name == "sqlite" else "dbos"
        names = ("workflow_uuid", "executor_id", "status")
        t = table("workflow_status", *map(column, names), schema=schema)
        query = select(t.c.workflow_uuid, t.c.executor_id).where(t.c.status == "PENDING")
        with self._engine.connect() as connection:
            return {row[0]: row[1] or "" for row in connection.execute(query)}

    def clear(self) -> None:
        """Forget whom somebody buried."""
        with self._engine.begin() as connection:
            connection.execute(delete(workers).where(workers.c.beat_at == _BURIED))
