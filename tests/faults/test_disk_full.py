"""The disk is full: GitHub is told so, running jobs wait, and with room all goes on by itself."""

import asyncio
import errno
import resource
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine

from bot.demo.github.records import Delivery, Request
from tests.faults.town import CAUSES, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ROOT, ServerProcess
from tests.jobs.test_running import DOCUMENT, Work, database, runner

__all__ = ["database"]


@dataclass
class Roomless(ServerProcess):
    """A server whose files may stop growing; what it says goes through a pipe."""

    reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self.log.touch()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, *self.arguments),
            cwd=ROOT,
            env=dict(self.env),
            stderr=asyncio.subprocess.PIPE,
        )
        self.reading = asyncio.create_task(self._read())
        await self.ready()

    async def _read(self) -> None:
        assert self.process is not None
        assert self.process.stderr is not None
        with self.log.open("ab", buffering=0) as log:
            async for line in self.process.stderr:
                log.write(line)

    def allow(self, size: int) -> None:
        """Let no file of it be written beyond this many bytes; -1 lifts that."""
        assert self.process is not None
        _, most = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, most))


@dataclass
class Filler:
    """Fills the disk right after GitHub made a check run."""

    server: Roomless
    struck: list[str] = field(default_factory=list)

    def request(self, request: Request) -> Iterable[str]:
        """Look at each request."""
        if request.method == "POST" and request.path.endswith("/check-runs") and not self.struck:
            self.server.allow(0)
            self.struck.append(request.path)
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Webhooks fill nothing."""
        del delivery
        return ()


@pytest.mark.slow
async def test_full_disk_refuses_deliveries_and_loses_none(
    tmp_path: Path, servers: list[ServerProcess]
) -> None:
    github = fake_github()
    timeout = aiohttp.ClientTimeout(total=10)
    async with github, aiohttp.ClientSession(timeout=timeout) as session:
        town = new_town(github, tmp_path, 3)
        plain = town.bot(
            "tests.faults.bot_process",
            *("both", "2", "6", "0"),
            database_url=f"sqlite:///{tmp_path / 'gardener.db'}",
        )
        bot = Roomless(plain.arguments, plain.port, plain.log, plain.env)
        servers.append(bot)
        await bot.start()
        filler = Filler(bot)
        github.observers.append(filler)
        first, *others = town.repositories
        await town.fails(first, CAUSES[0])
        for told in town.news():
            await town.deliver(session, told, lambda: bot)
        await until(lambda: bool(filler.struck))
        for repo in others:
            await town.fails(repo, CAUSES[1])
            await town.asks(repo)
        sending = [
            asyncio.create_task(town.deliver(session, told, lambda: bot)) for told in town.news()
        ]
        await until(lambda: town.statuses[503] >= len(sending))
        taken = town.statuses[202]
        await until(lambda: bool(lines(bot, "waiting for the database")))
        bot.allow(resource.RLIM_INFINITY)
        await asyncio.gather(*sending)
        await until_idle(session, bot)
        refused = lines(bot, "refused") + lines(bot, "cannot take")
        failed = lines(bot, "job failed")

    assert taken == 1
    assert set(town.statuses) == {202, 503}
    assert town.slowest < 10
    assert (failed, town.faults()) == ([], [])
    assert all("\n" not in str(line) and "INSERT" not in str(line) for line in refused)


@pytest.mark.parametrize(
    ("fault", "outcomes"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ["postponed", "done"]),
        (OSError(errno.EMFILE, "Too many open files"), ["postponed", "done"]),
        (OSError(errno.EACCES, "Permission denied"), ["failed"]),
    ],
    ids=["no space for an artifact", "too many open files", "what waiting does not mend"],
)
async def test_job_without_room_is_tried_again(
    database: Engine, fault: OSError, outcomes: list[str]
) -> None:
    work = Work(fault)
    if outcomes == ["failed"]:
        with pytest.raises(OSError, match="Permission"):
            await runner(database, work).run("run:1:1", DOCUMENT)
    else:
        await runner(database, work).run("run:1:1", DOCUMENT)

    assert work.ended == outcomes
