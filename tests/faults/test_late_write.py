"""GitHub takes a write and does it only when the process that sent it is long dead: one issue."""

from pathlib import Path

import aiohttp
import pytest

from tests.faults.town import CAUSES, fake_github, figures, lines, new_town, until, until_idle
from tests.jobs.harness import ServerProcess

pytestmark = pytest.mark.slow


async def test_issue_that_comes_after_its_process_was_killed_stays_the_only_one(
    tmp_path: Path, servers: list[ServerProcess]
) -> None:
    async with fake_github() as github, aiohttp.ClientSession() as session:
        town = new_town(github, tmp_path, 1)
        url = f"sqlite:///{tmp_path / 'gardener.db'}"
        parts = ("tests.faults.bot_process", "both", "0.5", "2", "0", "10")
        bots = [town.bot(*parts, database_url=url) for _ in range(2)]
        servers += bots
        await bots[0].start()
        held = github.faults.add(kind="held", method="POST", path="/issues$")
        await town.fails(town.repositories[0], CAUSES[0])
        for told in town.news():
            await town.deliver(session, told, lambda: bots[0])
        await until(lambda: held.struck == 1)
        await bots[0].kill()
        await bots[1].start()
        await until(lambda: bool(lines(bots[1], "job postponed")))
        held.released.set()
        await until(lambda: bool(github.issues(town.repositories[0])))
        assert (await figures(session, bots[1]))["gardener_queue_depth"] == 1
        await until_idle(session, bots[1])

        assert town.faults() == []
        assert len(github.issues(town.repositories[0])) == 1
        assert "may still come" in str(lines(bots[1], "job postponed")[0]["reason"])
