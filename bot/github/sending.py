"""What is to be done right before a write leaves for GitHub: after every wait, however long it was."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


async def _nothing() -> None:
    """Most writes need no preparation."""


_first: ContextVar[Callable[[], Awaitable[None]]] = ContextVar("first", default=_nothing)


@contextmanager
def right_before(act: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Await `act` before each request that is sent in here and is no GET; what it raises stops it."""
    token = _first.set(act)
    try:
        yield
    finally:
        _first.reset(token)


async def about_to_send() -> None:
    """Do what was asked for."""
    await _first.get()()
