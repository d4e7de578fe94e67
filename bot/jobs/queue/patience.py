"""What must reach the queue's database waits until it is there again, however long that takes."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.errors import TransientError

T = TypeVar("T")

_FIRST, _LONGEST = 0.5, 10.0
log = structlog.get_logger()


async def patiently(action: Callable[[], T]) -> T:
    """What `action` gives, done in a thread; a database that does not answer is asked again."""
    wait = _FIRST
    while True:
        try:
            return await asyncio.to_thread(action)
        except TransientError as error:
            if wait == _FIRST:
                log.warning("waiting for the database", reason=str(error))
        await asyncio.sleep(wait)
        wait = min(2 * wait, _LONGEST)
