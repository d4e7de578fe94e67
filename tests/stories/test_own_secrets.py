"""The App's own secrets in real processes: wrong, refused, unreachable, and never said."""

import asyncio
import os
import re
import sys
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.play import EVENTS, PERMISSIONS
from bot.verbs.demo import demo_environment
from tests.jobs.harness import ServerProcess, free_port
from tests.jobs.place import red

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "b4se-p4ss-88"
BROKEN_KEY = "-----BEGIN RSA PRIVATE " + "KEY-----\nTm90IGEga2V5IGF0IGFsbC4x\n-----END"
NO_DATABASE = f"postgresql://shop:{PASSWORD}@127.0.0.1:1/shop"
# A JWT, or a token that GitHub gives for one.
TOKEN = re.compile(r"eyJ[\w\-]{20}|ghs_[A-Za-z0-9]{20}|ghs_\d+_eyJ")

TRIED = re.compile(r"(?m)^(?=.*analyze_run).*401")


async def said_by(*arguments: str, env: dict[str, str]) -> tuple[int | None, str]:
    """The exit code and all that a command says, with nothing of the environment but `env`."""
    needed = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "LOG_LEVEL": "debug"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=ROOT,
        env=needed | env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        out, _ = await process.communicate()
    return process.returncode, out.decode()


@pytest.fixture
def settings(github: FakeGitHub, tmp_path: Path) -> dict[str, str]:
    return demo_environment(github, github.register_app(PERMISSIONS, EVENTS), str(tmp_path))


async def test_a_key_that_cannot_be_read_is_named_and_not_shown(settings: dict[str, str]) -> None:
    code, said = await said_by("serve", env=settings | {"PRIVATE_KEY": BROKEN_KEY})

    assert code == 2
    assert "PRIVATE_KEY" in said
    assert "Tm90IGEga2V5" not in said


async def test_a_database_that_is_not_there_is_named_without_its_password(
    settings: dict[str, str],
) -> None:
    code, said = await said_by("jobs", env=settings | {"DATABASE_URL": NO_DATABASE})

    assert code not in (0, None)
    assert said
    assert PASSWORD not in said


async def test_a_server_that_github_refuses_says_so_without_its_key(
    github: FakeGitHub, settings: dict[str, str], tmp_path: Path
) -> None:
    app = github.register_app(PERMISSIONS, EVENTS)
    repo = github.add_repository("acme/shop")
    github.install(app, [repo])
    env = demo_environment(github, app, str(tmp_path))
    env |= {"PRIVATE_KEY": settings["PRIVATE_KEY"], "PORT": str(free_port()), "LOG_LEVEL": "debug"}
    server = ServerProcess(("-m", "bot", "serve"), int(env["PORT"]), tmp_path / "server.log", env)
    await server.start()
    try:
        github.deliver_to(app, f"{server.address}/webhook")
        github.clock.advance(timedelta(hours=1))
        await github.world.run(repo, jobs=[red()])
        await github.settle()
        pages = await settled(server)
    finally:
        await server.stop()
    _, jobs = await said_by("jobs", env=env)
    github.expect_violation(": 401 ")

    log = server.log.read_text()
    assert "401" in log
    assert "analyze_run" in jobs
    for said in (log, pages, jobs):
        assert env["WEBHOOK_SECRET"] not in said
        assert not TOKEN.search(said)
        assert not any(line in said for line in env["PRIVATE_KEY"].split("\n")[1:-2])


async def settled(server: ServerProcess) -> str:
    """Wait until a job was tried; gives what the pages say then."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while not TRIED.search(server.log.read_text()):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
        said = ""
        for path in ("/", "/healthz", "/readyz", "/metrics", "/webhook"):
            async with session.get(f"{server.address}{path}") as answer:
                said += await answer.text()
    return said
