"""The durable queue on both databases, with the real engine behind it."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS
from pydantic import TypeAdapter

from bot.errors import NotFound, TransientError
from bot.jobs.queue.engine import Accepted, Engine
from bot.jobs.queue.status import JobState
from bot.jobs.queue.steps import Steps
from bot.model.job import AnalyzeRun, Job, SyncInstallation
from bot.model.run import RepoRef
from tests.build import REPO
from tests.jobs.conftest import Start

NUMBER = TypeAdapter(int)
FAR = datetime(2999, 1, 1, tzinfo=UTC)


def analyze(run: int, repo: int = REPO.id) -> AnalyzeRun:
    ref = RepoRef(id=repo, owner="acme", name=f"shop{repo}")
    return AnalyzeRun(installation=3, repo=ref, run_id=run, attempt=1, default_branch="main")


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, as long as a slow machine may need."""
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - the queue tells nobody
            await asyncio.sleep(0.02)


async def until_state(engine: Engine, job_id: str, state: JobState) -> None:
    async with asyncio.timeout(30):
        while (found := await engine.job(job_id)) is None or found.state is not state:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_accepted_job_is_done_once(start: Start) -> None:
    done: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        done.append(job)

    engine = await start(handler)
    job = analyze(1)

    assert await engine.accept(job, "run:1:1") is Accepted.NEW
    assert await engine.accept(job, "run:1:1") is Accepted.KNOWN
    await until_state(engine, "run:1:1", JobState.DONE)
    assert await engine.accept(job, "run:1:1") is Accepted.KNOWN
    assert done == [job]
    assert await engine.depth() == (0, timedelta())


async def test_installation_is_a_job_like_any_other(start: Start) -> None:
    done: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        done.append(job)

    engine = await start(handler)
    job = SyncInstallation(installation=3, action="created", account="acme", added=(REPO,))
    await engine.accept(job, "guid-1")
    await until(lambda: done == [job])

    found = await engine.job("guid-1")
    assert found is not None
    assert (found.kind, found.repo) == ("sync_installation", "acme")


async def test_one_repository_has_one_job_at_a_time_and_two_have_two(start: Start) -> None:
    running: dict[int, int] = {}
    most: dict[str, int] = {"one": 0, "all": 0}
    done: list[int] = []

    async def handler(job: Job, steps: Steps) -> None:
        assert isinstance(job, AnalyzeRun)
        running[job.repo.id] = running.get(job.repo.id, 0) + 1
        most["one"] = max(most["one"], running[job.repo.id])
        most["all"] = max(most["all"], sum(running.values()))
        await asyncio.sleep(0.3)  # long enough for the queue to hand out the next
        running[job.repo.id] -= 1
        done.append(job.run_id)

    engine = await start(handler)
    for run in range(8):
        await engine.accept(analyze(run, repo=run % 2), f"run:{run}:1")
    await until(lambda: len(done) == 8)

    assert most == {"one": 1, "all": 2}
    assert sorted(done) == list(range(8))


async def test_failed_job_says_why_and_runs_again_from_its_first_step(start: Start) -> None:
    looks: list[int] = []

    async def look() -> int:
        looks.append(1)
        return len(looks)

    async def handler(job: Job, steps: Steps) -> None:
        if await steps.run("look", look, NUMBER) < 3:
            raise NotFound(404, "Not Found")

    engine = await start(handler)
    await engine.accept(analyze(1), "run:1:1")
    await until_state(engine, "run:1:1", JobState.FAILED)

    failed = await engine.job("run:1:1")
    assert failed is not None
    assert "404: Not Found" in failed.reason
    assert await engine.accept(analyze(1), "run:1:1") is Accepted.AGAIN
    await until(lambda: len(looks) == 2)
    await until_state(engine, "run:1:1", JobState.FAILED)
    assert await engine.retry("run:1:1")
    await until_state(engine, "run:1:1", JobState.DONE)
    assert not await engine.retry("run:1:1")
    assert len(looks) == 3


