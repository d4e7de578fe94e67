"""How many jobs work at once in this process: fewer while deliveries rush in.

Jobs and the answer to GitHub share one interpreter. GitHub waits ten seconds and tells nobody when
it gave up; a job waits gladly.
"""

import asyncio
import time
from collections import deque

_RUSH = 20  # deliveries a second from which on answering comes first
_LOOK_AGAIN = 0.05  # seconds


class Rush:
    """Whether deliveries come faster than jobs should work beside."""

    def __init__(self) -> None:
        self._came: deque[float] = deque(maxlen=_RUSH)

    def note(self) -> None:
        """A delivery came."""
        self._came.append(time.monotonic())

    @property
    def is_on(self) -> bool:
        """Whether the last second brought that many."""
        return len(self._came) == _RUSH and time.monotonic() - self._came[0] < 1.0


class Slots:
    """`async with` holds one of `most` places; in a rush a job begins only when no other works."""

    def __init__(self, most: int, rush: Rush) -> None:
        self._places = asyncio.Semaphore(most)
        self._rush = rush
        self._at_work = 0

    async def __aenter__(self) -> None:
        """Wait for a place."""
        await self._places.acquire()
        try:
            while self._at_work and self._rush.is_on:  # noqa: ASYNC110 - a rush ends by itself
                await asyncio.sleep(_LOOK_AGAIN)
        except asyncio.CancelledError:
            self._places.release()
            raise
        self._at_work += 1

    async def __aexit__(self, *_error: object) -> None:
        """Give it back."""
        self._at_work -= 1
        self._places.release()
