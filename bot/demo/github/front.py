"""The two sockets: HTTP requests become records, answers and, on order, accidents."""

import asyncio
from collections.abc import Callable
from email.utils import format_datetime

from aiohttp import web

from bot.demo.github.api import Api, parse_body
from bot.demo.github.blobs import answer_blob
from bot.demo.github.faults import Fault, Faults
from bot.demo.github.records import Request
from bot.demo.github.rest.routes import Reply
from bot.demo.github.state.hub import Hub
from bot.demo.github.wire import dumps, sha1

_UNICORN = (
    "<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head><body>"
    "<p><strong>We had issues producing the response to your request.</strong></p></body></html>"
)
_SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
#: Faults that strike before any work is done, with the words of their answers.
_ANSWERS = {
    "gone_410": (410, "This resource is gone."),
    "not_found": (404, "Not Found"),
    "actions_off": (403, "Actions has been disabled for this repository."),
    "secondary_403": (403, _SECONDARY),
    "limit_429": (429, _SECONDARY),
    "suspended": (403, "This installation has been suspended"),
    "primary_403": (403, "API rate limit exceeded."),
}
_CUTS = ("drop", "drop_after")


class Front:
    """The request handlers of both origins."""

    def __init__(
        self,
        hub: Hub,
        api: Api,
        faults: Faults,
        finish: Callable[[Request], None],
        report: Callable[[str], None],
    ) -> None:
        self.hub = hub
        self.api = api
        self.faults = faults
        self.requests: list[Request] = []
        self._finish = finish
        self._report = report

    async def serve_api(self, incoming: web.Request) -> web.StreamResponse:
        """One request to the API origin; a fault of the fake itself is reported, too."""
        try:
            return await self._api(incoming)
        except Exception as problem:
            self._report(f"The fake broke at {incoming.method} {incoming.path}: {problem!r}")
            raise

    async def _api(self, incoming: web.Request) -> web.StreamResponse:
        request = await self._record(incoming, "api", api_path(incoming.raw_path))
        fault = self.faults.take("api", request.method, request.path)
        if fault is not None:
            request.fault = fault.kind
        early = await self._before(request, fault)
        if early is None:
            url = self.hub.api_url + request.path
            reply = self.api.answer(request, url)
        else:
            reply = early
        if fault is not None and fault.kind in _CUTS:
            return self._cut(incoming, request)
        if fault is not None and fault.kind == "error_after":
            reply = Reply(502, _UNICORN.encode(), {"Content-Type": "text/html"})
        if fault is not None and fault.kind == "expire_url":
            self._expire(reply)
        answer = _respond(request, reply)
        answer.headers["Date"] = format_datetime(self.hub.clock(), usegmt=True)
        return await self._send(incoming, request, answer, fault)

    async def serve_blob(self, incoming: web.Request) -> web.StreamResponse:
        """One request to the download origin."""
        request = await self._record(incoming, "blob", incoming.path)
        fault = self.faults.take("blob", request.method, request.path)
        if fault is not None:
            request.fault = fault.kind
        early = await self._before(request, fault)
        if fault is not None and fault.kind in _CUTS:
            return self._cut(incoming, request)
        if early is not None:
            response = _respond(request, early)
        else:
            response = answer_blob(self.hub, incoming, incoming.match_info["key"])
        return await self._send(incoming, request, response, fault)

    async def _record(self, incoming: web.Request, origin: str, path: str) -> Request:
        raw = await incoming.read()
        request = Request(
            method=incoming.method,
            path=path,
            query=dict(incoming.query),
            origin=origin,
            headers=incoming.headers.copy(),
            raw=raw,
            body=parse_body(raw),
        )
        self.requests.append(request)
        return request

    async def _before(self, request: Request, fault: Fault | None) -> Reply | None:
        """What an ordered fault answers instead of doing the work."""
        if fault is None:
            return None
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "held":  # whoever asked may have gone by then: it is done all the same
            await fault.released.wait()
        elif fault.kind in ("drop", "bad_gateway"):
            return Reply(502, _UNICORN.encode(), {"Content-Type": "text/html"})
        elif fault.kind == "redirect_301":
            return self._redirect(request)
        elif fault.kind in _ANSWERS:
            status, message = _ANSWERS[fault.kind]
            return Reply(status, {"message": message}, self._limit_headers(fault))
        return None

    def _limit_headers(self, fault: Fault) -> dict[str, str]:
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        if fault.kind == "primary_403":
            headers["x-ratelimit-limit"] = "5000"
            headers["x-ratelimit-remaining"] = "0"
            wait = 60 if fault.retry_after is None else fault.retry_after
            headers["x-ratelimit-reset"] = str(int(self.hub.clock().timestamp()) + wait)
        return headers

    def _redirect(self, request: Request) -> Reply:
        _, _, owner, name, *rest = [*request.path.split("/"), "", "", ""]
        repo = self.hub.repository(f"{owner}/{name}")
        number = repo.id if repo else 0
        url = self.hub.api_url + "/".join([f"/repositories/{number}", *filter(None, rest)])
        return Reply(301, {"message": "Moved Permanently", "url": url}, {"Location": url})

    def _expire(self, reply: Reply) -> None:
        key = reply.headers.get("Location", "").removeprefix(self.hub.blob_url).split("/")[1:2]
        for name in key:
            if name in self.hub.blobs:
                self.hub.blobs[name].expires_at = self.hub.clock()

    def _cut(self, incoming: web.Request, request: Request) -> web.StreamResponse:
        self._finish(request)
        if incoming.transport is not None:
            incoming.transport.abort()
        return web.Response()

    async def _send(
        self, incoming: web.Request, request: Request, response: web.Response, fault: Fault | None
    ) -> web.StreamResponse:
        body = response.body if isinstance(response.body, bytes) else b""
        request.status, request.answer = response.status, body
        request.answer_headers = response.headers.copy()
        self._finish(request)
        if fault is None or fault.kind != "truncate" or not body:
            return response
        half = web.StreamResponse(status=response.status, headers=response.headers)
        half.content_length = len(body)
        await half.prepare(incoming)
        await half.write(body[: len(body) // 2])
        if incoming.transport is not None:
            incoming.transport.close()
        return half


def api_path(raw: str) -> str:
    """The path without query and without the prefix of GitHub Enterprise Server.

    >>> api_path("/api/v3/repos/acme/shop?x=1"), api_path("/api/graphql")
    ('/repos/acme/shop', '/graphql')
    """
    path = raw.partition("?")[0]
    if path == "/api/graphql":
        return "/graphql"
    return path.removeprefix("/api/v3") or "/"


def _respond(request: Request, reply: Reply) -> web.Response:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-GitHub-Media-Type": "github.v3; format=json",
        "X-GitHub-Request-Id": sha1(request.path, str(id(request)))[:20].upper(),
        "X-GitHub-Api-Version-Selected": "2022-11-28",
        "Cache-Control": "private, max-age=60, s-maxage=60",
        "Vary": "Accept, Authorization, Cookie, X-GitHub-OTP",
        **reply.headers,
    }
    if reply.body is None:
        del headers["Content-Type"]
        return web.Response(status=reply.status, headers=headers)
    body = reply.body if isinstance(reply.body, bytes) else dumps(reply.body)
    return web.Response(status=reply.status, body=body, headers=headers)
