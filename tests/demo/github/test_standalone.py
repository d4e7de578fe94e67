"""The fake as a program of its own."""

import asyncio
import json
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest

from bot.demo.github.__main__ import furnish
from bot.demo.github.server import FakeGitHub


def key_of(facts: Mapping[str, Any]) -> str:
    """The private key, which nobody else may read."""
    path = Path(facts["private_key_path"])
    assert path.stat().st_mode & 0o077 == 0
    return path.read_text()


async def test_what_is_printed_is_enough_to_sign_in(github: FakeGitHub, tmp_path: Path) -> None:
    facts = await furnish(github, tmp_path, None)

    now = int(github.clock().timestamp())
    claims = {"iss": str(facts["app_id"]), "iat": now, "exp": now + 60}
    token = jwt.encode(claims, key_of(facts), algorithm="RS256")
    url = f"{facts['ghes_url']}/app/installations/{facts['installation_id']}/access_tokens"
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.post(url, headers=headers) as answer:
        assert answer.status == 201
    repo = github.hub.repository(facts["repository"])
    assert repo is not None
    assert repo.runs[facts["run_id"]].conclusion == "failure"


@pytest.mark.slow
async def test_the_program_prints_one_line_and_ends_when_asked() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.demo.github", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    line = await asyncio.wait_for(program.stdout.readline(), timeout=30)
    program.send_signal(signal.SIGTERM)
    rest, _ = await asyncio.wait_for(program.communicate(), timeout=10)

    assert json.loads(line)["api_url"].startswith("http://127.0.0.1:")
    assert rest == b""
    assert program.returncode == 0
    with pytest.raises(FileNotFoundError):
        key_of(json.loads(line))
