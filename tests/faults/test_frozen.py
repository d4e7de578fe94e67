"""A worker that is frozen comes back to find its job done, and writes nothing more."""

import signal
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from bot.demo.github.records import Delivery, Request
from tests.faults.town import CAUSES, Town, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess

pytestmark = pytest.mark.slow
# A beat each half second, dead after 3 s; no pace of writes.
FAST = ("0.5", "3", "0")


def bot(town: Town, part: str, database_url: str) -> ServerProcess:
    return town.bot("tests.faults.bot_process", part, *FAST, database_url=database_url)


@dataclass
class Freezer:
    """Stops a process right after GitHub did one request of it, before it reads the answer."""

    method: str
    path: str
    server: ServerProcess | None = None
    struck: list[str] = field(default_factory=list)

    def request(self, request: Request) -> Iterable[str]:
        """Look at each request."""
        if self.server is None or request.method != self.method:
            return ()
        if request.path.endswith(self.path):
            assert self.server.process is not None
            self.server.process.send_signal(signal.SIGSTOP)
            self.struck.append(request.path)
            self.server = None
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Webhooks stop nobody."""
        del delivery
        return ()


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/labels"), ("POST", "/issues")],
    ids=["before it opens the issue", "before it knows that it did"],
)
async def test_frozen_worker_writes_nothing_that_another_did(
    tmp_path: Path, postgres_url: str, servers: list[ServerProcess], method: str, path: str
) -> None:
    github = fake_github()
    async with github, aiohttp.ClientSession() as session:
        town = new_town(github, tmp_path, 1)
        freezes, thawed = bot(town, "both", postgres_url), bot(town, "both", postgres_url)
        servers += (freezes, thawed)
        await freezes.start()
        freezer = Freezer(method, path, freezes)
        github.observers.append(freezer)
        (repo,) = town.repositories
        await town.fails(repo, CAUSES[0])
        for told in town.news():
            await town.deliver(session, told, lambda: freezes)
        await until(lambda: bool(freezer.struck))
        await thawed.start()
        await until(lambda: bool(lines(thawed, "job done")))
        assert freezes.process is not None
        freezes.process.send_signal(signal.SIGCONT)
        await until(lambda: bool(lines(freezes, "this process was away")))
        await until(lambda: bool(lines(freezes, "job taken over by another process")))
        await until_idle(session, freezes)
        # It works on: the next run is as much its own as the other's.
        await thawed.stop()
        await town.fails(repo, CAUSES[1])
        for told in town.news():
            await town.deliver(session, told, lambda: freezes)
        await until_idle(session, freezes)

    assert lines(thawed, "taking over the jobs of processes that died")
    assert town.faults() == []
    opened = [r for r in github.requests if r.method == "POST" and r.path.endswith("/issues")]
    assert len(opened) == 2
