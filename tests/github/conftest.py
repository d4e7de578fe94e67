"""A client of the bot, installed on the fake GitHub, with a sleep that only takes notes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App, Installation
from bot.demo.github.state.repository import Repository
from bot.github.app import GitHub
from bot.github.client import Client
from bot.model.run import RepoRef

PERMISSIONS = {
    "actions": "read",
    "checks": "write",
    "contents": "read",
    "issues": "write",
    "metadata": "read",
}


@dataclass(kw_only=True)
class Bench:
    """Everything a test of the client needs. `slept` are seconds; `told` what metrics heard."""

    fake: FakeGitHub
    app: App
    repository: Repository
    installation: Installation
    session: aiohttp.ClientSession
    slept: list[float] = field(default_factory=list)
    told: list[tuple[str, int]] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Time goes on without anybody waiting."""
        self.slept.append(seconds)
        self.fake.clock.advance(timedelta(seconds=seconds))

    def connect(self, *, dry_run: bool = False, pause: float = 0, path: str = "") -> GitHub:
        """The App, as the bot builds it; `path` is what follows the host of the API."""
        return GitHub(
            api_url=self.fake.api_url + path,
            app_id=str(self.app.id),
            private_key=self.app.private_key,
            session=self.session,
            clock=self.fake.clock,
            sleep=self.sleep,
            write_pause=timedelta(seconds=pause),
            dry_run=dry_run,
            on_request=lambda method, status: self.told.append((method, status)),
        )

    async def client(self) -> Client:
        """A client of the installation."""
        return await self.connect().client(self.installation.id)

    @property
    def repo(self) -> RepoRef:
        """The repository, as the bot names it."""
        there = self.repository
        return RepoRef(id=there.id, owner=there.owner, name=there.name)

    def asked(self, origin: str = "api") -> list[str]:
        """`METHOD /path` of every request but those for tokens."""
        return [
            f"{request.method} {request.path}"
            for request in self.fake.requests
            if request.origin == origin and not request.path.endswith("/access_tokens")
        ]

    def tokens_asked(self) -> int:
        """How often a token was asked for."""
        return sum(r.path.endswith("/access_tokens") for r in self.fake.requests)


@pytest.fixture
async def bench(github: FakeGitHub) -> AsyncIterator[Bench]:
    """One App, one repository, one installation, one session."""
    app = github.register_app(PERMISSIONS, [])
    repository = github.add_repository("acme/shop")
    async with aiohttp.ClientSession() as session:
        yield Bench(
            fake=github,
            app=app,
            repository=repository,
            installation=github.install(app, [repository]),
            session=session,
        )
