"""A hand on the fake GitHub: the real client, a real store, and a sleep that only takes notes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.apply.hand import Hand
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.repository import Repository
from bot.demo.play import EVENTS, PERMISSIONS
from bot.github.app import GitHub
from bot.model.config import RepoConfig
from bot.model.run import RepoRef
from bot.storage.storage import Storage


@dataclass(kw_only=True)
class Place:
    """The hand, and what it works on. `told` is what the metrics heard."""

    github: FakeGitHub
    repository: Repository
    hand: Hand
    told: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
async def place(github: FakeGitHub, tmp_path: Path) -> AsyncIterator[Place]:
    app = github.register_app(PERMISSIONS, EVENTS)
    repository = github.add_repository("acme/shop")
    installation = github.install(app, [repository])
    told: list[tuple[str, str]] = []

    async def sleep(seconds: float) -> None:
        github.clock.advance(timedelta(seconds=seconds))

    async with (
        aiohttp.ClientSession() as session,
        Storage.open(f"sqlite:///{tmp_path}/gardener.db") as storage,
    ):
        await storage.migrate()
        bot = GitHub(
            api_url=github.api_url,
            app_id=str(app.id),
            private_key=app.private_key,
            session=session,
            clock=github.clock,
            sleep=sleep,
        )
        ref = RepoRef(id=repository.id, owner="acme", name="shop")
        hand = Hand(
            client=await bot.client(installation.id),
            storage=storage,
            repo=ref,
            config=RepoConfig(),
            server_url=github.hub.web_url,
            clock=github.clock,
            app_id=app.id,
            on_change=lambda kind, outcome: told.append((kind, outcome)),
        )
        yield Place(github=github, repository=repository, hand=hand, told=told)
