"""One job from its first try to its last, on whatever engine."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from pydantic import TypeAdapter
from structlog.contextvars import bound_contextvars

from bot.errors import GardenerError, LeftInPeace, QuotaKept, TransientError
from bot.jobs.queue.claim import Claim, hold
from bot.jobs.queue.patience import patiently
from bot.jobs.queue.retry import pause, wait_before_next_try
from bot.jobs.queue.room import with_room
from bot.jobs.queue.steps import RecordedSteps, Steps
from bot.jobs.queue.superseding import marks_of, reason
from bot.jobs.queue.tally import Handler, Tally, tallied
from bot.model.job import AnalyzeRun, CheckConfig, Job, SyncInstallation
from bot.model.secrets import mask_secrets
from bot.storage.job_notes import JobNotes, Notes, Superseded
from bot.tracing import span

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


class PutOff(Exception):
    """The job went back to the queue, to be tried later by whoever has time then."""


def _kept(_job_id: str, _wait: timedelta) -> bool:
    return False


def _alone(_place: str, _marks: Mapping[str, str | int]) -> str:
    return ""


def _blameless(_job_id: str, _by: int) -> None:
    pass


def _unclaimed(_job_id: str, _owner: str) -> Claim | None:
    return None


@dataclass(slots=True, kw_only=True)
class Runner:
    """`slots` bounds how many work at once; a job that waits for another try holds none.

    `on_finished` gets the kind and how a try ended: done, postponed, failed or left (in peace). `backoff` tells from
    how many tries failed, and from what GitHub asks for, how long to wait; None gives up.
    `at_work` is how many jobs are being tried now. `claim` gives by what a job may write, from its
    id and its owner, which begins with `executor_id`. `put_off` queues a job again for later; where
    it cannot, the job waits here. `newer` finds the queued run that makes a run needless, by what
    it takes turns in and its marks.
    """

    handlers: Mapping[str, Handler]
    notes: JobNotes
    slots: AbstractAsyncContextManager[object]
    on_finished: Callable[[str, str], None]
    backoff: Callable[[int, timedelta | None], timedelta | None] = wait_before_next_try
    at_work: int = 0
    executor_id: str = ""
    claim: Callable[[str, str], Claim | None] = _unclaimed
    put_off: Callable[[str, timedelta], bool] = _kept
    newer: Callable[[str, Mapping[str, str | int]], str] = _alone
    blame: Callable[[str, int], None] = _blameless

    async def run(self, job_id: str, document: str) -> None:
        """Do the job; what it raises at last is why it failed."""
        job = JOB.validate_json(document)
        owner = f"{self.executor_id}/{uuid.uuid4().hex}"
        notes, kept = await patiently(lambda: self.notes.enter(job_id, owner))
        hold(self.claim(job_id, owner))
        steps = RecordedSteps(self.notes, job_id, owner, kept)
        if not kept and await self._is_needless(job_id, owner, job):
            return
        while True:
            async with self._turn(job_id, notes):
                error = await self._try(job_id, job, steps, notes.failed + 1)
            if error is None:
                return
            # What is kept for others comes back by itself: no try that failed.
            spared = isinstance(error, QuotaKept)
            failed = notes.failed + (not spared)
            wait = self.backoff(max(1, failed), error.retry_after)
            if wait is None:
                self.on_finished(job.kind, "failed")
                raise error
            self.on_finished(job.kind, "spared" if spared else "postponed")
            wake_at = time.time() + wait.total_seconds()
            why = mask_secrets(str(error))
            notes = Notes(failed=failed, wake_at=wake_at, reason=why, again=True)
            await patiently(partial(self.notes.postpone, job_id, owner, notes))
            # What people ask for keeps its turn: the second wish must not come before the first.
            may_pass = isinstance(job, AnalyzeRun | CheckConfig)
            if may_pass and await patiently(partial(self.put_off, job_id, wait)):
                raise PutOff(job_id)

    @asynccontextmanager
    async def _turn(self, job_id: str, notes: Notes) -> AsyncIterator[None]:
        """The time for a try has come, and there is a slot for it."""
        # Should the process die while this job only waits, the job was not what killed it.
        if notes.again:
            await patiently(partial(self.blame, job_id, -1))
        await asyncio.sleep(pause(notes.wake_at, time.time()))
        async with self.slots:
            if notes.again:
                await patiently(partial(self.blame, job_id, 1))
            self.at_work += 1
            try:
                yield
            finally:
                self.at_work -= 1

    async def _is_needless(self, job_id: str, owner: str, job: Job) -> bool:
        """Whether a newer run is queued that leaves nothing to say of this one, which is noted."""
        marks = marks_of(job)
        newer = await patiently(partial(self.newer, place_of(job), marks)) if marks else ""
        if not newer:
            return False
        why = reason(newer)
        await patiently(partial(self.notes.postpone, job_id, owner, Notes(reason=why)))
        log.info("job superseded", **facts_of(job_id, job, 1), reason=why)
        self.on_finished(job.kind, "superseded")
        return True

    async def _try(
        self, job_id: str, job: Job, steps: Steps, attempt: int
    ) -> TransientError | None:
        """One try; what is worth another one comes back, all else is raised."""
        facts = facts_of(job_id, job, attempt)
        with bound_contextvars(**facts), span("job", spanned(facts)), tallied() as tally:
            return await self._handled(job, steps, tally)

    async def _handled(self, job: Job, steps: Steps, tally: Tally) -> TransientError | None:
        try:
            await with_room(self.handlers[job.kind](job, steps))
        except Superseded:
            log.warning("job taken over by another process", **tally.line)
            raise
        except TransientError as error:
            log.warning("job postponed", reason=str(error), **tally.line)
            return error
        except LeftInPeace as error:
            log.info("job left in peace", reason=str(error), **tally.line)
            self.on_finished(job.kind, "left")
            raise
        except GardenerError as error:
            log.error("job failed", reason=str(error), **tally.line)  # noqa: TRY400 - no fault of ours
            self.on_finished(job.kind, "failed")
            raise
        except Exception:
            log.exception("job failed", **tally.line)
            self.on_finished(job.kind, "failed")
            raise
        log.info("job done", **tally.line)
        self.on_finished(job.kind, "done")
        return None


def without_secrets(error: Exception) -> Exception:
    """What the queue may keep of why a job failed: the error itself, unless it says a secret."""
    said = str(error)
    masked = mask_secrets(said)
    return error if masked == said else GardenerError(masked)


def facts_of(job_id: str, job: Job, attempt: int) -> dict[str, str | int]:
    """What every line of a job carries; a delivery of a job that no webhook asked for is left out."""
    facts: dict[str, str | int] = {
        "job": job_id,
        "kind": job.kind,
        "repo": name_of(job),
        "installation": job.installation,
        "attempt": attempt,
    }
    if job.delivery:
        facts["delivery"] = job.delivery
    if isinstance(job, AnalyzeRun):
        facts |= {"run": job.run_id, "run_attempt": job.attempt}
    return facts


def spanned(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """The same as attributes of a span."""
    return {f"gardener.{name}": value for name, value in facts.items()}
