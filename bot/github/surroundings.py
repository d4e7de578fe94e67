"""What the clients of one process share: how to reach GitHub, and one cache of its answers."""

import json
import zlib
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from cachetools import LRUCache

# GitHub gives up on a request after ten seconds; some of its answers come later all the same.
ANSWER_WITHIN = timedelta(seconds=30)
_CACHE_BYTES = 16 * 1024 * 1024  # for all installations, as they are kept
_MOST_BYTES = 256 * 1024  # a longer answer, some megabytes of JSON, would push out too many others
_ENTRY_BYTES = 500  # what an entry takes beside its answer: the URL, the links of the cache


async def free() -> None:
    """Whoever asks may write."""


class Pages(LRUCache[tuple[str, str], bytes]):
    """Answers with their ETags by credentials and URL, packed, as many as fit.

    Most are asked for once and never again (a run, its jobs): packed they take a tenth.
    """

    def __init__(self, most: int = _CACHE_BYTES) -> None:
        super().__init__(most, getsizeof=lambda packed: len(packed) + _ENTRY_BYTES)


class PageCache(MutableMapping[str, Any]):
    """The pages of one set of credentials: what another may read is not for this one."""

    def __init__(self, pages: Pages, whose: str) -> None:
        self._pages, self._whose = pages, whose

    def __getitem__(self, url: str) -> Any:
        """The answer; `KeyError` when it is not kept any more."""
        return tuple(json.loads(zlib.decompress(self._pages[self._whose, url])))

    def __setitem__(self, url: str, kept: Any) -> None:
        """Keep an answer of JSON, unless it is too long."""
        packed = zlib.compress(json.dumps(kept).encode(), 1)
        if self._pages.getsizeof(packed) <= min(_MOST_BYTES, self._pages.maxsize):
            self._pages[self._whose, url] = packed

    def __delitem__(self, url: str) -> None:
        """Forget an answer."""
        del self._pages[self._whose, url]

    def __iter__(self) -> Iterator[str]:
        """The URLs."""
        return (url for whose, url in list(self._pages) if whose == self._whose)

    def __len__(self) -> int:
        """How many are kept."""
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every client of one process shares. `on_request` is told method and status (0: none).

    `spared` is the share of each hour's quota, 0 to 1, that is left to `spared_for`. `before_write` is
    awaited right before anything but a GET is sent, and raises when it must not be. `pages` are shared
    by all, `whose` keeps those of one set of credentials apart. A request takes `answer_within` at most.
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
    pages: Pages = field(default_factory=Pages)
    whose: str = ""
    answer_within: timedelta = ANSWER_WITHIN

    @property
    def graphql_url(self) -> str:
        """Beside the API on github.com, one level up on an Enterprise Server."""
        base = self.api_url.removesuffix("/")
        if base.endswith("/api/v3"):
            return base.removesuffix("/v3") + "/graphql"
        return f"{base}/graphql"
