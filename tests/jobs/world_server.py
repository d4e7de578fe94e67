"""A whole server as a process, with a world of its own to change: web, queue, workers.

    python -m tests.jobs.world_server PORT DATABASE_URL WORLD SECRET

Its handler finds or creates one thing for each run, in three steps; the world, a SQLite file, also
notes each time a step was done.
"""

import asyncio
import signal
import sqlite3
import sys

from aiohttp import web
from pydantic import TypeAdapter

from bot.jobs.queue.engine import Engine
from bot.jobs.queue.steps import Steps
from bot.model.job import AnalyzeRun, Job
from bot.settings import queue_url
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web

_NUMBER = TypeAdapter(int)
# Long enough that a kill at any moment meets jobs in the middle of a step.
PACE = 0.2


class World:
    """Things that exist at most once by key only if whoever makes them looks first."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "CREATE TABLE IF NOT EXISTS things (key TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS acts (step TEXT NOT NULL, key TEXT NOT NULL)",
        ):
            self._connection.execute(statement)

    def act(self, step: str, key: str) -> None:
        """Note that a step was done."""
        self._connection.execute("INSERT INTO acts VALUES (?, ?)", (step, key))

    def has(self, key: str) -> bool:
        """Whether the thing exists."""
        found = self._connection.execute("SELECT 1 FROM things WHERE key = ?", (key,))
        return found.fetchone() is not None

    def make(self, key: str) -> None:
        """Make the thing, whether it exists or not."""
        self._connection.execute("INSERT INTO things VALUES (?)", (key,))


def handler_for(world: World):  # type: ignore[no-untyped-def]
    """The job: look, find or create, say so."""

    async def handle(job: Job, steps: Steps) -> None:
        assert isinstance(job, AnalyzeRun)
        key = f"{job.run_id}"

        async def look() -> int:
            world.act("look", key)
            await asyncio.sleep(PACE)
            return job.run_id

        async def create() -> int:
            world.act("create", key)
            if not world.has(key):
                await asyncio.sleep(PACE)
                world.make(key)
            return job.run_id

        async def say() -> int:
            world.act("say", key)
            return job.run_id

        for name, action in (("look", look), ("create", create), ("say", say)):
            assert await steps.run(name, action, _NUMBER) == job.run_id

    return handle


async def main(port: int, database_url: str, world: str, secret: str) -> None:
    """Serve until told to stop."""
    metrics = Metrics("test")
    engine = Engine(
        queue_url(database_url), {"analyze_run": handler_for(World(world))}, on_finished=metrics.job
    )
    await engine.launch()

    async def queue() -> tuple[int, float]:
        depth, age = await engine.depth()
        return depth, age.total_seconds()

    door = Web(secret=secret, accept=engine.accept, metrics=metrics, version="test", queue=queue)
    runner = web.AppRunner(door.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await runner.cleanup()
    await engine.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