async def test_job_with_a_passing_fault_waits_for_its_next_try(start: Start) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        raise TransientError("GitHub is busy", retry_after=timedelta(hours=1))

    engine = await start(handler)
    await engine.accept(analyze(1), "run:1:1")
    await until_state(engine, "run:1:1", JobState.WAITING)

    waiting = await engine.job("run:1:1")
    assert waiting is not None
    assert (waiting.failed_tries, waiting.reason) == (1, "GitHub is busy")
    assert waiting.next_try_at is not None
    assert waiting.next_try_at > waiting.updated_at
    await engine.cancel("run:1:1")
    await until_state(engine, "run:1:1", JobState.CANCELLED)


async def test_next_launch_continues_after_the_last_finished_step(start: Start) -> None:
    done: list[str] = []
    stuck = asyncio.Event()

    def step(name: str) -> Callable[[], asyncio.Future[int]]:
        async def action() -> int:
            done.append(name)
            return 1

        return lambda: asyncio.ensure_future(action())

    async def dies(job: Job, steps: Steps) -> None:
        await steps.run("first", step("first"), NUMBER)
        stuck.set()
        await asyncio.Event().wait()

    async def lives(job: Job, steps: Steps) -> None:
        await steps.run("first", step("first"), NUMBER)
        await steps.run("second", step("second"), NUMBER)

    engine = await start(dies)
    await engine.accept(analyze(1), "run:1:1")
    await asyncio.wait_for(stuck.wait(), 30)
    await engine.close(within=timedelta())
    engine = await start(lives)
    await until_state(engine, "run:1:1", JobState.DONE)

    assert done == ["first", "second"]


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_what_no_slot_is_free_for_is_left_to_other_processes(start: Start) -> None:
    begun = asyncio.Event()

    async def busy(job: Job, steps: Steps) -> None:
        begun.set()
        await asyncio.Event().wait()

    engine = await start(busy, workers=1)
    for run in (1, 2):
        await engine.accept(analyze(run, repo=run), f"run:{run}:1")
    await asyncio.wait_for(begun.wait(), 30)

    states = sorted(job.state for job in await engine.jobs())
    assert states == sorted((JobState.RUNNING, JobState.QUEUED))
    await engine.close(within=timedelta())


async def test_process_without_workers_leaves_the_limits_of_those_that_work(start: Start) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        pass

    async def limit() -> int | None:
        queue = await DBOS.retrieve_queue_async("jobs")
        assert queue is not None
        return await queue.get_worker_concurrency_async()

    engine = await start(handler, workers=3)
    chosen = await limit()
    await engine.close()
    await start(handler, work=False, workers=8)

    assert chosen is not None
    assert await limit() == chosen


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_job_that_only_waits_is_not_blamed_for_deaths(start: Start) -> None:
    begun = asyncio.Event()

    async def dies(job: Job, steps: Steps) -> None:
        begun.set()
        await asyncio.Event().wait()

    lives, counted = 6, list[int]()
    engine = await start(dies, workers=1)
    for run in (1, 2):
        await engine.accept(analyze(run, repo=run), f"run:{run}:1")
    for _ in range(lives):
        await asyncio.wait_for(begun.wait(), 30)
        await until_state(engine, "run:1:1", JobState.RUNNING)
        await until_state(engine, "run:2:1", JobState.RUNNING)
        rows = await DBOS.list_workflows_async(load_input=False)
        counted = [row.recovery_attempts or 0 for row in rows]
        await engine.close(within=timedelta())
        begun.clear()
        engine = await start(dies, workers=1)

    # One was at work each time; the other is counted where it was handed out for the first time.
    assert lives <= sum(counted) <= lives + 2


