"""What one repository with 5,000 queued runs costs the others, and its own people."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.errors import QuotaKept, TransientError
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.status import JobState
from bot.jobs.queue.steps import Steps
from bot.model.job import AnalyzeRun, HandleCommand, Job
from bot.model.run import RepoRef
from tests.build import NOW
from tests.jobs.conftest import Start
from tests.jobs.test_engine import analyze, until, until_state

BUSY, OTHER = 1, 2
QUEUED = 5_000
LONG = timedelta(hours=1)


def command(number: int, repo: int) -> HandleCommand:
    return HandleCommand(
        installation=3,
        repo=RepoRef(id=repo, owner="acme", name=f"shop{repo}"),
        issue=12,
        comment_id=number,
        author="alice",
        author_is_bot=False,
        body="/gardener status",
        created_at=NOW,
    )


async def fill(engine: Engine) -> None:
    """Queue so many runs of one repository, as if a matrix had gone wild."""
    for start in range(0, QUEUED, 500):
        runs = range(start, start + 500)
        await asyncio.gather(*(engine.accept(analyze(n, BUSY), f"run:{n}:1") for n in runs))


async def test_five_thousand_runs_of_one_repository_keep_nobody_else_waiting(start: Start) -> None:
    begun: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        begun.append(job)
        await asyncio.sleep(0.05)

    engine = await start(handler)
    await fill(engine)
    waited = {}
    wanted: tuple[Job, ...] = (command(1, OTHER), analyze(9_999, OTHER), command(2, BUSY))
    for n, asks in enumerate(wanted):
        since, before = time.perf_counter(), len(begun)
        await engine.accept(asks, f"asked:{n}")
        await until(lambda asks=asks: asks in begun)  # type: ignore[misc]
        ahead = sum(job.repo.id == BUSY for job in begun[before:] if isinstance(job, AnalyzeRun))
        waited[n] = (time.perf_counter() - since, ahead)

    # A command of the same repository waits for the run in hand and the one that may have begun.
    assert waited[2][1] <= 3
    # Polls come five times a second; the rest is what a loaded machine may add.
    assert max(seconds for seconds, _ahead in waited.values()) < 5.0
    depth, _ = await engine.depth()
    assert depth > QUEUED - 1_000


@pytest.mark.parametrize(
    "fault",
    [
        TransientError("GitHub is busy", retry_after=LONG),
        QuotaKept("kept for commands", retry_after=LONG),
    ],
    ids=["GitHub is down", "the quota is kept for commands"],
)
async def test_command_passes_a_run_that_waits_for_its_next_try(
    start: Start, fault: TransientError
) -> None:
    done: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        if isinstance(job, AnalyzeRun):
            raise fault
        done.append(job)

    engine = await start(handler)
    await engine.accept(analyze(1, BUSY), "run:1:1")
    await until_state(engine, "run:1:1", JobState.WAITING)
    await engine.accept(command(1, BUSY), "comment:1")
    await until(lambda: done == [command(1, BUSY)])

    waiting = await engine.job("run:1:1")
    assert waiting is not None
    assert (waiting.state, waiting.reason) == (JobState.WAITING, str(fault))


async def test_waiting_jobs_of_many_repositories_take_no_place_from_others(start: Start) -> None:
    done: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        if isinstance(job, AnalyzeRun):
            raise TransientError("GitHub is busy", retry_after=LONG)
        done.append(job)

    engine = await start(handler, workers=2)
    for n in range(20):  # more than the places of two workers
        await engine.accept(analyze(n, repo=n + 10), f"run:{n}:1")
    await until_state(engine, "run:19:1", JobState.WAITING)
    await engine.accept(command(1, OTHER), "comment:1")
    await until(lambda: done == [command(1, OTHER)])


async def test_job_that_was_put_off_goes_on_where_it_was(start: Start) -> None:
    tries: list[int] = []
    ended: list[str] = []

    async def handler(job: Job, steps: Steps) -> None:
        tries.append(1)
        if len(tries) <= 3:
            raise QuotaKept("kept for commands")

    engine = await start(handler, on_finished=lambda _kind, outcome: ended.append(outcome))
    engine._runner.backoff = lambda _failed, _asked: timedelta(milliseconds=50)
    await engine.accept(analyze(1), "run:1:1")
    await until_state(engine, "run:1:1", JobState.DONE)

    assert ended == ["spared"] * 3 + ["done"]
    found = await engine.job("run:1:1")
    assert found is not None
    assert found.failed_tries == 0
