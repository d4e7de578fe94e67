"""The real `gardener serve` is off while CI fails, comes back, and catches up by itself.

Two days pass by setting back what its database says of the last sweep. Then `gardener backfill`
finds, beside the running bot, a run whose webhook was never sent.
"""

import asyncio
import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.repository import Repository
from bot.demo.play import EVENTS, PERMISSIONS
from bot.verbs.demo import demo_environment
from tests.conformance.observer import Conformance
from tests.jobs.harness import ROOT, ServerProcess, free_port
from tests.jobs.place import green, red

pytestmark = pytest.mark.slow
AWAY = timedelta(days=2)
OTHER = "ValueError: closed"


def age(folder: Path) -> None:
    """The last sweep was two days ago."""
    with sqlite3.connect(folder / "gardener.db") as database:
        ticks = AWAY // timedelta(microseconds=1)
        for column in ("chores SET at", "looks SET looked_at"):
            name = column.rpartition(" ")[2]
            database.execute(f"UPDATE {column} = {name} - {ticks}")
    database.close()


def swept(folder: Path) -> bool:
    """Whether the bot has looked at its repository."""
    try:
        with sqlite3.connect(folder / "gardener.db") as database:
            (found,) = database.execute("SELECT count(*) FROM looks").fetchone()
        database.close()
    except sqlite3.OperationalError:  # no tables yet
        return False
    return int(found) == 1


async def until(what: object, seconds: float = 60) -> None:
    """Wait until `what()` is true."""
    async with asyncio.timeout(seconds):
        while not what():  # type: ignore[operator]  # noqa: ASYNC110 - others make it true
            await asyncio.sleep(0.1)


async def run_of(github: FakeGitHub, repo: Repository, *said: str) -> str:
    """A commit with a run; gives the commit."""
    sha = await github.world.push(repo, {"a.py": "".join(said)})
    await github.world.run(repo, sha=sha, jobs=[red(*said) if said else green()])
    return sha


async def backfilled(env: dict[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "backfill", "acme/shop", "--since", "2d"),
        cwd=ROOT,
        env=env,
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode().strip()


async def test_bot_that_was_off_catches_up_by_itself_and_backfill_finds_the_rest(
    tmp_path: Path, servers: list[ServerProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - real processes have the real clock

    async with FakeGitHub(clock) as github:
        github.observers.append(Conformance())
        app = github.register_app(PERMISSIONS, EVENTS)
        repo = github.add_repository("acme/shop")
        github.install(app, [repo])
        port = free_port()
        env = demo_environment(github, app, str(tmp_path)) | {"PORT": str(port)}
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        server = ServerProcess(["-m", "bot", "serve"], port, tmp_path / "log")
        servers.append(server)
        github.deliver_to(app, f"{server.address}/webhook")
        await server.start()
        await until(lambda: swept(tmp_path))
        await server.kill()
        sha = await run_of(github, repo, "KeyError: 'price'")
        assert all(d.status is None for d in github.deliveries)  # nobody was there
        age(tmp_path)
        await server.start()
        await until(lambda: github.check_runs(repo, sha))
        await until(lambda: any(d.redelivered for d in github.deliveries))
        assert len(github.issues(repo)) == 1

        github.deliver_to(app, None)
        lost = await run_of(github, repo, OTHER)
        said = await backfilled({**os.environ, **env})
        assert said == "acme/shop: 2 finished runs and tries found, 1 queued, 1 known."
        await until(lambda: github.check_runs(repo, lost))
        assert len(github.check_runs(repo, sha)) == 1
        await server.stop()
        assert github.violations == []
