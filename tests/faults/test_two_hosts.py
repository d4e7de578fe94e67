"""Two hosts share one Postgres; one is cut off from the world in the middle of its work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.demo.github.records import Delivery, Request
from bot.demo.github.server import FakeGitHub
from tests.faults.hosts import Host, away, doors, hosts
from tests.faults.town import CAUSES, fake_github, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess

pytestmark = pytest.mark.slow
FAST = ("0.5", "3", "0")


@dataclass
class Cutter:
    """Pulls a host's cable right after GitHub made a label for it; the answer is on its way."""

    host: Host
    struck: list[str] = field(default_factory=list)

    def request(self, request: Request) -> Iterable[str]:
        """Look at each request."""
        if request.method == "POST" and request.path.endswith("/labels") and not self.struck:
            self.host.pull()
            self.struck.append(request.path)
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Webhooks cut nobody off."""
        del delivery
        return ()


async def test_host_that_is_cut_off_is_replaced_and_comes_back_without_harm(
    tmp_path: Path, postgres_url: str, servers: list[ServerProcess]
) -> None:
    github = fake_github()
    with hosts(2) as (cut, kept):
        async with github, aiohttp.ClientSession() as session:
            ports = {
                "database": urlsplit(postgres_url).port or 0,
                "api": urlsplit(github.api_url).port or 0,
                "blobs": urlsplit(github.blob_url).port or 0,
            }
            relays = await doors((cut, kept), ports)
            try:
                await _story(github, tmp_path, (cut, kept), postgres_url, servers, session)
            finally:
                for relay in relays:
                    relay.kill()
                    await relay.wait()


async def _story(
    github: FakeGitHub,
    folder: Path,
    pair: tuple[Host, Host],
    database_url: str,
    servers: list[ServerProcess],
    session: aiohttp.ClientSession,
) -> None:
    town = new_town(github, folder, 1)
    program = "tests.faults.bot_process"
    web = town.bot(program, "web", *FAST, database_url=database_url)
    first, second = (
        away(town.bot(program, "work", *FAST, database_url=database_url), host, database_url)
        for host in pair
    )
    servers += (web, first, second)
    await web.start()
    await first.start()
    cutter = Cutter(pair[0])
    github.observers.append(cutter)
    (repo,) = town.repositories
    await town.fails(repo, CAUSES[0])
    for told in town.news():
        await town.deliver(session, told, lambda: web)
    await until(lambda: bool(cutter.struck))
    await second.start()
    await until(lambda: bool(lines(second, "job done")))
    pair[0].plug()
    await until(lambda: bool(lines(first, "this process was away")))
    await until_idle(session, web)
    # The host that was away works again, alone.
    await second.stop()
    await town.fails(repo, CAUSES[1])
    for told in town.news():
        await town.deliver(session, told, lambda: web)
    await until_idle(session, web)

    assert lines(second, "taking over the jobs of processes that died")
    assert town.faults() == []
    assert lines(first, "job done")