async def test_close_lets_a_running_job_end(start: Start) -> None:
    begun, done = asyncio.Event(), []

    async def handler(job: Job, steps: Steps) -> None:
        begun.set()
        await asyncio.sleep(0.5)
        done.append(job)

    engine = await start(handler)
    await engine.accept(analyze(1), "run:1:1")
    await asyncio.wait_for(begun.wait(), 30)
    await engine.close()

    assert len(done) == 1


async def test_process_without_workers_only_takes_jobs(start: Start) -> None:
    done: list[Job] = []

    async def handler(job: Job, steps: Steps) -> None:
        done.append(job)

    web = await start(handler, work=False)
    await web.accept(analyze(1), "run:1:1")
    depth, _ = await web.depth()
    assert (depth, done) == (1, [])
    await web.close()

    worker = await start(handler)
    await until_state(worker, "run:1:1", JobState.DONE)
    assert len(done) == 1


async def test_cancelled_job_does_no_further_step(start: Start) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def one() -> int:
        return 1

    async def handler(job: Job, steps: Steps) -> None:
        begun.set()
        await go.wait()
        await steps.run("write", one, NUMBER)
        ended.append("wrote")

    engine = await start(handler)
    await engine.accept(analyze(1), "run:1:1")
    await asyncio.wait_for(begun.wait(), 30)
    await engine.cancel("run:1:1")
    go.set()
    await until_state(engine, "run:1:1", JobState.CANCELLED)
    await engine.accept(analyze(2), "run:2:1")
    begun.clear()
    await until_state(engine, "run:2:1", JobState.DONE)

    assert ended == ["wrote"]


async def test_jobs_are_listed_newest_first_by_state(start: Start) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        assert isinstance(job, AnalyzeRun)
        if job.run_id == 2:
            raise NotFound(404, "gone")

    engine = await start(handler)
    for run in (1, 2):
        await engine.accept(analyze(run), f"run:{run}:1")
    await until_state(engine, "run:1:1", JobState.DONE)
    await until_state(engine, "run:2:1", JobState.FAILED)

    assert [job.id for job in await engine.jobs(JobState.FAILED)] == ["run:2:1"]
    assert sorted(job.id for job in await engine.jobs()) == ["run:1:1", "run:2:1"]
    assert len(await engine.jobs(limit=1)) == 1
    assert await engine.job("none") is None


async def test_purge_forgets_what_ended(start: Start) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        pass

    engine = await start(handler)
    await engine.accept(analyze(1), "run:1:1")
    await until_state(engine, "run:1:1", JobState.DONE)

    assert await engine.purge(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert await engine.purge(FAR) == 1
    assert await engine.job("run:1:1") is None
    assert await engine.accept(analyze(1), "run:1:1") is Accepted.NEW


async def test_steps_are_forgotten_when_nobody_can_go_on_from_them(start: Start) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        async def one() -> int:
            return 1

        await steps.run("first", one, NUMBER)
        await steps.run("second", one, NUMBER)
        assert isinstance(job, AnalyzeRun)
        if job.run_id == 2:
            raise NotFound(404, "gone")

    engine = await start(handler)
    for run in (1, 2):
        await engine.accept(analyze(run), f"run:{run}:1")
    await until_state(engine, "run:1:1", JobState.DONE)
    await until_state(engine, "run:2:1", JobState.FAILED)

    assert await engine.purge_steps() == 2  # a failed one may be begun again
    assert await engine.purge_steps() == 0
    assert await engine.accept(analyze(1), "run:1:1") is not Accepted.NEW


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_store_that_is_locked_refuses_in_time(start: Start, tmp_path: Path) -> None:
    async def handler(job: Job, steps: Steps) -> None:
        pass

    engine = await start(handler, work=False, accept_within=timedelta(seconds=0.2))
    lock = sqlite3.connect(tmp_path / "gardener-queue.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with pytest.raises(TransientError, match="cannot take the job now"):
        await engine.accept(analyze(1), "run:1:1")
    lock.close()
