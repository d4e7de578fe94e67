"""A plain client for the tests: it sends what it is told and gives back what came."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import jwt

from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App, Installation
from bot.demo.github.state.repository import Repository

PERMISSIONS = {
    "actions": "read",
    "checks": "write",
    "contents": "read",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "read",
}
EVENTS = ["check_run", "issue_comment", "issues", "label", "push", "repository", "workflow_run"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (looked up in any case) and the body, parsed when it is JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Client:
    """Speaks to one fake as one App."""

    def __init__(self, gh: FakeGitHub, app: App, session: aiohttp.ClientSession) -> None:
        self.gh = gh
        self.app = app
        self.session = session
        self.token = ""

    def app_jwt(self, **claims: Any) -> str:
        """A proper App JWT, or one with other claims."""
        now = int(self.gh.clock().timestamp())
        whole = {"iss": str(self.app.id), "iat": now - 60, "exp": now + 540, **claims}
        return jwt.encode(whole, self.app.private_key, algorithm="RS256")

    async def sign_in(self, installation: Installation, **body: Any) -> Answer:
        """Take an installation token and use it from now on."""
        path = f"/app/installations/{installation.id}/access_tokens"
        answer = await self.call("POST", path, body or None, token=self.app_jwt())
        if answer.status == 201:
            self.token = answer.body["token"]
        return answer

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, redirects not followed; a full URL is taken as it is."""
        url = path if path.startswith("http") else self.gh.api_url + path
        secret = self.token if token is None else token
        sent = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with self.session.request(
            method, url, json=body, headers={**sent, **(headers or {})}, allow_redirects=False
        ) as answer:
            raw = await answer.read()
            return Answer(answer.status, answer.headers.copy(), _parsed(raw))

    async def get(self, path: str, **headers: str) -> Answer:
        """A GET."""
        return await self.call("GET", path, headers=headers)

    async def graphql(self, query: str, **variables: Any) -> Any:
        """A GraphQL request's whole answer."""
        body = {"query": query, "variables": variables}
        return (await self.call("POST", "/graphql", body)).body


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw


@dataclass(frozen=True, slots=True)
class Shop:
    """A fake GitHub with one App on one repository."""

    gh: FakeGitHub
    app: App
    repo: Repository
    installation: Installation
    client: Client

    async def later(self, span: timedelta) -> None:
        """Let time pass and take a new token."""
        self.gh.clock.advance(span)
        await self.client.sign_in(self.installation)


@asynccontextmanager
async def open_shop(
    gh: FakeGitHub, permissions: Mapping[str, str] | None = None
) -> AsyncIterator[Shop]:
    """acme/shop with alice (admin), an App installed on it, and a signed-in client."""
    app = gh.register_app(PERMISSIONS if permissions is None else permissions, EVENTS)
    files = {"README.md": "# shop\n", ".github/gardener.yml": "version: 1\n", "src/a.py": "x = 1\n"}
    repo = gh.add_repository("acme/shop", files=files)
    gh.add_user("alice", {"acme/shop": "admin"})
    installation = gh.install(app, [repo])
    async with aiohttp.ClientSession() as session:
        client = Client(gh, app, session)
        await client.sign_in(installation)
        yield Shop(gh, app, repo, installation, client)
