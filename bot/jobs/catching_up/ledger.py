"""The queue as those see it who put work there that no webhook asks for: what is there already."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from dbos import DBOS, WorkflowStatus

from bot.errors import LeftInPeace, QuotaKept, RateLimited, TransientError, UnclearAnswer
from bot.jobs.queue.engine import Engine
from bot.model.job import Job

_REPOSITORY = "repository:"
_MOST_LEFT = 1_000
_PASSING = frozenset(
    kind.__name__ for kind in (LeftInPeace, TransientError, RateLimited, QuotaKept, UnclearAnswer)
)


class Queue(Protocol):
    """What the sweep and `backfill` need of it."""

    async def accept(self, job: Job, job_id: str) -> str:
        """Put the job on disk: new, known or again."""
        ...

    async def known(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which of them are queued, running or over."""
        ...

    async def left(self, since: datetime) -> tuple[tuple[str, int], ...]:
        """What ended since then though it may yet be done, each with its repository, oldest first.

        Left in peace, or given up because GitHub was out of order for longer than a job waits.
        """
        ...

    async def retry(self, job_id: str) -> bool:
        """Begin a job again that is over; whether it was one."""
        ...


class Ledger:
    """The real queue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def accept(self, job: Job, job_id: str) -> str:
        """Put the job on disk. `TransientError` when that cannot be done now."""
        return await self._engine.accept(job, job_id)

    async def known(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which of them are queued, running or over; what is over is remembered for a week."""
        if not job_ids:
            return frozenset()
        rows = await DBOS.list_workflows_async(
            workflow_ids=list(job_ids), load_input=False, load_output=False
        )
        return frozenset(row.workflow_id for row in rows)

    async def left(self, since: datetime) -> tuple[tuple[str, int], ...]:
        """What ended since then though it may yet be done, each with its repository, oldest first.

        Left in peace, or given up because GitHub was out of order for longer than a job waits.
        """
        rows = await DBOS.list_workflows_async(
            status="ERROR", start_time=since.isoformat(), limit=_MOST_LEFT, load_input=False
        )
        return tuple((row.workflow_id, _repository(row)) for row in rows if _was_left(row))

    async def retry(self, job_id: str) -> bool:
        """Begin a job again that is over; whether it was one."""
        return await self._engine.retry(job_id)


def _was_left(row: WorkflowStatus) -> bool:
    place = row.queue_partition_key or ""
    # The queue keeps the name of an error and its words, whatever wrote them.
    return place.startswith(_REPOSITORY) and getattr(row.error, "name", "") in _PASSING


def _repository(row: WorkflowStatus) -> int:
    return int((row.queue_partition_key or "").removeprefix(_REPOSITORY))
