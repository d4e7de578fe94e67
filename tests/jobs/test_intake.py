"""Deliveries that come together are stored together, and each is told what became of it."""

import asyncio

from sqlalchemy import event

from bot.jobs.queue.engine import Accepted
from bot.jobs.queue.slots import Rush, Slots
from bot.jobs.queue.status import JobState
from bot.jobs.queue.steps import Steps
from bot.model.job import Job
from tests.jobs.conftest import Start
from tests.jobs.test_engine import analyze, until_state


async def idle(job: Job, steps: Steps) -> None:
    """Do nothing."""


async def test_what_comes_together_shares_a_transaction_and_comes_out_in_order(
    start: Start,
) -> None:
    done: list[str] = []

    async def handler(job: Job, steps: Steps) -> None:
        done.append(str(job))

    web = await start(handler, work=False)
    commits: list[object] = []
    event.listen(web._database, "commit", commits.append)
    jobs = [analyze(n) for n in range(10)]
    became = await asyncio.gather(*(web.accept(job, f"run:{n}:1") for n, job in enumerate(jobs)))
    assert became == [Accepted.NEW] * 10
    assert len(commits) < 5
    await web.close()

    worker = await start(handler)
    await until_state(worker, "run:9:1", JobState.DONE)
    assert done == [str(job) for job in jobs]


async def test_one_id_twice_in_a_batch_is_new_once(start: Start) -> None:
    engine = await start(idle, work=False)
    twice = [engine.accept(analyze(1), "run:1:1") for _ in range(5)]
    assert sorted(await asyncio.gather(*twice)) == [Accepted.KNOWN] * 4 + [Accepted.NEW]


async def test_in_a_rush_one_job_works_at_a_time() -> None:
    rush = Rush()
    slots, most, at_work = Slots(4, rush), 0, 0

    async def job() -> None:
        nonlocal most, at_work
        async with slots:
            at_work += 1
            most = max(most, at_work)
            for _ in range(30):
                rush.note()
                await asyncio.sleep(0)
            at_work -= 1

    for _ in range(30):
        rush.note()
    await asyncio.gather(*(job() for _ in range(4)))
    assert most == 1


async def test_without_a_rush_all_places_are_used() -> None:
    slots, begun = Slots(4, Rush()), asyncio.Barrier(4)

    async def job() -> None:
        async with slots:
            await begun.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*(job() for _ in range(4)))
