"""A client for one installation: JSON in and out, pages, downloads, and writes one at a time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import gidgethub

from bot.errors import GardenerError, GitHubError, TransientError
from bot.github.answers import graphql_messages
from bot.github.download import Download, fetch
from bot.github.pace import Pace
from bot.github.surroundings import Surroundings
from bot.github.tokens import Credentials
from bot.github.wire import Wire
from bot.model.run import RepoRef

PER_PAGE = 100
MAX_PAGES = 100  # ten thousand rows; nothing we read has more


@dataclass(frozen=True, slots=True)
class GraphQLAnswer:
    """What GraphQL gave: `data` as far as it came, `errors` as (alias, message)."""

    data: dict[str, Any]
    errors: tuple[tuple[str, str], ...] = ()


class Client:
    """Every request under one set of credentials.

    Raises NotFound (404, 410), Forbidden (403), GitHubError (other refusals), RateLimited and
    TransientError (later), UnclearAnswer (a creation that may have happened).
    """

    def __init__(
        self, around: Surroundings, credentials: Credentials, pace: Pace | None = None
    ) -> None:
        self._pace = pace or Pace(around.clock)
        self._around = around
        self._credentials = credentials
        self._wire = Wire(around, credentials, self._pace)

    @property
    def requests(self) -> int:
        """How many API requests were sent, repeats included."""
        return self._wire.requests

    @property
    def rate_remaining(self) -> int | None:
        """How many requests are left of this hour's quota; None when nobody knows of this hour."""
        known = self._pace.left("core")
        return None if known is None else known[0]

    @property
    def skew(self) -> timedelta:
        """How far our clock is ahead of GitHub's, by the newest answer; zero before the first."""
        return self._wire.skew

    @property
    def settled_after(self) -> timedelta:
        """How long after it was sent a write may still come about, as far as lists show it.

        The time of one request, and as much again until GitHub's lists have it.
        """
        return 2 * self._around.answer_within

    @property
    def spendable(self) -> int | None:
        """How many requests are left without those that are left to others; None: not said yet."""
        return self._wire.spendable

    async def granted(self) -> Mapping[str, str] | None:
        """Permission → level of what the installation lets the App do, None when nobody says."""
        return await self._credentials.granted()

    def renew_since(self, moment: datetime) -> None:
        """Use no token from before: what the App may do has changed then."""
        self._credentials.renew_since(moment)

    async def get(self, path: str, /, **params: object) -> Any:
        """One answer. Asked again, it is asked conditionally: 304 costs nothing of the quota."""
        return await self._wire.getitem(_with(path, params), None)

    async def pages(
        self, path: str, key: str | None, /, *, max_pages: int = MAX_PAGES, **params: object
    ) -> AsyncIterator[dict[str, Any]]:
        """Every row of a list, page by page. `key` holds the rows; None when the list is bare."""
        url = _with(path, {"per_page": PER_PAGE, **params})
        rows = self._wire.getiter(url, None, iterable_key=key)
        left = max_pages * PER_PAGE
        async with aclosing(rows):
            async for row in rows:
                if not isinstance(row, dict):
                    raise TransientError(f"GitHub's list at {path} has no rows under {key!r}")
                yield row
                left -= 1
                if left == 0:
                    return

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Create something. Never sent twice unless GitHub surely did nothing the first time."""
        return await self._write(lambda: self._wire.post(path, None, data=dict(body)))

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """Set values; harmless to repeat."""
        return await self._write(lambda: self._wire.patch(path, None, data=dict(body)))

    async def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Set values; harmless to repeat."""
        return await self._write(lambda: self._wire.put(path, None, data=dict(body)))

    async def delete(self, path: str, body: Mapping[str, Any] | None = None) -> None:
        """Remove something; harmless to repeat."""
        data = b"" if body is None else dict(body)
        await self._write(lambda: self._wire.delete(path, None, data=data))

    async def graphql(self, query: str, variables: Mapping[str, Any]) -> GraphQLAnswer:
        """Ask by GraphQL. What came in spite of errors is kept; no data at all is an error."""

        async def ask() -> GraphQLAnswer:
            try:
                data = await self._wire.graphql(
                    query, endpoint=self._around.graphql_url, **variables
                )
            except gidgethub.QueryError as error:
                errors = graphql_messages(error.response.get("errors"))
                data = error.response.get("data")
                if not data:
                    raise GitHubError(200, "; ".join(m for _, m in errors)) from error
                return GraphQLAnswer(data, errors)
            except gidgethub.GraphQLException as error:
                raise TransientError(f"GitHub's GraphQL answer makes no sense: {error}") from error
            return GraphQLAnswer(data)

        return await (self._write(ask) if query.lstrip().startswith("mutation") else ask())

    async def download(self, path: str, target: Path, max_bytes: int) -> Download:
        """Stream what `path` redirects to into `target`, at most `max_bytes` of it."""
        return await fetch(self._wire, self._around, path, target, max_bytes)

    async def _write(self, send: Callable[[], Awaitable[Any]]) -> Any:
        """One write at a time and a pause between two: what GitHub asks of its integrators."""
        if self._around.read_only:
            raise GardenerError("This client only reads: nothing was changed on GitHub")
        async with self._pace.writing:
            wait = await self._pace.turn(self._around.write_pause)
            if wait:
                await self._wire.sleep(wait.total_seconds())
            try:
                return await send()
            finally:
                self._pace.wrote()


def repo_path(repo: RepoRef, *parts: object) -> str:
    """`/repos/OWNER/NAME/…`, each part escaped."""
    return "/" + "/".join(
        quote(str(part), safe="") for part in ("repos", repo.owner, repo.name, *parts)
    )


def _with(path: str, params: Mapping[str, object]) -> str:
    given = {name: value for name, value in params.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path
