"""The durable queue: a job that was accepted is done, whatever dies on the way.

DBOS keeps the jobs on disk and hands out one at a time for each repository; only this module,
`records.py` and `heart.py` know it. What a job has done so far is kept in its steps.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from functools import partial

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from dbos._error import DBOSException
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import MovedAway, TransientError
from bot.jobs.queue.heart import DEATHS, PULSE, Heart, Pulse
from bot.jobs.queue.intake import Intake
from bot.jobs.queue.patience import patiently
from bot.jobs.queue.records import Records
from bot.jobs.queue.running import JOB, PutOff, Runner, name_of, place_of, without_secrets
from bot.jobs.queue.slots import Rush, Slots
from bot.jobs.queue.status import RETRYABLE
from bot.jobs.queue.superseding import marks_of
from bot.jobs.queue.tally import Handler
from bot.model.job import HandleCommand, Job, SyncIssue
from bot.model.masking import masked
from bot.storage.blame import blame
from bot.storage.database import faults, reason_of
from bot.storage.job_notes import Superseded
from bot.storage.moved import MOVED
from bot.storage.newer_runs import newer_run
from bot.storage.put_off import put_off
from bot.storage.queue import Workers, open_queue_engine

_QUEUE = "jobs"
# Constant: DBOS hands a job only to its own version, and an upgrade would strand the others.
_VERSION = "1"
# GitHub cuts the connection after 10 seconds.
_ACCEPT_WITHIN = timedelta(seconds=8)
# Jobs that this process takes at once, for each that works: the others wait for a slot here. On
# Postgres they would wait while another process has room, so none is taken too many.
_PLACES_PER_WORKER = {"sqlite": 4, "postgresql": 1}


# What the durable engine says of jobs that failed or were put off: our own lines say it better.
_KNOWN_ENDS = ("Exception encountered in async", "Asyncio task cancelled")


class Accepted(StrEnum):
    """What became of a delivery."""

    NEW = "new"
    KNOWN = "known"
    AGAIN = "again"


def _ignore(_kind: str, _outcome: str) -> None:
    pass


class Engine(Records):
    """One process's part in the queue; a process has at most one."""

    def __init__(
        self,
        queue_url: str,
        handlers: Mapping[str, Handler],
        *,
        workers: int = 8,
        accept_within: timedelta = _ACCEPT_WITHIN,
        on_finished: Callable[[str, str], None] = _ignore,
        pulse: Pulse = PULSE,
    ) -> None:
        """`handlers` by kind of job; `on_finished` gets the kind and done, postponed or failed."""
        self._pulse = pulse
        self._accept_within = accept_within.total_seconds()
        self._url = queue_url
        self._workers = workers
        self._executor_id = f"worker-{uuid.uuid4().hex}"
        super().__init__(open_queue_engine(queue_url, pool_size=10 + workers))
        self._rush = Rush()
        self._runner = Runner(
            handlers=handlers,
            notes=self._notes,
            slots=Slots(workers, self._rush),
            on_finished=on_finished,
            executor_id=self._executor_id,
            put_off=self._put_off,
            newer=partial(newer_run, self._database),
            blame=self._blame,
        )
        self._heart: Heart | None = None
        self._dbos: DBOS | None = None
        self._intake = Intake(self._database)
        self._tasks: set[asyncio.Task[object]] = set()

    async def launch(self, *, work: bool = True) -> None:
        """Open the queue; with `work`, take over what dead processes left and start working.

        `SettingsError` when another process works on the same SQLite queue.
        """
        await asyncio.to_thread(Workers(self._database).prepare)
        if work:
            self._heart = Heart(self._database, self._executor_id, self._pulse)
            self._runner.claim = self._heart.claim
            await self._heart.enter()
        self._dbos = self._start_dbos(work=work)
        await DBOS.register_queue_async(
            _QUEUE,
            worker_concurrency=self._workers * _PLACES_PER_WORKER[self._database.dialect.name],
            partition_concurrency=1,
            polling_interval_sec=0.2,
            # The limits hold for all: a door, or a verb that only looks, has none of its own to set.
            on_conflict="always_update" if work else "never_update",
        )
        if self._heart is not None:
            await self._heart.start(self._dbos)

    async def close(self, *, within: timedelta = timedelta(seconds=20)) -> None:
        """Stop taking jobs and let running ones end; what is left goes on at the next launch."""
        for event in self._dbos.background_thread_stop_events if self._dbos else ():
            event.set()
        if self._heart is not None:
            await self._heart.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(within.total_seconds()):
                while self._runner.at_work:  # noqa: ASYNC110 - it may rise again for a moment
                    await asyncio.sleep(0.05)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(max_workers=1) as outside:  # DBOS closes the threads it gave us
            await loop.run_in_executor(outside, self._stop_dbos)
        loop.set_default_executor(ThreadPoolExecutor())

    async def accept(self, job: Job, job_id: str) -> Accepted:
        """Put the job on disk. `TransientError` when that cannot be done in time.

        An id that is queued, running or done is known and changes nothing; one that failed starts
        again from its first step.
        """
        self._rush.note()
        options: EnqueueOptions = {
            "workflow_name": _QUEUE,
            "queue_name": _QUEUE,
            "workflow_id": job_id,
            "app_version": _VERSION,
            "queue_partition_key": place_of(job),
            "priority": 1 if isinstance(job, HandleCommand | SyncIssue) else 2,
            "attributes": {"kind": job.kind, "repo": name_of(job), **marks_of(job)},
        }
        document = JOB.dump_json(masked(job)).decode()
        try:
            async with asyncio.timeout(self._accept_within):
                return await self._enqueue(options, document)
        except (SQLAlchemyError, DBOSException, OSError) as error:
            reason = reason_of(error)
            kind = MovedAway if reason == MOVED else TransientError
            raise kind(f"The queue cannot take the job now: {reason}") from error

    async def _enqueue(self, options: EnqueueOptions, document: str) -> Accepted:
        if await self._intake.put(options, document):
            return Accepted.NEW
        return Accepted.AGAIN if await self.retry(options["workflow_id"]) else Accepted.KNOWN

    async def retry(self, job_id: str) -> bool:
        """Run a job that failed, was cancelled or given up again; whether it was one."""
        rows = await DBOS.list_workflows_async(workflow_ids=[job_id], load_output=False)
        if not rows or rows[0].status not in RETRYABLE:
            return False
        await asyncio.to_thread(self._notes.forget, [job_id])
        try:
            await DBOS.rewind_workflow_async(
                job_id,
                application_version=_VERSION,
                queue_name=_QUEUE,
                queue_partition_key=rows[0].queue_partition_key,
            )
        except DBOSException:  # somebody else did so just now
            return False
        return True

    async def cancel(self, job_id: str) -> None:
        """Take a job off the queue; one that runs stops at its next step."""
        await DBOS.cancel_workflow_async(job_id)
        await asyncio.to_thread(self._notes.enter, job_id, "nobody")

    async def _run(self, document: str) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        job_id = str(DBOS.workflow_id)
        try:
            await self._runner.run(job_id, document)
        except PutOff as off:
            # The engine writes down how every other end came about, and waits for the next one.
            raise asyncio.CancelledError from off
        except Superseded:
            await patiently(lambda: self._let_go(job_id))
            raise
        except Exception as error:
            raise without_secrets(error) from None

    def _put_off(self, job_id: str, wait: timedelta) -> bool:
        return put_off(self._database, job_id, self._executor_id, wait)

    def _blame(self, job_id: str, by: int) -> None:
        blame(self._database, job_id, self._executor_id, by)

    def _let_go(self, job_id: str) -> None:
        """A job that was taken from this process and begun by no other goes back to the queue."""
        if self._heart is not None and self._notes.owner_of(job_id) == "":
            with faults():
                self._heart.give_back(job_id)

    def _start_dbos(self, *, work: bool) -> DBOS:
        logger = logging.getLogger("dbos")
        if not logger.handlers:  # or DBOS would write to the console by itself
            logger.addHandler(logging.NullHandler())
            logger.addFilter(lambda record: not str(record.msg).startswith(_KNOWN_ENDS))
        config: DBOSConfig = {
            "name": "gardener",
            "system_database_url": self._url,
            "system_database_engine": self._database,
            # The default, pickle, would run what it reads.
            "serializer": DBOSPortableJSONSerializer(),
            "application_version": _VERSION,
            "executor_id": self._executor_id,
            "max_executor_threads": 16 + self._workers,
            "use_listen_notify": False,
            # Nobody listens; this is only how long closing waits for that thread.
            "notification_listener_polling_interval_sec": 0.1,
            "log_level": "WARNING",
        }
        dbos = DBOS(config=config)

        async def job(document: str) -> None:  # DBOS marks its functions: a method cannot be marked
            await self._run(document)

        DBOS.workflow(name=_QUEUE, max_recovery_attempts=DEATHS)(job)
        DBOS.listen_queues([_QUEUE] if work else [])
        DBOS.launch()
        return dbos

    def _stop_dbos(self) -> None:
        self._intake.close()
        DBOS.destroy(destroy_registry=True)
        if self._heart is not None:
            self._heart.leave()
        self._database.dispose()
