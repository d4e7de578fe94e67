"""Two processes on one database keep one installation's pace of writes and its hourly budget."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import aiohttp
import pytest

from bot.demo.github.records import Delivery, Request
from bot.demo.github.server import FakeGitHub
from bot.github.app import KEPT_FOR_COMMANDS
from tests.faults.town import CAUSES, Town, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess
from tests.stories.dying import is_write

pytestmark = pytest.mark.slow
PACE = 0.2  # seconds between two writes
# More than one process takes at once with one worker, so that both have work in hand.
REPOSITORIES = 6


@dataclass
class Meter:
    """When writes came, and with whose token each."""

    writes: list[tuple[float, str]] = field(default_factory=list)

    def request(self, request: Request) -> Iterable[str]:
        if is_write(request):
            self.writes.append((time.monotonic(), request.headers["Authorization"]))
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        del delivery
        return ()

    def most_within(self, seconds: float) -> int:
        """How many came in the busiest span of that length."""
        times = [at for at, _ in self.writes]
        return max(sum(start <= at < start + seconds for at in times) for start in times)


def one_installation(github: FakeGitHub, folder: Path) -> Town:
    """A town whose repositories all belong to one installation."""
    town = new_town(github, folder, 0)
    town.repositories = [github.add_repository(f"acme/shop{n}") for n in range(REPOSITORIES)]
    github.install(town.app, town.repositories)
    return town


async def two(
    town: Town, database: str, pace: float, servers: list[ServerProcess], url: str
) -> list[ServerProcess]:
    """Two bots on Postgres; on SQLite, where one process works, a door and a worker."""
    parts = ("both", "both") if database == "postgres" else ("web", "work")
    bots = [
        town.bot("tests.faults.bot_process", part, "0.5", "5", str(pace), database_url=url)
        for part in parts
    ]
    servers += bots
    for bot in bots:
        bot.env = {**bot.env, "GARDENER_WORKERS": "1"}
    await asyncio.gather(*(bot.start() for bot in bots))
    return bots


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Its kind and its address."""
    if request.param == "postgres":
        return "postgres", str(request.getfixturevalue("postgres_url"))
    return "sqlite", f"sqlite:///{tmp_path / 'gardener.db'}"


async def test_writes_of_two_processes_keep_one_pace(
    tmp_path: Path, servers: list[ServerProcess], database: tuple[str, str]
) -> None:
    kind, url = database
    meter = Meter()
    async with fake_github() as github, aiohttp.ClientSession() as session:
        town = one_installation(github, tmp_path)
        bots = await two(town, kind, PACE, servers, url)
        github.observers.append(meter)
        for repo in town.repositories:
            await town.fails(repo, CAUSES[0])
        doors = cycle(bots if kind == "postgres" else bots[:1])
        for told in town.news():
            door = next(doors)
            await town.deliver(session, told, lambda door=door: door)  # type: ignore[misc]
        await until_idle(session, bots[0])
        faults = town.faults()

    count = len(meter.writes)
    lasted = meter.writes[-1][0] - meter.writes[0][0]
    assert faults == []
    assert count >= 2 * REPOSITORIES
    assert lasted >= (count - 2) * PACE  # one may have come late
    assert meter.most_within(3 * PACE) <= 4
    assert len({token for _, token in meter.writes}) == (2 if kind == "postgres" else 1)


async def test_analyses_of_two_processes_leave_their_share_to_commands(
    tmp_path: Path, servers: list[ServerProcess], database: tuple[str, str]
) -> None:
    kind, url = database
    limit = 60
    async with fake_github() as github, aiohttp.ClientSession() as session:
        github.rates.limit = limit
        town = one_installation(github, tmp_path)
        bots = await two(town, kind, 0, servers, url)
        (installation,) = github.hub.installations.values()

        def used() -> int:
            return github.rates.window(str(installation.id), "core", github.hub.clock()).used

        for cause in CAUSES:
            for repo in town.repositories:
                await town.fails(repo, cause)
        doors = cycle(bots if kind == "postgres" else bots[:1])
        for told in town.news():
            door = next(doors)
            await town.deliver(session, told, lambda door=door: door)  # type: ignore[misc]
        spared = "left to commands"
        await until(lambda: any(spared in b.log.read_text() for b in bots))
        await until(
            lambda: len([x for b in bots for x in lines(b, "job postponed")]) >= REPOSITORIES
        )
        by_analyses = used()
        await town.asks(town.repositories[0])
        for told in town.news():
            await town.deliver(session, told, lambda: bots[0])
        (asked,) = [i for i in github.issues(town.repositories[0]) if "How does" in i.title]
        await until(lambda: len(asked.comments) == 2)

        # Of what two processes had on its way when the share began, each sent one at most.
        assert by_analyses <= limit * (1 - KEPT_FOR_COMMANDS) + 2 * REPOSITORIES
        assert used() > by_analyses
        assert github.violations == []
