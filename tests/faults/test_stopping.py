"""A process that is told to stop does so within ten seconds, whatever is going on, and loses nothing."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.webhook.signature import signature
from tests.faults.town import CAUSES, Town, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess

pytestmark = pytest.mark.slow
# What whoever stops a process gives it before the kill: systemd 90 s, Docker 10 s, Kubernetes 30 s.
WITHIN = 10.0


async def stopped(server: ServerProcess) -> tuple[int, float]:
    """Its exit code, and how many seconds it took."""
    assert server.process is not None
    began = time.monotonic()
    await server.stop()
    return server.process.returncode or 0, time.monotonic() - began


@asynccontextmanager
async def half_a_delivery(town: Town, server: ServerProcess) -> AsyncIterator[asyncio.StreamReader]:
    """An upload that never ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    body = json.dumps({"padding": "x" * 100_000}).encode()
    head = (
        f"POST /webhook HTTP/1.1\r\nHost: bot\r\nContent-Length: {len(body)}\r\n"
        "X-GitHub-Event: push\r\nX-GitHub-Delivery: slow-1\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {signature(town.app.webhook_secret, body)}\r\n\r\n"
    )
    writer.write(head.encode() + body[: len(body) // 2])
    await writer.drain()
    yield reader
    writer.close()


@pytest.mark.parametrize("kind", ["serve on SQLite", "work on Postgres"])
async def test_stop_with_a_slow_github_and_a_slow_upload_is_quick_and_loses_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, servers: list[ServerProcess], kind: str
) -> None:
    github = fake_github()
    async with asyncio.timeout(120), github, aiohttp.ClientSession() as session:
        town = new_town(github, tmp_path, 3)
        if kind.startswith("serve"):
            database = f"sqlite:///{tmp_path}/gardener.db"
            web = worker = town.bot("bot", "serve", database_url=database)
        else:
            database = request.getfixturevalue("postgres_url")
            web = town.bot("bot", "serve", "--no-worker", database_url=database)
            worker = town.bot("bot", "work", database_url=database)
        servers += {web.port: web, worker.port: worker}.values()
        for server in {web.port: web, worker.port: worker}.values():
            await server.start()
        slow = github.faults.add(kind="slow", path="/artifacts", times=3, seconds=30, origin="api")
        for repo in town.repositories:
            await town.fails(repo, CAUSES[0])
        for told in town.news():
            await town.deliver(session, told, lambda: web)
        await until(lambda: slow.struck == 3)

        async with half_a_delivery(town, web):
            code, seconds = await stopped(worker)
        if web is not worker:
            async with half_a_delivery(town, web):
                web_code, web_seconds = await stopped(web)
            assert (web_code, web_seconds < WITHIN) == (0, True)
            await web.start()

        assert (code, seconds < WITHIN) == (0, True), seconds
        assert "Traceback" not in worker.log.read_text()
        await worker.start()
        await until_idle(session, web)
        assert town.faults() == []
        assert len(lines(worker, "ready")) == 2


def test_process_ends_in_time_though_a_thread_hangs() -> None:
    code = (
        "import threading, time; from datetime import timedelta; "
        "from bot.jobs.service.stopping import end_within; "
        "threading.Thread(target=time.sleep, args=(60,)).start(); "
        "end_within(timedelta(seconds=0.2))"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert done.returncode == 0
    assert time.monotonic() - began < 30
    assert b"stopped in the middle of work" in done.stdout + done.stderr
