"""How fast a delivery is on disk: 100 a second for 10 seconds, web and workers in one process.

Latency counts from when a delivery was due, so a server that stalls cannot hide it.

    python -m bench.speed_webhook
"""

import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from pydantic import TypeAdapter

from bot.jobs.engine import Engine
from bot.jobs.steps import Steps
from bot.model.job import AnalyzeRun, Job
from bot.model.names import Outcome
from bot.model.run import WorkflowRun
from bot.model.worklog import Worklog
from bot.settings import queue_url
from bot.storage.storage import Storage
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web
from bot.webhook.signature import signature

SECRET, PORT = "bench", 38291
RATE, SECONDS, REPOSITORIES, PADDING = 100, 10, 50, 20_000
TESTS, STEPS = 2_000, 8
TEXT = TypeAdapter(str)
START = datetime(2025, 9, 14, tzinfo=UTC)

Work = Callable[[Job, Steps], Awaitable[None]]


async def nothing(_job: Job, _steps: Steps) -> None:
    """The queue's own cost."""


def analysis(storage: Storage) -> Work:
    """About what an analysis stores: the results of 2,000 tests, a worklog, eight steps."""

    async def work(job: Job, steps: Steps) -> None:
        assert isinstance(job, AnalyzeRun)
        at = START + timedelta(minutes=job.run_id)
        run = WorkflowRun(
            repo=job.repo,
            id=job.run_id,
            attempt=1,
            number=job.run_id,
            workflow="CI",
            workflow_path=".github/workflows/ci.yml",
            event="push",
            branch="main",
            head_sha=f"{job.run_id:040x}",
            head_repo_id=job.repo.id,
            conclusion="failure",
            started_at=at,
            completed_at=at,
            url="",
        )
        results = [(f"1:{n:016x}", "py311", Outcome.PASSED) for n in range(TESTS)]
        log = Worklog(repo=job.repo.full_name, date=date(2025, 9, 14), focus="CI", status="red")

        async def record() -> str:
            await storage.record_run(run, results, log)
            return "x" * PADDING

        async def change() -> str:
            await storage.begin(job.repo.id, f"change:{job.run_id}", at)
            return "x" * 500

        await steps.run("think", record, TEXT)
        for n in range(STEPS - 1):
            await steps.run(f"change {n}", change, TEXT)

    return work


async def serve(kind: str, folder: Path) -> None:
    """The server's process."""
    database = f"sqlite:///{folder / 'gardener.db'}"
    async with Storage.open(database) as storage:
        await storage.migrate()
        work = nothing if kind == "nothing" else analysis(storage)
        engine = Engine(queue_url(database), {"analyze_run": work})
        await engine.launch()

        async def queue() -> tuple[int, float]:
            depth, age = await engine.depth()
            return depth, age.total_seconds()

        door = Web(
            secret=SECRET, accept=engine.accept, metrics=Metrics("0"), version="0", queue=queue
        )
        runner = web.AppRunner(door.app(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", PORT).start()
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
        await runner.cleanup()
        await engine.close(within=timedelta(seconds=5))


def delivery(run: int) -> tuple[bytes, dict[str, str]]:
    """A signed `workflow_run` of about the size that GitHub sends."""
    repo = run % REPOSITORIES + 1
    names = {"id": repo, "full_name": f"acme/shop{repo}", "default_branch": "main"}
    payload = {
        "action": "completed",
        "workflow_run": {"id": run, "run_attempt": 1, "conclusion": "failure"},
        "repository": names,
        "installation": {"id": 1},
        "sender": {"login": "reader", "type": "User"},
        "padding": "x" * PADDING,
    }
    body = json.dumps(payload).encode()
    return body, {
        "X-GitHub-Event": "workflow_run",
        "X-GitHub-Delivery": f"guid-{run}",
        "X-Hub-Signature-256": signature(SECRET, body),
        "Content-Type": "application/json",
    }


async def send(session: aiohttp.ClientSession, run: int, due: float) -> tuple[int, float]:
    """One delivery when it is due: its status and how late its answer came."""
    body, headers = delivery(run)
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    address = f"http://127.0.0.1:{PORT}/webhook"
    async with session.post(address, data=body, headers=headers) as answer:
        await answer.read()
        return answer.status, time.perf_counter() - due


async def measure(kind: str) -> bool:
    """Start a server, send, print one row; whether every delivery was taken."""
    with tempfile.TemporaryDirectory() as folder:
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.speed_webhook", "--serve", kind, folder),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with aiohttp.ClientSession() as session:
            await ready(session)
            start = time.perf_counter() + 0.5
            total = RATE * SECONDS
            sent = [send(session, run, start + run / RATE) for run in range(total)]
            answers = await asyncio.gather(*sent)
            depth = await left(session)
        server.terminate()
        await server.wait()
    times = sorted(seconds * 1000 for _, seconds in answers)
    taken = sum(status == 202 for status, _ in answers)
    p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
    figures = f"{p50:>8.1f} {p99:>8.1f} {times[-1]:>8.1f} {taken:>6} of {total} {depth:>8}"
    print(f"{kind:<10} {figures}")
    return taken == total


async def ready(session: aiohttp.ClientSession) -> None:
    """Wait until the server answers."""
    async with asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{PORT}/healthz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def left(session: aiohttp.ClientSession) -> int:
    """How many jobs were not done when the last delivery had been answered."""
    async with session.get(f"http://127.0.0.1:{PORT}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    line = next(line for line in lines if line.startswith("gardener_queue_depth"))
    return int(float(line.split()[1]))


async def main() -> int:
    """Measure both kinds of work."""
    print(f"{RATE} deliveries a second for {SECONDS} s, {REPOSITORIES} repositories, SQLite")
    print(f"{'work':<10} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'accepted':>14} {'left':>8}")
    return 0 if all([await measure(kind) for kind in ("nothing", "analysis")]) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(sys.argv[2], Path(sys.argv[3])))
    else:
        sys.exit(asyncio.run(main()))
