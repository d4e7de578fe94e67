"""Something small that is done again and again while a server runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import structlog

_log = structlog.get_logger()


def spread(time: timedelta, share: float, chance: float) -> timedelta:
    """The time, shorter or longer by up to `share` of it, by a `chance` from 0 to 1.

    >>> spread(timedelta(minutes=10), 0.2, 0.0), spread(timedelta(minutes=10), 0.2, 0.75)
    (datetime.timedelta(seconds=480), datetime.timedelta(seconds=660))
    """
    return time * (1 + share * (2 * chance - 1))


@asynccontextmanager
async def regularly(
    act: Callable[[], Awaitable[None]],
    *,
    unless: str,
    every: timedelta | Callable[[], timedelta],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """Do it now and then every so often; a time at which it fails is said as `unless` and passed over.

    `every` may be another time each time it is asked.
    """
    task = asyncio.create_task(_again(act, every, unless, sleep))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _again(
    act: Callable[[], Awaitable[None]],
    every: timedelta | Callable[[], timedelta],
    unless: str,
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    while True:
        try:
            await act()
        except Exception as error:
            _log.warning(unless, reason=str(error))
        pause = every if isinstance(every, timedelta) else every()
        await sleep(pause.total_seconds())
