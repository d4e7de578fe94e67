"""The web server: deliveries in, health and figures out."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from aiohttp import web

from bot.errors import GardenerError
from bot.webhook.delivery import MOST_BYTES, TOO_LARGE, Accept, Answer, take
from bot.webhook.metrics import CONTENT_TYPE, Metrics
from bot.webhook.page import front_page

PATHS = ("/webhook", "/api/github/webhooks")
# GitHub gives up after 10 seconds; a check that takes longer is a failed one.
_READ_WITHIN = 10.0
_CHECK_WITHIN = 5.0
_log = structlog.get_logger()

Check = Callable[[], Awaitable[str]]


async def _no_queue() -> tuple[int, float]:
    return (0, 0.0)


@dataclass(kw_only=True)
class Web:
    """What the server is given.

    `checks` answer with a few words, or raise `GardenerError` with a sentence when the server is not
    ready. `queue` tells how many jobs are not done and the age of the oldest queued one in seconds.
    """

    secret: str
    accept: Accept
    metrics: Metrics
    version: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    queue: Callable[[], Awaitable[tuple[int, float]]] = _no_queue
    last_delivery: float = 0.0

    def app(self) -> web.Application:
        """The application, ready to be served."""
        app = web.Application()
        for path in PATHS:
            app.router.add_post(path, self.webhook)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/readyz", self.readyz)
        app.router.add_get("/metrics", self.figures)
        app.router.add_get("/", self.front)
        return app

    async def webhook(self, request: web.Request) -> web.Response:
        """202 once the delivery is on disk."""
        answer = await self._answer(request)
        self.metrics.webhook(answer.event, answer.outcome)
        if answer.status == 202:
            self.last_delivery = time.time()
            self.metrics.webhook_taken(self.last_delivery)
        return web.Response(status=answer.status, text=answer.text + "\n")

    async def _answer(self, request: web.Request) -> Answer:
        try:
            async with asyncio.timeout(_READ_WITHIN):
                body = await _read(request)
        except TimeoutError:
            return Answer(408, "The body did not come in time.", "other", "slow")
        if body is None:
            return TOO_LARGE
        return await take(request.headers, body, secret=self.secret, accept=self.accept)

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 while the process lives."""
        return web.json_response({"alive": True})

    async def readyz(self, _request: web.Request) -> web.Response:
        """200 when every check passes, else 503, with what each of them says."""
        found = await asyncio.gather(*(_checked(check) for check in self.checks.values()))
        last = datetime.fromtimestamp(self.last_delivery, UTC).isoformat(timespec="seconds")
        said = dict(zip(self.checks, found, strict=True))
        said["last delivery"] = (True, last if self.last_delivery else "none since the start")
        ready = all(ok for ok, _ in said.values())
        checks = {name: {"ok": ok, "detail": detail} for name, (ok, detail) in said.items()}
        body = {"ready": ready, "checks": checks}
        return web.json_response(body, status=200 if ready else 503)

    async def figures(self, _request: web.Request) -> web.Response:
        """Prometheus text."""
        try:
            async with asyncio.timeout(_CHECK_WITHIN):
                self.metrics.queue(*await self.queue())
        except (GardenerError, TimeoutError):
            _log.warning("queue cannot be counted")
        return web.Response(body=self.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def front(self, _request: web.Request) -> web.Response:
        """A page for people who open the address."""
        page = front_page(self.version)
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=page, content_type="text/html", headers=policy)


async def _checked(check: Check) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(_CHECK_WITHIN):
            return True, await check()
    except GardenerError as error:
        return False, str(error)
    except TimeoutError:
        return False, f"no answer within {_CHECK_WITHIN:.0f} seconds"


async def _read(request: web.Request) -> bytes | None:
    """The body, None when it is over the cap: what is too large is never held in memory."""
    if (request.content_length or 0) > MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
