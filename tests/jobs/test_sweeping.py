"""Bots that were started together do not ask GitHub together for long."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.demo.github.records import Delivery, Request
from bot.jobs.catching_up.sweep import ASK_EVERY, EVERY, SPREAD, Sweep, sweeping
from bot.jobs.regularly import spread
from bot.webhook.routes import listens
from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import Place, place

__all__ = ["place"]

DAY = timedelta(hours=24)


@dataclass
class Watch:
    """When GitHub was asked for the installations, with which each sweep begins."""

    place: Place
    at: list[datetime] = field(default_factory=list)

    def request(self, request: Request) -> Iterable[str]:
        if request.path == "/app/installations":
            self.at.append(self.place.github.clock())
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        del delivery
        return ()


async def day(place: Place, seed: int) -> list[timedelta]:
    """The times between the sweeps of a day, by a chance of its own."""
    watch, until = Watch(place), place.github.clock() + DAY
    place.github.observers.append(watch)
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        place.github.clock.advance(timedelta(seconds=seconds))
        if place.github.clock() > until:
            over.set()
            await asyncio.Event().wait()

    sweep = Sweep(on=place.on, queue=LocalQueue(place=place), listens=listens)
    async with sweeping(sweep, chance=Random(seed).random, sleep=sleep):
        await over.wait()
    place.github.observers.remove(watch)
    return [late - early for early, late in zip(watch.at, watch.at[1:], strict=False)]


async def test_sweeps_come_about_once_an_hour_and_each_after_another_time(place: Place) -> None:
    first = await day(place, 1)
    longest = spread(EVERY, SPREAD, 1.0) + spread(ASK_EVERY, SPREAD, 1.0)

    assert 18 <= len(first) <= 28
    assert all(EVERY * (1 - SPREAD) <= time <= longest for time in first)
    assert len(set(first)) > len(first) // 2
    assert await day(place, 2) != first


@pytest.mark.parametrize(
    ("chance", "factor"), [(0.0, 0.8), (0.5, 1.0), (1.0, 1.2)], ids=["least", "middle", "most"]
)
def test_time_is_spread_evenly_around_itself(chance: float, factor: float) -> None:
    assert spread(EVERY, SPREAD, chance) == EVERY * factor
