"""The web server: deliveries in, health and figures out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import structlog
from aiohttp import web

from bot.errors import Degraded, GardenerError
from bot.model.secrets import mask_secrets
from bot.webhook.delivery import MOST_BYTES, TOO_LARGE, Accept, Answer, take
from bot.webhook.metrics import CONTENT_TYPE, Metrics
from bot.webhook.page import front_page
from bot.webhook.silence import Silence

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

    Without `accept` no deliveries are taken: the door of a worker. `checks` answer with a few words,
    or raise `GardenerError` with a sentence when the server is not ready, `Degraded` when it is but a
    person should look. `queue` tells how many jobs are not done and the age of the oldest queued one
    in seconds; `rate_left` what is left of the tightest hourly quota, None while nobody knows.
    `read_within`: seconds in which a body must have come.
    """

    secret: str
    accept: Accept | None
    metrics: Metrics
    version: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    queue: Callable[[], Awaitable[tuple[int, float]]] = _no_queue
    rate_left: Callable[[], int | None] = lambda: None
    silence: Silence = field(default_factory=Silence)
    read_within: float = _READ_WITHIN

    def app(self) -> web.Application:
        """The application, ready to be served."""
        app = web.Application()
        for path in PATHS if self.accept else ():
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
            self.metrics.webhook_taken(self.silence.broken().timestamp())
        return web.Response(status=answer.status, text=answer.text + "\n")

    async def _answer(self, request: web.Request) -> Answer:
        try:
            async with asyncio.timeout(self.read_within):
                body = await _read(request)
        except TimeoutError:
            return Answer(408, "The body did not come in time.", "other", "slow")
        if body is None:
            return TOO_LARGE
        assert self.accept is not None  # or nobody asks here
        return await take(request.headers, body, secret=self.secret, accept=self.accept)

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 while the process lives."""
        return web.json_response({"alive": True})

    async def readyz(self, _request: web.Request) -> web.Response:
        """200 unless a check says that the server cannot do its work; with what each of them says."""
        checks = dict(self.checks)
        if self.accept:
            checks["last delivery"] = self.silence.check
        found = await asyncio.gather(*(_checked(check) for check in checks.values()))
        ready = all(state is not State.BROKEN for state, _ in found)
        said = {
            name: {"ok": state is State.FINE, "detail": detail}
            for name, (state, detail) in zip(checks, found, strict=True)
        }
        body = {"ready": ready, "checks": said}
        return web.json_response(body, status=200 if ready else 503)

    async def figures(self, _request: web.Request) -> web.Response:
        """Prometheus text."""
        try:
            async with asyncio.timeout(_CHECK_WITHIN):
                self.metrics.queue(*await self.queue())
                self.metrics.silent((await self.silence.lasts()).total_seconds())
        except (GardenerError, TimeoutError):
            _log.warning("queue cannot be counted")
        self.metrics.rate_left(self.rate_left())
        if self.silence.last is not None:
            self.metrics.webhook_taken(self.silence.last.timestamp())
        return web.Response(body=self.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def front(self, _request: web.Request) -> web.Response:
        """A page for people who open the address."""
        page = front_page(self.version)
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=page, content_type="text/html", headers=policy)


class State(Enum):
    """What a check found."""

    FINE = "fine"
    WORRYING = "worrying"
    BROKEN = "broken"


async def _checked(check: Check) -> tuple[State, str]:
    try:
        async with asyncio.timeout(_CHECK_WITHIN):
            return State.FINE, await check()
    except Degraded as worry:
        return State.WORRYING, str(worry)
    except GardenerError as error:
        return State.BROKEN, mask_secrets(str(error))
    except TimeoutError:
        return State.BROKEN, f"no answer within {_CHECK_WITHIN:.0f} seconds"


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
