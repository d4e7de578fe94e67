"""What is remembered of tests: one row of state for each test and leg, however many runs there are.

A run is recorded in transactions of 5,000 rows, each of which also notes how far it came, so that a
run that was interrupted is continued and never counted twice.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, and_, delete, exists, false, or_, select, true, update

from bot.model.history import TestHistory
from bot.model.run import WorkflowRun
from bot.model.worklog import Worklog
from bot.storage.database import Database
from bot.storage.documents import storable
from bot.storage.in_order import Result
from bot.storage.recording import enter, first_run, record_chunk, worst
from bot.storage.sightings import Sightings
from bot.storage.tables import histories as t
from bot.storage.tables import runs, scopes, worklogs
from bot.storage.worklogs import worklog_row

_LOOKUP = 500


class Histories(Database):
    """Rows of `histories`, in the scope of one workflow on one branch."""

    async def history(
        self, repo_id: int, workflow_path: str, branch: str, tests: Collection[str] | None = None
    ) -> Mapping[str, tuple[TestHistory, ...]]:
        """The histories of these tests (all when None), by test, one for each leg."""
        found: dict[str, tuple[TestHistory, ...]] = {}
        async with self.read() as connection:
            scope = select(scopes.c.id).where(
                scopes.c.repo_id == repo_id,
                scopes.c.workflow_path == storable(workflow_path),
                scopes.c.branch == storable(branch),
            )
            number = await connection.scalar(scope)
            sightings = Sightings(connection)
            query = select(t).where(t.c.scope == number).order_by(t.c.test, t.c.leg)
            for part in _narrowed(query, tests):
                rows = (await connection.execute(part)).all()
                await sightings.load(rows)
                for row in rows:
                    found[row.test] = (*found.get(row.test, ()), sightings.history(row))
        return found

    async def placed(self, run: WorkflowRun) -> WorkflowRun:
        """The run with the first one of its commit, as far as this workflow and branch go."""
        async with self.read() as connection:
            return replace(run, first_run=await first_run(connection, run))

    async def meet(self, run: WorkflowRun) -> None:
        """Give the run's commit its place in the branch; nothing else is learned from the run."""
        async with self.write() as connection:
            row_id = await enter(self, connection, run)
            await connection.execute(
                update(runs).where(runs.c.id == row_id).values(complete=true())
            )

    async def record_run(
        self, run: WorkflowRun, outcomes: Iterable[Result], worklog: Worklog
    ) -> bool:
        """Remember what each test did and the worklog; whether this attempt is new.

        Each outcome is (test fingerprint, leg, outcome); of several for one test and leg the worst
        counts. A second call changes no history, only the worklog. A run without a line of
        its own leaves no history.
        """
        # Sorting many thousands is work: it must not hold up the webhooks.
        results = await asyncio.to_thread(worst, outcomes) if run.line else []
        async with self.write() as connection:
            row_id = await enter(self, connection, run)
        is_more = True
        while is_more:
            async with self.write() as connection:
                is_more = await record_chunk(self, connection, run, row_id, results)
        done = update(runs).where(runs.c.id == row_id, runs.c.complete == false())
        async with self.write() as connection:
            is_new = (await connection.execute(done.values(complete=true()))).rowcount == 1
            await connection.execute(self.upsert(worklogs).values(worklog_row(run, worklog)))
        return is_new

    async def purge_histories(self, before: datetime) -> int:
        """Forget branches on which nothing ran since, and tests that were not seen since."""
        stale = select(scopes.c.id).where(scopes.c.last_at < before)
        unseen = (
            ~exists().where(runs.c.id == column, runs.c.at >= before)
            for column in (t.c.first_seen, t.c.last_pass, t.c.last_failure)
        )
        async with self.write() as connection:
            old = or_(t.c.scope.in_(stale), and_(*unseen))
            gone = await connection.execute(delete(t).where(old))
            await connection.execute(delete(scopes).where(scopes.c.last_at < before))
            return gone.rowcount

    async def purge_runs(self, before: datetime) -> int:
        """Forget older runs that no history points at, some at a time: nobody waits for long."""
        columns = (t.c.first_seen, t.c.last_pass, t.c.last_failure, t.c.first_failure)
        async with self.read() as connection:
            used: set[int] = set()
            for column in (*columns, scopes.c.newest):
                used.update(await connection.scalars(select(column).distinct()))
            old = await connection.scalars(select(runs.c.id).where(runs.c.at < before))
            unused = sorted(set(old) - used)
        for start in range(0, len(unused), _LOOKUP):
            some = runs.c.id.in_(unused[start : start + _LOOKUP])
            async with self.write() as connection:
                await connection.execute(delete(runs).where(some))
        return len(unused)


def _narrowed(
    query: Select[*tuple[object, ...]], tests: Collection[str] | None
) -> Iterable[Select[*tuple[object, ...]]]:
    if tests is None:
        yield query
        return
    wanted = sorted(set(tests))
    for start in range(0, len(wanted), _LOOKUP):
        yield query.where(t.c.test.in_(wanted[start : start + _LOOKUP]))
