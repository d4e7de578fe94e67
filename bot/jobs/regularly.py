"""Something small that is done again and again while a server runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import structlog

_log = structlog.get_logger()


@asynccontextmanager
async def regularly(
    act: Callable[[], Awaitable[None]], *, every: timedelta, unless: str
) -> AsyncIterator[None]:
    """Do it now and then every so often; a time at which it fails is said as `unless` and passed over."""
    task = asyncio.create_task(_again(act, every, unless))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _again(act: Callable[[], Awaitable[None]], every: timedelta, unless: str) -> None:
    while True:
        try:
            await act()
        except Exception as error:
            _log.warning(unless, reason=str(error))
        await asyncio.sleep(every.total_seconds())
