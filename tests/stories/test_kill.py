"""The real `gardener serve` is killed at random while GitHub delivers: nothing lost, nothing twice.

Only the documented settings are used. The server speaks to the fake GitHub over its socket, with
the real clock and the real pace of writes.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.demo.github.records import Delivery
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript
from bot.demo.play import EVENTS, PERMISSIONS
from bot.render.marker import marked_fingerprints
from bot.verbs.demo import demo_environment
from tests.conformance.observer import Conformance
from tests.jobs.harness import ServerProcess, free_port

pytestmark = pytest.mark.slow
REPOSITORIES, TIMES, KILLS = 10, 4, 10
REPORT = b"""<testsuite name="pytest"><testcase classname="tests.test_shop" name="test_buy">
<failure message="KeyError: 'price'">tests/test_shop.py:7: KeyError</failure></testcase>
<testcase classname="tests.test_shop" name="test_look" time="0.1"/></testsuite>"""


@dataclass
class Scene:
    """What was delivered, and to whom; `red` are the commits that must end with a check run."""

    github: FakeGitHub
    app: App
    repositories: list[Repository]
    red: dict[str, Repository]
    deliveries: list[Delivery]


async def scene(github: FakeGitHub) -> Scene:
    """Ten installations; in each two red runs, a question and noise: five webhooks, four times."""
    app = github.register_app(PERMISSIONS, EVENTS)
    repositories, red = [], {}
    for n in range(REPOSITORIES):
        repo = github.add_repository(f"acme{n}/shop")
        github.install(app, [repo])
        repositories.append(repo)
        asked = await github.world.open_issue(repo, title="How does this work?")
        await github.world.comment(repo, asked.number, by="alice", body="/gardener help")
        for k in range(2):
            sha = await github.world.push(repo, {"a.py": f"{k}\n"})
            job = JobScript("test", log="1 failed\n", artifacts={"report": {"junit.xml": REPORT}})
            await github.world.run(repo, sha=sha, jobs=[job])
            red[sha] = repo
        await github.world.comment(repo, asked.number, by="alice", body="Thanks.")
    wanted = {("issue_comment", "created"), ("workflow_run", "completed"), ("issues", "opened")}
    told = [d for d in github.deliveries if (d.event, d.action) in wanted]
    return Scene(github, app, repositories, red, told)


async def post(session: aiohttp.ClientSession, server: ServerProcess, told: Delivery) -> None:
    """Deliver until it is taken, as redeliveries do."""
    while True:
        try:
            url = f"{server.address}/webhook"
            async with session.post(url, data=told.payload, headers=told.headers) as answer:
                if answer.status == 202:
                    return
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(0.1)


async def figures(session: aiohttp.ClientSession, server: ServerProcess) -> Mapping[str, float]:
    async with session.get(f"{server.address}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    rows = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in rows}


async def test_server_killed_ten_times_loses_nothing_and_writes_nothing_twice(
    tmp_path: Path, servers: list[ServerProcess]
) -> None:
    chance = random.Random(2025)
    github = FakeGitHub(clock=lambda: datetime.now(UTC))  # noqa: TID251 - another process's clock
    github.observers.append(Conformance())
    async with github, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        place = await scene(github)
        server = ServerProcess(
            arguments=["-m", "bot", "serve"],
            port=free_port(),
            log=tmp_path / "server.log",
            env=demo_environment(github, place.app, str(tmp_path)) | {"LOG_FORMAT": "json"},
        )
        server.env = {**server.env, "PORT": str(server.port)}
        servers.append(server)
        await server.start()

        async def send(told: Delivery) -> None:
            await asyncio.sleep(chance.uniform(0, 25))
            await post(session, server, told)

        sending = [
            asyncio.create_task(send(told)) for told in place.deliveries for _ in range(TIMES)
        ]
        assert len(sending) == 200
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.2, 3.0))
            await server.kill()
            await server.start()
        await asyncio.gather(*sending)
        async with asyncio.timeout(120):
            while (await figures(session, server))["gardener_queue_depth"]:  # noqa: ASYNC110
                await asyncio.sleep(0.2)  # another process tells nobody
        await server.stop()

    for repo in place.repositories:
        ours = [i for i in github.issues(repo) if marked_fingerprints(i.body)]
        asked = github.issues(repo)[0]
        answers = [c for c in asked.comments if c.user.endswith("[bot]")]

        assert len(ours) == 1
        assert len(answers) == 1
        assert Counter(r.content for r in asked.comments[0].reactions) == {"eyes": 1, "+1": 1}
    for sha, repo in place.red.items():
        assert [c.name for c in github.check_runs(repo, sha)] == ["Test Gardener"]
    assert github.violations == []
