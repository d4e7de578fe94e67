"""Who works on the queue: this process says that it lives, and takes over from those that died.

DBOS by itself leaves the jobs of a dead process on another host where they are, for ever.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from dbos import DBOS
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.queue import OnlyWorker, Workers

BEAT = timedelta(seconds=2)
SILENCE = timedelta(seconds=6)
DEATHS = 20
"""How often the process may die under a job before the job is given up: it may be to blame, but so
may each of the others that ran beside it."""

_GIVEN_UP = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"

log = structlog.get_logger()


class Heart:
    """One process's life on the queue. `SettingsError` when it may not work there."""

    def __init__(self, database: Engine, executor_id: str) -> None:
        self._executor_id = executor_id
        self._workers = Workers(database)
        is_sqlite = database.dialect.name == "sqlite"
        self._only = OnlyWorker(str(database.url.database)) if is_sqlite else None
        self._task: asyncio.Task[None] | None = None

    async def enter(self) -> None:
        """Before the first job is handed out: a neighbor would take a silent process for dead."""
        if self._only is not None:
            await asyncio.to_thread(self._only.take)
        await asyncio.to_thread(self._workers.beat, self._executor_id)

    async def start(self) -> None:
        """Take over what the dead left, now and whenever one dies."""
        await asyncio.to_thread(self._take_over)
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

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT.total_seconds())
            try:
                await asyncio.to_thread(self._workers.beat, self._executor_id)
                if self._only is None:
                    await asyncio.to_thread(self._take_over)
            except SQLAlchemyError as error:
                log.warning("queue database does not answer", reason=str(error.args[0]))

    def _take_over(self) -> None:
        """Give the jobs of every silent process back to the queue.

        DBOS checks for each job that it still belongs to the dead one, so two processes that see
        the same death hand each job out once; and it counts the attempts.
        """
        living = {self._executor_id}
        if self._only is None:
            living.update(self._workers.living(SILENCE))
        rows = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        dead = {row.executor_id for row in rows if row.executor_id} - living
        if dead:
            log.warning("taking over the jobs of processes that died", processes=sorted(dead))
            DBOS._recover_pending_workflows(sorted(dead))
            given_up = DBOS.list_workflows(
                status=_GIVEN_UP,
                workflow_ids=[row.workflow_id for row in rows],
                load_input=False,
                load_output=False,
            )
            if given_up:
                ids = sorted(row.workflow_id for row in given_up)
                log.error(f"jobs given up: the process died {DEATHS} times under each", jobs=ids)
