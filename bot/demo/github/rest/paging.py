"""Pages: `page`, `per_page` and the Link header."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from bot.demo.github.problems import Refused
from bot.demo.github.rest.routes import Call, Reply

T = TypeVar("T")


def positive(call: Call, name: str, default: int) -> int:
    """A query parameter that counts from one; nonsense means the default, as on GitHub."""
    value = call.query.get(name, "")
    ok = value.isascii() and value.isdigit() and len(value) < 10
    return max(1, int(value)) if ok else default


def paged(
    call: Call,
    items: Sequence[T],
    show: Callable[[T], object],
    key: str | None = None,
    default: int = 30,
) -> Reply:
    """One page of the items, wrapped with `total_count` when `key` is given."""
    size = min(100, positive(call, "per_page", default))
    page = positive(call, "page", 1)
    if page * size > 100_000:
        raise Refused(422, "In order to keep the API fast for everyone, pagination is limited.")
    shown = [show(item) for item in items[(page - 1) * size : page * size]]
    body = shown if key is None else {"total_count": len(items), key: shown}
    return Reply(200, body, link_header(call, page, -(-len(items) // size)))


def link_header(call: Call, page: int, last: int) -> dict[str, str]:
    """The Link header of a page: prev and first after the first, next and last before the last."""
    numbers: dict[str, int] = {}
    if page > 1:
        numbers["prev"] = page - 1
    if page < last:
        numbers.update(next=page + 1, last=last)
    if page > 1:
        numbers["first"] = 1
    links = [
        f'<{call.url}?{urlencode({**call.query, "page": number})}>; rel="{rel}"'
        for rel, number in numbers.items()
    ]
    return {"Link": ", ".join(links)} if links else {}
