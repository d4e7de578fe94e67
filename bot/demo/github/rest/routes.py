"""What an operation is: its method, path, needs and answer."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from bot.demo.github.problems import Refused, not_found
from bot.demo.github.shapes import Shape
from bot.demo.github.state.accounts import App, Caller
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json

#: How far a permission reaches, least first.
LEVELS = ("none", "read", "write", "admin")
#: Path parameters that may hold slashes.
_LONG = {"path", "basehead", "ref", "name"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `body` is JSON, or bytes as they are; None sends nothing."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """One request on its way to its handler. `args` come from the path, `url` has no query."""

    hub: Hub
    caller: Caller
    args: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    url: str
    accept: str
    report: Callable[[str], None]
    found: Repository | None = None

    @property
    def repo(self) -> Repository:
        """The repository of the path, which was looked up before the handler ran."""
        if self.found is None:
            raise not_found()
        return self.found

    @property
    def app(self) -> App:
        """The App that calls, by its JWT or through an installation."""
        app = self.caller.app or self.caller.acting_app
        if app is None:
            raise Refused(403, "Resource not accessible by personal access token", violation=True)
        return app

    def permit(self, needs: str, repo: Repository) -> None:
        """Refuse what the caller's token may not do here; `needs` is `permission:level`."""
        name, _, level = needs.partition(":")
        installation = self.caller.installation
        if installation is None or self.caller.token is None:
            strong = self.hub.role(repo, self.caller.user.login) in ("write", "maintain", "admin")
            if level != "read" and not strong:
                raise not_found()
            return
        granted = self.caller.token.permissions.get(name, "none")
        if name not in installation.permissions and name != "metadata":
            granted = "none"  # it was taken away since
        unseen = level != "read" and not self.caller.sees(repo)
        if unseen or LEVELS.index(granted) < LEVELS.index(level):
            self.report(f"{needs} on {repo.full_name}: Resource not accessible by integration")
            raise Refused(
                403,
                "Resource not accessible by integration",
                headers={"X-Accepted-GitHub-Permissions": f"{name}={level}"},
            )

    def number(self, name: str) -> int:
        """A path parameter that is a number; 404 when it is none."""
        value = self.args[name]
        if not (value.isascii() and value.isdigit() and len(value) < 20):
            raise not_found()
        return int(value)


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint. `needs` is `permission:level`; `auth` is app (JWT) or token."""

    method: str
    template: str
    handler: Handler
    pattern: re.Pattern[str]
    docs: str
    needs: str | None = None
    auth: str = "token"
    query: frozenset[str] = frozenset()
    body: Mapping[str, Shape] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`GET /repos/{owner}/{repo}`."""
        return f"{self.method} {self.template}"

    def match(self, path: str) -> dict[str, str] | None:
        """The path parameters, decoded, when this operation serves the raw path."""
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        return {name: unquote(value) for name, value in found.groupdict().items()}


class Routes:
    """The operations of one module."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []

    def __iter__(self) -> Iterator[Operation]:
        """Every operation, in the order written."""
        return iter(self.operations)

    def serve(
        self,
        name: str,
        *,
        docs: str,
        needs: str | None = None,
        auth: str = "token",
        query: str = "",
        body: Mapping[str, Shape] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register the handler of `METHOD /path/{arg}`; `query` lists its parameters.

        `docs` is the page below https://docs.github.com/ that describes it.
        """
        method, _, template = name.partition(" ")

        def add(handler: Handler) -> Handler:
            self.operations.append(
                Operation(
                    method=method,
                    template=template,
                    handler=handler,
                    pattern=compile_template(template),
                    docs=f"https://docs.github.com/{docs}",
                    needs=needs,
                    auth=auth,
                    query=frozenset(query.split()),
                    body=body or {},
                )
            )
            return handler

        return add


def compile_template(template: str) -> re.Pattern[str]:
    """The pattern of a path template.

    >>> compile_template("/repos/{owner}/contents/{path}").fullmatch("/repos/a/contents/b/c")["path"]
    'b/c'
    """
    pattern = ""
    for part in re.split(r"(\{\w+\})", template):
        if part.startswith("{"):
            name = part[1:-1]
            pattern += f"(?P<{name}>{'.+' if name in _LONG else '[^/]+'})"
        else:
            pattern += re.escape(part)
    return re.compile(pattern)


def specific_first(operation: Operation) -> tuple[int, int, int]:
    """Sort key: few slash-eating parameters first, then few parameters, then the longer path."""
    template = operation.template
    greedy = sum(f"{{{name}}}" in template for name in _LONG)
    return greedy, template.count("{"), -len(template)
