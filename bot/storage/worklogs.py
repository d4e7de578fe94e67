"""Worklogs of runs, found by day or by commit. `record_run` of the histories writes them."""

from datetime import date

from sqlalchemy import Select, select

from bot.model.run import WorkflowRun
from bot.model.worklog import Worklog
from bot.storage.database import Database
from bot.storage.documents import Document, storable
from bot.storage.tables import worklogs as t

_WORKLOG = Document(Worklog)


class Worklogs(Database):
    """One row for each analyzed attempt."""

    async def worklog_for(self, repo_id: int, day: date | None = None) -> Worklog | None:
        """The newest of that day, or the newest of all."""
        query = select(t.c.document).where(t.c.repo_id == repo_id)
        if day is not None:
            query = query.where(t.c.day == day)
        query = query.order_by(t.c.day.desc(), t.c.at.desc(), t.c.run_id.desc()).limit(1)
        async with self.read() as connection:
            document = await connection.scalar(query)
        return None if document is None else _WORKLOG.read(document)

    async def worklogs_of_day(self, repo_id: int, day: date) -> tuple[Worklog, ...]:
        """The newest of each workflow on that day, in the order they ran."""
        query = select(t).where(t.c.repo_id == repo_id, t.c.day == day)
        return await self._newest_of_each_workflow(query)

    async def worklogs_of_commit(self, repo_id: int, sha: str) -> tuple[Worklog, ...]:
        """The newest of each workflow and event at that commit, in the order they ran."""
        query = select(t).where(t.c.repo_id == repo_id, t.c.sha == sha)
        return await self._newest_of_each_workflow(query, by_event=True)

    async def _newest_of_each_workflow(
        self, query: Select[*tuple[object, ...]], *, by_event: bool = False
    ) -> tuple[Worklog, ...]:
        async with self.read() as connection:
            rows = (await connection.execute(query.order_by(t.c.at, t.c.run_id, t.c.attempt))).all()
        newest: dict[tuple[str, str], Worklog] = {}
        for row in rows:
            worklog = _WORKLOG.read(row.document)
            key = (row.workflow_path, worklog.event if by_event else "")
            newest.pop(key, None)  # taken out first, so that the order is that of the newest
            newest[key] = worklog
        return tuple(newest.values())


def worklog_row(run: WorkflowRun, worklog: Worklog) -> dict[str, object]:
    """The row of one attempt's worklog."""
    return {
        "repo_id": run.repo.id,
        "run_id": run.id,
        "attempt": run.attempt,
        "workflow_path": storable(run.workflow_path),
        "sha": run.head_sha,
        "day": worklog.date,
        "at": run.started_at,
        "document": _WORKLOG.write(worklog),
    }
