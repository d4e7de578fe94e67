"""The pace of writes and the quota, as two processes on one Postgres keep them together."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.errors import TransientError
from bot.model.quota import Quota
from bot.storage.storage import Storage

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[Storage, Storage]]:
    """Two processes' views of one database."""
    async with Storage.open(postgres_url) as one, Storage.open(postgres_url) as other:
        await one.migrate()
        yield one, other


async def test_clock_that_was_set_back_stops_nobody_for_long(
    two: tuple[Storage, Storage],
) -> None:
    one, other = two
    await one.claim_turn(3, HOUR)
    assert await other.claim_turn(3, HOUR) <= timedelta(minutes=1)


async def test_places_in_the_line_are_a_pause_apart(two: tuple[Storage, Storage]) -> None:
    pause = timedelta(seconds=5)
    waits = sorted(await asyncio.gather(*(two[n % 2].claim_turn(3, pause) for n in range(6))))

    for n, wait in enumerate(waits):
        assert abs(wait - n * pause) < timedelta(seconds=4)
    assert all(b - a > timedelta(seconds=1) for a, b in pairwise(waits))


async def test_installations_do_not_wait_for_each_other(two: tuple[Storage, Storage]) -> None:
    one, other = two
    await one.claim_turn(3, HOUR)
    assert await other.claim_turn(4, HOUR) < SECOND


async def test_what_one_process_is_told_the_other_knows(two: tuple[Storage, Storage]) -> None:
    one, other = two
    await one.note_quota(3, "core", Quota(left=900, most=5000, resets_in=HOUR))
    await other.note_quota(3, "core", Quota(left=950, most=5000, resets_in=HOUR))
    await one.note_quota(3, "graphql", Quota(held=timedelta(seconds=90)))
    known = await other.quotas(3)

    assert (known["core"].left, known["core"].most) == (900, 5000)
    assert HOUR - 30 * SECOND < known["core"].resets_in <= HOUR
    assert 60 * SECOND < known["graphql"].held <= 90 * SECOND
    assert await other.quotas(4) == {}


async def test_hold_forgets_no_quota_and_a_new_hour_fills_it(two: tuple[Storage, Storage]) -> None:
    one, other = two
    await one.note_quota(3, "core", Quota(left=900, most=5000, resets_in=-SECOND))
    await one.note_quota(3, "core", Quota(held=SECOND))
    assert (await other.quotas(3))["core"].most == 5000
    await other.note_quota(3, "core", Quota(left=4999, most=5000, resets_in=HOUR))
    assert (await one.quotas(3))["core"].left == 4999


async def test_database_that_is_away_is_a_passing_fault() -> None:
    async with Storage.open("postgresql://gardener@127.0.0.1:1/none") as storage:
        with pytest.raises(TransientError):
            await storage.claim_turn(3, SECOND)
