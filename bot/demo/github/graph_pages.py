"""What every GraphQL resolver needs: the request, lists in pages, and accounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.demo.github.problems import Refused
from bot.demo.github.rate import RateLimits
from bot.demo.github.rest.routes import Call
from bot.demo.github.state.accounts import User
from bot.demo.github.wire import Json, node_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Graph:
    """What the resolvers work on: the request and the rate limits."""

    call: Call
    rates: RateLimits


def connection(name: str, items: Sequence[T], show: Callable[[T], Json]) -> Callable[..., Json]:
    """A list in pages; GitHub insists on `first` between 1 and 100."""

    def resolve(_: object, *, first: int | None = None, after: str | None = None) -> Json:
        if first is None:
            text = f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
            raise Refused(422, text, violation=True)
        if not 1 <= first <= 100:
            text = f"Requesting {first} records on the `{name}` connection exceeds the `first` limit of 100 records."
            raise Refused(422, text, violation=True)
        start = int(after) if after and after.isascii() and after.isdigit() else 0
        shown = items[start : start + first]
        return {
            "nodes": [show(item) for item in shown],
            "totalCount": len(items),
            "pageInfo": {
                "startCursor": str(start + 1) if shown else None,
                "endCursor": str(start + len(shown)) if shown else None,
                "hasNextPage": start + len(shown) < len(items),
                "hasPreviousPage": start > 0,
            },
        }

    return resolve


def actor(graph: Graph, user: User) -> Json:
    """An account; here, unlike in REST, a bot's login has no `[bot]`."""
    login = user.login.removesuffix("[bot]")
    return {
        "__typename": user.type,
        "id": node_id("U", user.id),
        "login": login,
        "url": graph.call.hub.web(f"/{login}"),
    }
