"""What the queue tells people of a job: `gardener jobs` and the pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from dbos import WorkflowStatus

from bot.storage.job_notes import JobNotes, Notes


class JobState(StrEnum):
    """Where a job is. The last three can be retried."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    GAVE_UP = "gave up"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """One job. `failed_tries` were for passing reasons; `reason` says why the last one failed.

    `next_try_at` is set while it waits for another try.
    """

    id: str
    kind: str
    repo: str
    state: JobState
    queued_at: datetime
    updated_at: datetime
    failed_tries: int = 0
    next_try_at: datetime | None = None
    reason: str = ""


STATES = {
    "ENQUEUED": JobState.QUEUED,
    "DELAYED": JobState.QUEUED,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.GAVE_UP,
}


RETRYABLE = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
ENDED = ("SUCCESS", *RETRYABLE)


def statuses(rows: Sequence[WorkflowStatus], notes: JobNotes, now: float) -> tuple[JobStatus, ...]:
    """The jobs as people see them; `now` in seconds since 1970."""
    noted = notes.notes_of([row.workflow_id for row in rows])
    return tuple(_status(row, noted.get(row.workflow_id, Notes()), now) for row in rows)


def _status(row: WorkflowStatus, notes: Notes, now: float) -> JobStatus:
    state = STATES[row.status]
    waits = state in (JobState.RUNNING, JobState.QUEUED) and notes.wake_at > now
    facts = row.attributes or {}
    reason = notes.reason if row.error is None else str(row.error)
    if state is JobState.GAVE_UP:
        reason = "The process died each time it ran this job"
    return JobStatus(
        id=row.workflow_id,
        kind=str(facts.get("kind", "")),
        repo=str(facts.get("repo", "")),
        state=JobState.WAITING if waits else state,
        queued_at=_moment(row.created_at or 0),
        updated_at=_moment(row.updated_at or 0),
        failed_tries=notes.failed,
        next_try_at=_moment(notes.wake_at * 1000) if waits else None,
        reason="" if state is JobState.DONE and notes.failed else reason,
    )


def _moment(milliseconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
