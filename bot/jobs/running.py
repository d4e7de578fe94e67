"""One job from its first try to its last, on whatever engine."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import structlog
from pydantic import TypeAdapter

from bot.errors import GardenerError, TransientError
from bot.jobs.retry import wait_before_next_try
from bot.jobs.steps import RecordedSteps, Steps
from bot.model.job import Job, SyncInstallation
from bot.storage.job_notes import JobNotes, Notes, Superseded

Handler: TypeAlias = Callable[[Job, Steps], Awaitable[None]]

JOB: TypeAdapter[Job] = TypeAdapter(Job)
log = structlog.get_logger()


def place_of(job: Job) -> str:
    """What it takes turns in: its repository, or its installation."""
    if isinstance(job, SyncInstallation):
        return f"installation:{job.installation}"
    return f"repository:{job.repo.id}"


def name_of(job: Job) -> str:
    """What it is about, for people."""
    return job.account if isinstance(job, SyncInstallation) else job.repo.full_name


@dataclass(slots=True, kw_only=True)
class Runner:
    """`slots` bounds how many work at once; a job that waits for another try holds none.

    `on_finished` gets the kind and how a try ended: done, postponed or failed. `backoff` tells from
    how many tries failed, and from what GitHub asks for, how long to wait; None gives up.
    `at_work` is how many jobs are being tried now.
    """

    handlers: Mapping[str, Handler]
    notes: JobNotes
    slots: asyncio.Semaphore
    on_finished: Callable[[str, str], None]
    backoff: Callable[[int, timedelta | None], timedelta | None] = wait_before_next_try
    at_work: int = 0

    async def run(self, job_id: str, document: str) -> None:
        """Do the job; what it raises at last is why it failed."""
        job = JOB.validate_json(document)
        owner = uuid.uuid4().hex
        notes, kept = await asyncio.to_thread(self.notes.enter, job_id, owner)
        steps = RecordedSteps(self.notes, job_id, owner, kept)
        while True:
            await asyncio.sleep(max(0.0, notes.wake_at - time.time()))
            async with self.slots:
                self.at_work += 1
                try:
                    error = await self._try(job_id, job, steps)
                finally:
                    self.at_work -= 1
            if error is None:
                return
            failed = notes.failed + 1
            wait = self.backoff(failed, error.retry_after)
            if wait is None:
                self.on_finished(job.kind, "failed")
                raise error
            self.on_finished(job.kind, "postponed")
            wake_at = time.time() + wait.total_seconds()
            notes = Notes(failed=failed, wake_at=wake_at, reason=str(error))
            await asyncio.to_thread(self.notes.postpone, job_id, owner, notes)

    async def _try(self, job_id: str, job: Job, steps: Steps) -> TransientError | None:
        """One try; what is worth another one comes back, all else is raised."""
        about = log.bind(job=job_id, kind=job.kind, repo=name_of(job))
        started = time.monotonic()
        try:
            await self.handlers[job.kind](job, steps)
        except Superseded:
            about.warning("job taken over by another process")
            raise
        except TransientError as error:
            about.warning("job postponed", reason=str(error))
            return error
        except GardenerError as error:
            about.error("job failed", reason=str(error))
            self.on_finished(job.kind, "failed")
            raise
        except Exception:
            about.exception("job failed")
            self.on_finished(job.kind, "failed")
            raise
        about.info("job done", seconds=round(time.monotonic() - started, 3))
        self.on_finished(job.kind, "done")
        return None
