"""A server to which nobody speaks says so, once a day, wherever an operator looks."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.demo.github.clock import Clock
from bot.errors import Degraded, TransientError
from bot.webhook.silence import QUIET, Silence


async def said_after(*steps: timedelta) -> list[str]:
    """The lines of a server that looks after each step of time."""
    clock = Clock()
    silence = Silence(clock=clock)
    with structlog.testing.capture_logs() as logs:
        for step in steps:
            clock.advance(step)
            await silence.look()
    return [f"{line['event']} {line['hours']} {line['last']}" for line in logs]


HOUR = timedelta(hours=1)


async def test_day_of_silence_is_said_once_a_day() -> None:
    assert await said_after(*[HOUR] * 72) == [
        f"nothing comes from GitHub {hours} never" for hours in (24, 48, 72)
    ]


async def test_server_that_hears_something_now_and_then_says_nothing() -> None:
    clock = Clock()
    silence = Silence(clock=clock)
    with structlog.testing.capture_logs() as logs:
        for _ in range(10):
            clock.advance(QUIET - HOUR)
            await silence.look()
            silence.broken()

    assert logs == []
    assert await silence.check() == clock().isoformat(timespec="seconds")


async def test_what_another_process_heard_counts() -> None:
    clock = Clock()
    heard = clock()

    async def newest() -> datetime | None:
        return heard

    silence = Silence(clock=clock, newest=newest)
    clock.advance(QUIET + HOUR)
    with pytest.raises(Degraded, match=r"nothing came from GitHub for 25 h; `gardener doctor`"):
        await silence.check()
    heard = clock() - HOUR

    assert await silence.check() == heard.isoformat(timespec="seconds")
    assert await silence.lasts() == HOUR


async def test_queue_that_cannot_be_asked_is_no_silence() -> None:
    async def newest() -> datetime | None:
        raise TransientError("The queue cannot be counted: gone")

    silence = Silence(clock=lambda: datetime(2025, 9, 14, tzinfo=UTC), newest=newest)
    with structlog.testing.capture_logs() as logs:
        await silence.look()

    assert logs == []
