"""Whatever dies, what was answered 202 is done, and done once."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.jobs.harness import Delivery, ServerProcess, deliver_until_taken, free_port
from tests.postgres import postgres_server, postgres_url
from tests.webhook.payloads import finished_run

__all__ = ["postgres_server", "postgres_url"]

pytestmark = pytest.mark.slow
SECRET = "hush"
WORKERS = 8


def server(folder: Path, database: str, world: Path) -> ServerProcess:
    port = free_port()
    return ServerProcess(
        arguments=["-m", "tests.jobs.world_server", str(port), database, str(world), SECRET],
        port=port,
        log=folder / f"server-{port}.log",
    )


def delivery(run: int, repositories: int) -> Delivery:
    payload = finished_run(run)
    repo = run % repositories
    payload["repository"] = {
        "id": repo + 1,
        "full_name": f"acme/shop{repo}",
        "default_branch": "main",
    }
    return Delivery("workflow_run", payload, f"guid-{run}")


def things(world: Path) -> Counter[str]:
    with closing(sqlite3.connect(world)) as connection:
        return Counter(key for (key,) in connection.execute("SELECT key FROM things"))


def acts(world: Path, step: str) -> Counter[str]:
    with closing(sqlite3.connect(world)) as connection:
        found = connection.execute("SELECT key FROM acts WHERE step = ?", (step,))
        return Counter(key for (key,) in found)


def both_are_at_work(world: Path) -> bool:
    """Whether more jobs are in the middle than one process works on."""
    begun = len(acts(world, "look"))
    done = len(acts(world, "say"))
    return done >= 10 and begun - done > WORKERS


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.1)


async def test_server_killed_ten_times_loses_no_delivery_and_does_none_twice(
    tmp_path: Path, servers: list[ServerProcess]
) -> None:
    chance = random.Random(20250914)
    runs, kills, world = range(1, 201), 10, tmp_path / "world.db"
    target = server(tmp_path, f"sqlite:///{tmp_path / 'gardener.db'}", world)
    servers.append(target)
    await target.start()

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:

        async def send(run: int) -> int:
            await asyncio.sleep(chance.uniform(0, 20))
            url = f"{target.address}/webhook"
            return await deliver_until_taken(session, url, SECRET, delivery(run, 20))

        # Every tenth comes twice, as from two webhooks of one App.
        sending = [asyncio.create_task(send(run)) for run in (*runs, *runs[::10])]
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.1, 1.5))
            await target.kill()
            await target.start()
        sent = await asyncio.gather(*sending)
    await until(lambda: len(acts(world, "say")) == len(runs))
    await target.stop()

    everything = {str(run): 1 for run in runs}
    assert things(world) == everything
    assert "taking over" in target.log.read_text()
    # A kill may repeat the step that each worker was in, and no finished one.
    for step in ("look", "create", "say"):
        assert set(acts(world, step)) == set(everything)
        assert acts(world, step).total() <= len(runs) + kills * WORKERS
    assert sum(sent) > len(sent)


async def test_jobs_of_a_killed_process_are_done_by_its_neighbor(
    tmp_path: Path, postgres_url: str, servers: list[ServerProcess]
) -> None:
    # More repositories than one process takes at once, so that both always have work in hand.
    runs, repositories, world = range(1, 121), 100, tmp_path / "world.db"
    dies, lives = (server(tmp_path, postgres_url, world) for _ in range(2))
    servers += (dies, lives)
    await dies.start()  # one after the other: only one of them may make the world
    await lives.start()

    async with aiohttp.ClientSession() as session:
        for run in runs:
            target = lives if run % 2 or run > 60 else dies
            url = f"{target.address}/webhook"
            await deliver_until_taken(session, url, SECRET, delivery(run, repositories))
            if run == 60:
                await until(lambda: both_are_at_work(world))
                await dies.kill()
    await until(lambda: len(acts(world, "say")) == len(runs))
    await lives.stop()

    assert "taking over" in lives.log.read_text()
    assert things(world) == {str(run): 1 for run in runs}
    assert acts(world, "look").total() <= len(runs) + WORKERS
