"""One process of the accept measurement: a door, workers, or both, on a database of its own.

    python -m bench.load.server DATABASE_URL PORT WORK

PORT 0 opens no door. WORK is `none` (no workers), `nothing` (the queue's own cost) or `analysis`.
"""

import asyncio
import io
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from functools import partial

import structlog
from aiohttp import web
from pydantic import TypeAdapter

from bench.load.traffic import SECRET
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.steps import Steps
from bot.model.job import AnalyzeRun, Job
from bot.model.names import Outcome
from bot.model.run import WorkflowRun
from bot.model.worklog import Worklog
from bot.reports.read import read_report
from bot.settings import queue_url
from bot.storage.storage import Storage
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web

Work = Callable[[Job, Steps], Awaitable[None]]
_CHANGES = 3
_REPORT = (
    "<testsuite name='pytest'>"
    + "".join(f"<testcase classname='tests.test_shop' name='test_{n}'/>" for n in range(49))
    + "<testcase classname='tests.test_shop' name='test_sum'><failure message=\"KeyError: 'price'\">"
    "shop/sum.py:7: in add\n    total()\nE   KeyError: 'price'</failure></testcase></testsuite>"
).encode()
_PLAN = "x" * 12_000
_TEXT = TypeAdapter(str)
_START = datetime(2025, 9, 14, tzinfo=UTC)


async def nothing(_job: Job, _steps: Steps) -> None:
    """The queue's own cost."""


def analysis(storage: Storage) -> Work:
    """What an analysis of 50 tests costs without GitHub: read, group, store, plan, three changes."""

    async def work(job: Job, steps: Steps) -> None:
        assert isinstance(job, AnalyzeRun)
        run = _run_of(job)
        log = Worklog(repo=job.repo.full_name, date=date(2025, 9, 14), focus="CI", status="red")

        async def think() -> str:
            tests = await asyncio.to_thread(_thought)
            await storage.open_issues(job.repo.id)
            await storage.history(job.repo.id, run.workflow_path, run.line, set(tests[:1]))
            results = [(test, "py311", Outcome.PASSED) for test in tests]
            await storage.record_run(run, results, log)
            return _PLAN

        async def change(key: str) -> str:
            await storage.begin(job.repo.id, f"{key}:{job.run_id}", run.started_at)
            return key

        await steps.run("think", think, _TEXT)
        for n in range(_CHANGES):
            await steps.run(f"change {n}", partial(change, f"change {n}"), _TEXT)

    return work


def _thought() -> list[str]:
    """Read a report and group its failures: the work of a processor that no await breaks."""
    found = read_report(io.BytesIO(_REPORT), "junit.xml")
    cluster(extract_failures([found], {}), ())
    return [f"1:{n:016x}" for n in range(50)]


def _run_of(job: AnalyzeRun) -> WorkflowRun:
    at = _START + timedelta(minutes=job.run_id)
    return WorkflowRun(
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


async def main(url: str, port: int, kind: str) -> None:
    """Serve until told to stop."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(Storage.open(url))
        await storage.migrate()
        work = nothing if kind == "nothing" else analysis(storage)
        engine = Engine(queue_url(url), {"analyze_run": work})
        await engine.launch(work=kind != "none")
        stack.push_async_callback(engine.close, within=timedelta(seconds=2))
        if port:
            door = Web(secret=SECRET, accept=engine.accept, metrics=Metrics("0"), version="0")
            runner = web.AppRunner(door.app(), access_log=None)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", port).start()
        await stop.wait()


sys.setswitchinterval(0.001)
if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
