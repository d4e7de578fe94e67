"""What the clients of one process share, and the cache that each of them has for itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from cachetools import LRUCache

_CACHE_BYTES = 1024 * 1024  # of text, for each installation


async def free() -> None:
    """Whoever asks may write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every client of one process shares. `on_request` is told method and status (0: none).

    `spared` is the share of each hour's quota, 0 to 1, that is left to `spared_for`. `before_write` is
    awaited right before anything but a GET is sent, and raises when it must not be.
    """

    session: aiohttp.ClientSession
    api_url: str
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    write_pause: timedelta
    on_request: Callable[[str, int], None]
    read_only: bool = False
    spared: float = 0.0
    spared_for: str = "others"
    before_write: Callable[[], Awaitable[None]] = free

    @property
    def graphql_url(self) -> str:
        """Beside the API on github.com, one level up on an Enterprise Server."""
        base = self.api_url.removesuffix("/")
        if base.endswith("/api/v3"):
            return base.removesuffix("/v3") + "/graphql"
        return f"{base}/graphql"


class PageCache(LRUCache[str, Any]):
    """Answers with their ETags, as much as fits; an answer larger than the cache is not kept."""

    def __init__(self) -> None:
        super().__init__(_CACHE_BYTES, getsizeof=lambda kept: len(repr(kept)))

    def __setitem__(self, url: str, kept: Any, **options: Any) -> None:
        """Keep an answer, if it fits."""
        if self.getsizeof(kept) <= self.maxsize:
            super().__setitem__(url, kept, **options)
