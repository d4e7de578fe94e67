"""Postgres crashes and comes back: nothing accepted is lost, and nobody has to start a bot again."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.faults.own_postgres import own_postgres
from tests.faults.town import CAUSES, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess

pytestmark = pytest.mark.slow
REPOSITORIES, CRASHES = 6, 2
FAST = ("0.5", "3", "0")


async def test_postgres_that_crashes_twice_costs_nothing_but_time(
    tmp_path: Path, servers: list[ServerProcess]
) -> None:
    github = fake_github()
    timeout = aiohttp.ClientTimeout(total=10)  # GitHub's own patience
    with own_postgres() as database:
        async with github, aiohttp.ClientSession(timeout=timeout) as session:
            town = new_town(github, tmp_path, REPOSITORIES)
            web, worker = (
                town.bot("tests.faults.bot_process", part, *FAST, database_url=database.url)
                for part in ("web", "work")
            )
            servers += (web, worker)
            await web.start()
            await worker.start()
            first = [process.process.pid for process in (web, worker) if process.process]
            sending: list[asyncio.Task[None]] = []
            for crash in range(CRASHES):
                for repo in town.repositories:
                    await town.fails(repo, CAUSES[crash % len(CAUSES)])
                    await town.asks(repo)
                sending += [
                    asyncio.create_task(town.deliver(session, told, lambda: web))
                    for told in town.news()
                ]
                await until(lambda: bool(lines(worker, "job done")))
                await asyncio.to_thread(database.crash)
                for repo in town.repositories:
                    await town.fails(repo, CAUSES[2])
                sending += [
                    asyncio.create_task(town.deliver(session, told, lambda: web))
                    for told in town.news()
                ]
                await until(lambda: town.statuses[503] > 0)
                await asyncio.to_thread(database.start)
            await asyncio.gather(*sending)
            await until_idle(session, web)
            last = [process.process.pid for process in (web, worker) if process.process]
            alive = [p.process.returncode for p in (web, worker) if p.process]
            failed = lines(worker, "job failed")

    assert town.faults() == []
    assert set(town.statuses) == {202, 503}
    assert town.slowest < 10
    assert (first, alive) == (last, [None, None])
    assert failed == []
