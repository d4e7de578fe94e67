"""Who works on the queue: this process says that it lives, and takes over from those that died.

DBOS by itself leaves the jobs of a dead process on another host where they are, for ever. It also
loses sight of a job when its database goes away between handing it out and starting it.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog
from dbos import DBOS
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.jobs.queue.claim import Claim
from bot.storage.database import reason_of
from bot.storage.lives import Lives, steady
from bot.storage.queue import OnlyWorker, Workers

DEATHS = 20
"""How often the process may die under a job before the job is given up: it may be to blame, but so
may each of the others that ran beside it."""

_GIVEN_UP = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
# What a claim's holder may do without asking again, as a share of the silence that others wait.
_TRUST = 3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How often a process says that it lives, and how long it must be silent to be dead."""

    beat: timedelta = timedelta(seconds=2)
    silence: timedelta = timedelta(seconds=6)


PULSE = Pulse()


class Heart:
    """One process's life on the queue. `SettingsError` when it may not work there."""

    def __init__(self, database: Engine, executor_id: str, pulse: Pulse) -> None:
        self._executor_id = executor_id
        self._pulse = pulse
        self._workers = Workers(database)
        self._lives = Lives(database)
        is_sqlite = database.dialect.name == "sqlite"
        self._only = OnlyWorker(str(database.url.database)) if is_sqlite else None
        self._task: asyncio.Task[None] | None = None
        # The other threads may all be waiting for a database that is away.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="heart")
        self._beaten_at = steady()
        self._strays: frozenset[str] = frozenset()

    def claim(self, job_id: str, owner: str) -> Claim | None:
        """By what a job may write; None when no other process can take it over."""
        if self._only is not None:
            return None
        return Claim(
            lives=self._lives,
            executor_id=self._executor_id,
            job_id=job_id,
            owner=owner,
            trust=self._pulse.silence / _TRUST,
        )

    async def enter(self) -> None:
        """Before the first job is handed out: a neighbor would take a silent process for dead."""
        if self._only is not None:
            await self._aside(self._only.take)
        await self._aside(self._workers.beat, self._executor_id)

    async def start(self, dbos: DBOS) -> None:
        """Take over what the dead left, now and whenever one dies."""
        self._dbos = dbos
        await self._aside(self._take_over)
        self._beaten_at = steady()
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Beat no more; the jobs that still run count as left behind after `leave`."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def leave(self) -> None:
        """Say goodbye, so that others need not wait for the silence."""
        with suppress(SQLAlchemyError):
            self._workers.leave(self._executor_id)
        if self._only is not None:
            self._only.release()
        self._thread.shutdown(wait=False)

    async def _aside(self, action: Callable[..., None], *arguments: str) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, action, *arguments)

    async def _beat(self) -> None:
        is_heard = True
        while True:
            await asyncio.sleep(self._pulse.beat.total_seconds())
            try:
                await self._aside(self._workers.beat, self._executor_id)
                self._listen()
                if self._only is None:
                    await self._aside(self._take_over)
                await self._aside(self._pick_up)
            except Exception as error:  # whatever it is, the heart must beat on
                if is_heard:
                    log.warning("queue database does not answer", reason=reason_of(error))
                is_heard = False
            else:
                if not is_heard:
                    log.info("queue database answers again")
                is_heard = True

    def _listen(self) -> None:
        """Who was frozen or cut off did not hear the others either: their silence proves nothing."""
        now = steady()
        if now - self._beaten_at > self._pulse.silence.total_seconds():
            seconds = round(now - self._beaten_at, 1)
            log.warning("this process was away: others may do its jobs", seconds=seconds)
            self._lives.forgive()
        self._beaten_at = now

    def _take_over(self) -> None:
        """Give the jobs of every silent process back to the queue.

        DBOS checks for each job that it still belongs to the dead one, so two processes that see
        the same death hand each job out once; and it counts the attempts.
        """
        running = self._lives.running()
        held_by_others = {name for name in running.values() if name != self._executor_id}
        dead = []
        for name, beat in self._silent(held_by_others).items():
            ids = [job for job, executor in running.items() if executor == name]
            if self._lives.bury(name, beat, ids) and ids:
                dead.append(name)
        if dead:
            log.warning("taking over the jobs of processes that died", processes=sorted(dead))
            DBOS._recover_pending_workflows(sorted(dead))
            _tell_given_up(running)
        self._lives.clear()

    def _silent(self, with_jobs: set[str]) -> dict[str, float | None]:
        """Who died, by the last beat; None for one that has jobs and no beat at all."""
        # On SQLite no other process can be alive.
        silence = self._pulse.silence if self._only is None else timedelta()
        silent = self._lives.silent(silence)
        found: dict[str, float | None] = dict.fromkeys(with_jobs - self._lives.known)
        return found | {name: beat for name, beat in silent.items() if name != self._executor_id}

    def _pick_up(self) -> None:
        """Queue again what DBOS handed to this process and nobody here does, seen so twice."""
        running = self._lives.running()
        mine = {job for job, executor in running.items() if executor == self._executor_id}
        stray = frozenset(mine.difference(self._dbos._active_workflows_set.activeList()))
        for job in sorted(stray & self._strays):
            log.warning("job was handed out and never begun: queued again", job=job)
            self.give_back(job)
        self._strays = stray

    def give_back(self, job_id: str) -> None:
        """Queue a job again, if it still belongs to this process."""
        self._dbos._sys_db.reenqueue_for_recovery(job_id, [self._executor_id], "")


def _tell_given_up(jobs: Iterable[str]) -> None:
    given_up = DBOS.list_workflows(
        status=_GIVEN_UP,
        workflow_ids=list(jobs),
        load_input=False,
        load_output=False,
    )
    if given_up:
        ids = sorted(row.workflow_id for row in given_up)
        log.error(f"jobs given up: the process died {DEATHS} times under each", jobs=ids)
