"""The fake GitHub: an API, a download origin, signed webhooks and a world to act in."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.demo.github.api import Api
from bot.demo.github.clock import Clock
from bot.demo.github.faults import Faults
from bot.demo.github.front import Front
from bot.demo.github.graphql import graphql_routes
from bot.demo.github.ground import Ground
from bot.demo.github.rate import RateLimits
from bot.demo.github.records import Delivery, Observer, Request
from bot.demo.github.rest import actions, apps, checks, comments, commits, issues, labels, repos
from bot.demo.github.rest.hooks import hook_routes
from bot.demo.github.rest.rate import rate_routes
from bot.demo.github.rest.routes import Operation, specific_first
from bot.demo.github.webhooks import Webhooks
from bot.demo.github.world.world import World

_MODULES = (apps, repos, commits, actions, issues, comments, labels, checks)
#: What one request may carry, in bytes; GitHub's real limits lie far below.
_MOST_BODY = 64 * 1024 * 1024
_API = r"/{path:[\s\S]*}"
_BLOBS = r"/{key:[^/]*}{name:[\s\S]*}"
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeGitHub(Ground):
    """A GitHub on loopback: `async with FakeGitHub() as gh:`.

    `clock` gives the time, aware; without one a `Clock` stands still until it is advanced.
    `web_url` is where links for people point, `port` that of the API (0 takes a free one).
    The API is at `api_url`, and under `{api_url}/api/v3` as on GitHub Enterprise Server.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] | None = None,
        *,
        web_url: str = "https://github.example",
        port: int = 0,
    ) -> None:
        super().__init__(clock or Clock(), web_url)
        self.rates = RateLimits()
        self.faults = Faults()
        self.observers: list[Observer] = []
        self.webhooks = Webhooks(self.hub, self._watch)
        self.world = World(self.hub, self.webhooks)
        self.operations = self._operations()
        self._port = port
        self._reported: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        report = self._reported.append
        api = Api(self.hub, self.operations, self.rates, report)
        self._front = Front(self.hub, api, self.faults, self._finish, report)
        self._runners: list[web.AppRunner] = []
        self._away: list[int] = []

    def _operations(self) -> list[Operation]:
        routes = [operation for module in _MODULES for operation in module.routes]
        routes += [
            *hook_routes(self.webhooks),
            *rate_routes(self.rates),
            *graphql_routes(self.rates),
        ]
        return sorted(routes, key=specific_first)

    async def __aenter__(self) -> Self:
        """Listen on both origins."""
        self.hub.api_url = await self._listen(self._front.serve_api, _API, self._port)
        self.hub.blob_url = await self._listen(self._front.serve_blob, _BLOBS, 0)
        await self.webhooks.open()
        return self

    async def _listen(self, handler: _Handler, path: str, port: int) -> str:
        app = web.Application(client_max_size=_MOST_BODY)
        app.router.add_route("*", path, handler)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def go_away(self) -> None:
        """Refuse every connection to both origins until `come_back`."""
        self._away = [runner.addresses[0][1] for runner in self._runners]
        while self._runners:
            await self._runners.pop().cleanup()

    async def come_back(self) -> None:
        """Listen again where it listened before."""
        api, blobs = self._away
        await self._listen(self._front.serve_api, _API, api)
        await self._listen(self._front.serve_blob, _BLOBS, blobs)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and drop what was not delivered."""
        await self.webhooks.close()
        for runner in self._runners:
            await runner.cleanup()

    @property
    def clock(self) -> Clock:
        """The clock that stands still; TypeError when another one was given."""
        if not isinstance(self.hub.clock, Clock):
            raise TypeError("This fake GitHub runs on a clock of your own.")
        return self.hub.clock

    @property
    def api_url(self) -> str:
        """Where the API is, without a slash at the end."""
        return self.hub.api_url

    @property
    def blob_url(self) -> str:
        """Where downloads come from."""
        return self.hub.blob_url

    @property
    def token_format(self) -> str:
        """`new` (about 520 characters, with dots) or `old` (40): how tokens are made."""
        return self.hub.token_format

    @token_format.setter
    def token_format(self, value: str) -> None:
        self.hub.token_format = value

    @property
    def requests(self) -> list[Request]:
        """Every request to both origins, oldest first."""
        return self._front.requests

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook, sent or only written down, oldest first."""
        return self.webhooks.deliveries

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Send a webhook again, with the same guid."""
        return await self.webhooks.redeliver(delivery)

    async def settle(self) -> None:
        """Wait until every webhook on its way was answered."""
        await self.webhooks.settle()

    def expect_violation(self, pattern: str) -> None:
        """Declare that violations with this regular expression in them are meant."""
        self._expected.append(re.compile(pattern))

    @property
    def violations(self) -> list[str]:
        """What a client did that GitHub would not accept, less what was declared."""
        return [
            text
            for text in self._reported
            if not any(pattern.search(text) for pattern in self._expected)
        ]

    def _finish(self, request: Request) -> None:
        if request.origin == "blob" and request.status == 400:
            self._reported.append(f"{request.path}: Authorization sent to the download origin")
        for observer in self.observers:
            self._reported.extend(observer.request(request))
        self.webhooks.flush()

    def _watch(self, delivery: Delivery) -> None:
        for observer in self.observers:
            self._reported.extend(observer.delivery(delivery))
