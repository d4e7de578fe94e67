"""How a run enters the histories: piece by piece, each piece in a transaction that notes how far.

The newest run of its branch is recorded inside the database; one that comes late is advanced here,
test by test, because it depends on what each test has seen since.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.history import TestHistory
from bot.model.names import Outcome
from bot.model.run import WorkflowRun
from bot.storage.database import Database
from bot.storage.documents import storable
from bot.storage.in_order import Result, statements
from bot.storage.sightings import AnyRow, Sightings
from bot.storage.tables import histories as t
from bot.storage.tables import runs, scopes
from bot.triage.history import advance, order

CHUNK = 5000
_RANK = {Outcome.SKIPPED: 0, Outcome.PASSED: 1, Outcome.FAILURE: 2, Outcome.ERROR: 3}


def worst(outcomes: Iterable[Result]) -> list[Result]:
    """One result for each test and leg, in the order in which they are recorded."""
    found: dict[tuple[str, str], Outcome] = {}
    for test, leg, outcome in outcomes:
        key = (test, leg)
        known = found.get(key)
        if known is None or _RANK[outcome] > _RANK[known]:
            found[key] = outcome
    return sorted(
        (storable(test), storable(leg), outcome) for (test, leg), outcome in found.items()
    )


async def enter(database: Database, connection: AsyncConnection, run: WorkflowRun) -> int:
    """The id of the run's row, made when it is missing; its scope knows which run is the newest."""
    key = {
        "repo_id": run.repo.id,
        "workflow_path": storable(run.workflow_path),
        "branch": storable(run.line),
    }
    await database.add_new(connection, scopes, {**key, "last_at": run.started_at})
    known = await _scope_of(connection, run)
    attempt = {
        "repo_id": run.repo.id,
        "run_id": run.id,
        "attempt": run.attempt,
        "sha": run.head_sha,
        "at": run.started_at,
        "url": storable(run.url),
        "done_test": "",
        "done_leg": "",
        "complete": False,
        "scope": known.id if run.line else None,
        "first_run": await first_run(connection, run) or None,
        "tree": run.tree,
    }
    is_run = [runs.c[name] == attempt[name] for name in ("repo_id", "run_id", "attempt")]
    await database.add_new(connection, runs, attempt)
    row = (await connection.execute(select(runs).where(*is_run))).one()
    if not run.line:
        return int(row.id)
    sightings = Sightings(connection)
    newest = await sightings.by_id(known.newest)
    if newest is None or order(newest) < order(sightings.add(row)):
        change = update(scopes).where(scopes.c.id == known.id)
        await connection.execute(change.values(last_at=run.started_at, newest=row.id))
    return int(row.id)


async def first_run(connection: AsyncConnection, run: WorkflowRun) -> int:
    """The first run that tested this commit for the same workflow and branch; 0: this one."""
    query = (
        select(func.min(runs.c.run_id))
        .join(scopes, scopes.c.id == runs.c.scope)
        .where(
            *_is_scope(run),
            runs.c.sha == run.head_sha,
            runs.c.run_id < run.id,
        )
    )
    return await connection.scalar(query) or 0 if run.line else 0


async def record_chunk(
    database: Database,
    connection: AsyncConnection,
    run: WorkflowRun,
    row_id: int,
    results: Sequence[Result],
) -> bool:
    """Record the next results that are not recorded yet; whether there were any."""
    scope = await _scope_of(connection, run)
    row = (await connection.execute(select(runs).where(runs.c.id == row_id))).one()
    start = bisect_right(results, (row.done_test, row.done_leg), key=lambda result: result[:2])
    chunk = results[start : start + CHUNK]
    if row.complete or not chunk:
        return False
    if scope.newest == row_id:
        for statement in statements(database, scope.id, row_id, chunk):
            await connection.execute(statement)
    else:
        rows = await _advanced(connection, scope.id, row, chunk)
        await connection.execute(database.upsert(t), rows)
    test, leg, _ = chunk[-1]
    progress = update(runs).where(runs.c.id == row_id)
    await connection.execute(progress.values(done_test=test, done_leg=leg))
    return True


async def _scope_of(connection: AsyncConnection, run: WorkflowRun) -> AnyRow:
    """The scope, locked: two runs of it take turns, or one would overwrite what the other read."""
    query = select(scopes).where(*_is_scope(run))
    return (await connection.execute(query.with_for_update())).one()


def _is_scope(run: WorkflowRun) -> tuple[ColumnElement[bool], ...]:
    return (
        scopes.c.repo_id == run.repo.id,
        scopes.c.workflow_path == storable(run.workflow_path),
        scopes.c.branch == storable(run.line),
    )


async def _advanced(
    connection: AsyncConnection, scope: int, row: AnyRow, chunk: Sequence[Result]
) -> list[dict[str, object]]:
    """The rows of these tests after the run of `row`."""
    sightings = Sightings(connection)
    seen = sightings.add(row)
    (first, *_), (last, *_) = chunk[0], chunk[-1]
    query = select(t).where(t.c.scope == scope, t.c.test >= first, t.c.test <= last)
    known = (await connection.execute(query)).all()
    await sightings.load(known)
    old: dict[tuple[str, str], TestHistory] = {
        (one.test, one.leg): sightings.history(one) for one in known
    }
    return [
        sightings.row(
            scope, advance(old.get((test, leg)), test=test, leg=leg, outcome=outcome, seen=seen)
        )
        for test, leg, outcome in chunk
    ]
