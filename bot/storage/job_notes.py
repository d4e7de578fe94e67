"""What a running job notes beside the queue: who runs it, what it has done, when it tries again.

A process that lost a job to another (it was silent for too long) finds at its next step that the
job is no longer its own, and stops there.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    column,
    delete,
    select,
    table,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import GardenerError
from bot.storage.database import faults
from bot.storage.documents import storable

metadata = MetaData()
jobs = Table(
    "gardener_jobs",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("wake_at", Float, nullable=False),
    Column("reason", Text, nullable=False),
)
_steps = Table(
    "gardener_steps",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("document", Text, nullable=False),
)


class Superseded(GardenerError):
    """Another process has taken this job over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """How far a job came: `failed` tries, not again before `wake_at` (seconds since 1970).

    `again` says that somebody had it before.
    """

    failed: int = 0
    wake_at: float = 0.0
    reason: str = ""
    again: bool = False


class JobNotes:
    """Rows of `gardener_jobs` and `gardener_steps`. `TransientError` when nobody can say."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert

    def enter(self, job_id: str, owner: str) -> tuple[Notes, dict[str, str]]:
        """Make `owner` the one who runs it; how far it came and what its steps gave."""
        new = {"job_id": job_id, "owner": owner, "failed": 0, "wake_at": 0.0, "reason": ""}
        mine = self._insert(jobs).values(new)
        mine = mine.on_conflict_do_update(index_elements=["job_id"], set_={"owner": owner})
        same = select(jobs).where(jobs.c.job_id == job_id)
        with faults(), self._engine.begin() as connection:
            again = connection.execute(same).first() is not None
            connection.execute(mine)
            row = connection.execute(same).one()
            steps = select(_steps.c.name, _steps.c.document).where(_steps.c.job_id == job_id)
            kept = {step.name: step.document for step in connection.execute(steps)}
        notes = Notes(failed=row.failed, wake_at=row.wake_at, reason=row.reason, again=again)
        return notes, kept

    def owner_of(self, job_id: str) -> str:
        """Who runs it; "" when it was taken from somebody and nobody has begun with it since."""
        with faults(), self._engine.connect() as connection:
            found = connection.scalar(select(jobs.c.owner).where(jobs.c.job_id == job_id))
        return "nobody" if found is None else str(found)

    def keep(self, job_id: str, owner: str, name: str, document: str) -> None:
        """Keep the result of one step."""
        row = {"job_id": job_id, "name": name, "document": document}
        with faults(), self._engine.begin() as connection:
            claim = update(jobs).where(jobs.c.job_id == job_id, jobs.c.owner == owner)
            if connection.execute(claim.values(owner=owner)).rowcount != 1:
                raise Superseded(f"{job_id} was taken over by another process")
            connection.execute(self._insert(_steps).values(row).on_conflict_do_nothing())

    def postpone(self, job_id: str, owner: str, notes: Notes) -> None:
        """Note that a try failed and when the next one is due."""
        change = update(jobs).where(jobs.c.job_id == job_id, jobs.c.owner == owner)
        values = {
            "failed": notes.failed,
            "wake_at": notes.wake_at,
            "reason": storable(notes.reason),
        }
        with faults(), self._engine.begin() as connection:
            if connection.execute(change.values(values)).rowcount != 1:
                raise Superseded(f"{job_id} was taken over by another process")

    def notes_of(self, job_ids: Collection[str]) -> dict[str, Notes]:
        """How far these jobs came."""
        query = select(jobs).where(jobs.c.job_id.in_(job_ids))
        with faults(), self._engine.connect() as connection:
            return {
                row.job_id: Notes(failed=row.failed, wake_at=row.wake_at, reason=row.reason)
                for row in connection.execute(query)
            }

    def forget_done_steps(self) -> int:
        """Drop what the steps of jobs that ended well gave: nobody goes on from there; how many."""
        # The durable engine's own table.
        schema = None if self._engine.dialect.name == "sqlite" else "dbos"
        queued = table("workflow_status", column("workflow_uuid"), column("status"), schema=schema)
        done = select(queued.c.workflow_uuid).where(queued.c.status == "SUCCESS")
        with faults(), self._engine.begin() as connection:
            return connection.execute(delete(_steps).where(_steps.c.job_id.in_(done))).rowcount

    def forget(self, job_ids: Collection[str]) -> None:
        """Drop what these jobs noted."""
        with faults(), self._engine.begin() as connection:
            for noted in (_steps, jobs):
                connection.execute(delete(noted).where(noted.c.job_id.in_(job_ids)))
