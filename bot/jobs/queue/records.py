"""What the queue holds: counted, listed for people, and forgotten when its time is over."""

import asyncio
import time
from datetime import datetime, timedelta

from dbos import DBOS
from sqlalchemy import Engine as Database

from bot.jobs.queue.status import ENDED, STATES, JobState, JobStatus, statuses
from bot.storage.job_notes import JobNotes
from bot.storage.queue_figures import QueueFigures, queue_figures


class Records:
    """The rows of one queue, for a process that has it open."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._notes = JobNotes(database)

    async def jobs(self, *states: JobState, limit: int = 100) -> tuple[JobStatus, ...]:
        """The newest jobs, of these states or of all."""
        wanted = [word for word, state in STATES.items() if not states or state in states]
        rows = await DBOS.list_workflows_async(
            status=wanted, limit=limit, sort_desc=True, load_input=False
        )
        return await asyncio.to_thread(statuses, rows, self._notes, time.time())

    async def job(self, job_id: str) -> JobStatus | None:
        """One job, None when it is unknown or was purged."""
        rows = await DBOS.list_workflows_async(workflow_ids=[job_id], load_input=False)
        found = await asyncio.to_thread(statuses, rows, self._notes, time.time())
        return found[0] if found else None

    async def depth(self) -> tuple[int, timedelta]:
        """How many jobs are not done, and the age of the oldest queued one."""
        found = await self.figures()
        return found.depth, found.oldest_waits

    async def figures(self) -> QueueFigures:
        """How full the queue is. `TransientError` when its database does not answer."""
        return await asyncio.to_thread(queue_figures, self._database)

    async def purge_steps(self) -> int:
        """Forget the steps of jobs that ended well; how many."""
        return await asyncio.to_thread(self._notes.forget_done_steps)

    async def purge(self, before: datetime) -> int:
        """Forget jobs that ended before; how many. Keep a week: GitHub redelivers for three days."""
        gone = 0
        while rows := await DBOS.list_workflows_async(
            status=list(ENDED),
            completed_before=before.isoformat(),
            load_input=False,
            load_output=False,
            limit=500,
        ):
            ids = [row.workflow_id for row in rows]
            await asyncio.to_thread(self._notes.forget, ids)
            await DBOS.delete_workflows_async(ids)
            gone += len(ids)
        return gone
