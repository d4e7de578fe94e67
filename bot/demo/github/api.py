"""The way of one API request: who, which operation, allowed, done, answered."""

import hashlib
import json
import re
from collections.abc import Callable
from urllib.parse import unquote

from bot.demo.github.auth import identify
from bot.demo.github.problems import Refused, not_found
from bot.demo.github.rate import RateLimits, Window
from bot.demo.github.records import Request
from bot.demo.github.rest.routes import Call, Operation, Reply
from bot.demo.github.shapes import check_body
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import dumps

#: What a refusal points at when no operation was found.
DOCS = "https://docs.github.com/rest"
#: The API versions there are.
VERSIONS = ("2022-11-28", "2026-03-10")


class Api:
    """Answers requests. `report` hears every violation."""

    def __init__(
        self,
        hub: Hub,
        operations: list[Operation],
        rates: RateLimits,
        report: Callable[[str], None],
    ) -> None:
        self.hub = hub
        self.operations = operations
        self.rates = rates
        self._report = report

    def answer(self, request: Request, url: str) -> Reply:
        """Do what the request asks; refusals become answers too."""
        window: Window | None = None
        operation: Operation | None = None
        try:
            operation, args = self._find(request)
            caller = self._who(request, operation)
            window = self._window(caller, request)
            reply = operation.handler(self._call(request, operation, (caller, args, url)))
        except Refused as refusal:
            reply = self._refuse(request, operation, refusal)
        reply = _with_etag(request, reply)
        if window is None:
            return reply
        if reply.status != 304 and request.path != "/rate_limit":
            window.used += 1
        resource = "graphql" if request.path == "/graphql" else "core"
        limits = window.headers(resource, self.rates.limit)
        return Reply(reply.status, reply.body, {**limits, **reply.headers})

    def _find(self, request: Request) -> tuple[Operation, dict[str, str]]:
        if not request.headers.get("User-Agent"):
            text = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."
            raise Refused(403, text, violation=True)
        version = request.headers.get("X-GitHub-Api-Version", VERSIONS[0])
        if version not in VERSIONS:
            raise Refused(400, f"Version {version} is not supported", violation=True)
        path = self._by_name(request.path)
        for operation in self.operations:
            args = operation.match(path) if operation.method == request.method else None
            if args is not None:
                request.operation = operation.name
                return operation, args
        raise Refused(
            501, f"The fake GitHub does not serve {request.method} {path}", violation=True
        )

    def _by_name(self, path: str) -> str:
        """`/repositories/7/issues` is `/repos/acme/shop/issues`."""
        found = re.match(r"/repositories/(\d{1,18})(/.*)?$", path)
        if found is None:
            return path
        repo = self.hub.repository_by_id(int(found[1]))
        if repo is None:
            raise not_found()
        return f"/repos/{repo.full_name}{found[2] or ''}"

    def _who(self, request: Request, operation: Operation) -> Caller:
        caller = identify(self.hub, request.headers.get("Authorization", ""), operation.auth)
        request.user = caller.user.login
        return caller

    def _window(self, caller: Caller, request: Request) -> Window:
        key = caller.rate_key
        resource = "graphql" if request.path == "/graphql" else "core"
        window = self.rates.window(key, resource, self.hub.clock())
        if window.used >= self.rates.limit and request.path != "/rate_limit":
            text = f"API rate limit exceeded for installation ID {key}."
            raise Refused(403, text, headers=window.headers(resource, self.rates.limit))
        return window

    def _call(
        self, request: Request, operation: Operation, who: tuple[Caller, dict[str, str], str]
    ) -> Call:
        caller, args, url = who
        unknown = sorted(request.query.keys() - operation.query)
        if unknown and operation.template != "/graphql":
            self._report(f"{operation.name}: unknown query parameter {', '.join(unknown)}")
        call = Call(
            hub=self.hub,
            caller=caller,
            args=args,
            query=request.query,
            body={},
            url=url,
            accept=request.headers.get("Accept", ""),
            report=self._report,
        )
        if "repo" in args:
            call.found = self._repository(request, call)
            if operation.needs is not None and caller.app is None:
                call.permit(operation.needs, call.found)
        call.body = self._body(request, operation)
        return call

    def _repository(self, request: Request, call: Call) -> Repository:
        name = f"{call.args['owner']}/{call.args['repo']}"
        repo = self.hub.repository(name)
        if repo is None:
            moved = self.hub.renamed(name)
            if moved is None:
                raise not_found()
            rest = unquote(request.path).partition(name)[2]
            url = self.hub.api(f"/repositories/{moved.id}") + rest
            raise Refused(301, "Moved Permanently", headers={"Location": url}, url=url)
        is_off = not repo.actions_enabled and f"/{name}/actions/" in unquote(request.path)
        if is_off or not call.caller.may_look(self.hub.role, repo):
            raise not_found()
        return repo

    def _body(self, request: Request, operation: Operation) -> dict[str, object]:
        if request.method == "GET" or not request.raw:
            check_body(operation.body, {})
            return {}
        body = request.body
        if not isinstance(body, dict):
            raise Refused(400, "Problems parsing JSON", violation=True)
        unknown = sorted(body.keys() - operation.body.keys())
        if unknown:
            self._report(f"{operation.name}: unknown body key {', '.join(unknown)}")
        check_body(operation.body, body)
        return body

    def _refuse(self, request: Request, operation: Operation | None, refusal: Refused) -> Reply:
        if refusal.violation:
            self._report(f"{request.method} {request.path}: {refusal}")
        return Reply(
            refusal.status, refusal.body(operation.docs if operation else DOCS), refusal.headers
        )


def _with_etag(request: Request, reply: Reply) -> Reply:
    """Give a GET its ETag, and 304 to whoever has it already."""
    if request.method != "GET" or reply.status != 200:
        return reply
    body = reply.body if isinstance(reply.body, bytes) else dumps(reply.body)
    digest = hashlib.sha256(body + request.headers.get("Accept", "").encode()).hexdigest()
    headers = {**reply.headers, "ETag": f'W/"{digest}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Reply(304, None, headers)
    return Reply(200, reply.body, headers)


def parse_body(raw: bytes) -> object:
    """The JSON of a body; None when there is none or it is broken."""
    try:
        return json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None
