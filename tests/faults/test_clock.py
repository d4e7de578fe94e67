"""The wall clock jumps; who lives, what is due and what is closed do not depend on it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import text

from bot.jobs.queue.claim import Claim
from bot.settings import queue_url
from bot.storage.job_notes import JobNotes, Superseded
from bot.storage.lives import Lives
from bot.storage.queue import Workers, open_queue_engine
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]

SILENCE = timedelta(seconds=0.3)
JUMPS = {
    "an hour ahead": timedelta(hours=1),
    "an hour back": timedelta(hours=-1),
    "a day ahead": timedelta(days=1),
    "a day back": timedelta(days=-1),
}


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """An empty queue on Postgres."""
    engine = open_queue_engine(queue_url(postgres_url))
    Workers(engine).prepare()
    yield engine
    engine.dispose()


def jumped(database: Database, jump: timedelta) -> None:
    """The database's clock jumps: all that was noted lies so much nearer or farther."""
    with database.begin() as connection:
        change = text("UPDATE gardener_workers SET beat_at = beat_at - :by")
        connection.execute(change, {"by": jump.total_seconds()})


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
async def test_jump_of_the_databases_clock_kills_nobody(
    database: Database, jump: timedelta
) -> None:
    workers, lives = Workers(database), Lives(database)
    workers.beat("a")
    assert lives.silent(SILENCE) == {}
    jumped(database, jump)
    assert lives.silent(SILENCE) == {}
    await asyncio.sleep(SILENCE.total_seconds() / 2)
    workers.beat("a")
    assert lives.silent(SILENCE) == {}
    await asyncio.sleep(SILENCE.total_seconds() * 1.5)
    assert set(lives.silent(SILENCE)) == {"a"}


async def test_process_that_beat_in_the_last_moment_is_not_buried(database: Database) -> None:
    workers, lives, notes = Workers(database), Lives(database), JobNotes(database)
    workers.beat("a")
    notes.enter("run:1:1", "a/1")
    lives.silent(SILENCE)
    await asyncio.sleep(SILENCE.total_seconds() * 1.2)
    (seen,) = lives.silent(SILENCE).values()
    workers.beat("a")

    assert not lives.bury("a", seen, ["run:1:1"])
    assert notes.owner_of("run:1:1") == "a/1"


async def test_buried_process_may_write_for_none_of_its_jobs(database: Database) -> None:
    lives, notes = Lives(database), JobNotes(database)
    Workers(database).beat("a")
    notes.enter("run:1:1", "a/1")
    notes.enter("run:2:1", "b/1")
    claim = Claim(lives=lives, executor_id="a", job_id="run:1:1", owner="a/1", trust=SILENCE)
    await claim.confirm()
    lives.silent(SILENCE)
    await asyncio.sleep(SILENCE.total_seconds() * 1.2)
    (seen,) = lives.silent(SILENCE).values()

    assert lives.bury("a", seen, ["run:1:1", "run:2:1"])
    with pytest.raises(Superseded):
        await claim.confirm()
    assert notes.owner_of("run:2:1") == "b/1"


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
async def test_jump_of_the_bots_clock_neither_closes_nor_doubles(
    place: Place, jump: timedelta
) -> None:
    clock = place.github.clock
    wrong = replace(place.on, clock=lambda: clock() + jump)
    await place.ci(red())
    await place.ci(red(), on=wrong)
    await place.ci(green(), on=wrong)

    assert [issue.state for issue in place.kept] == ["open"]
    for _ in range(2):
        await place.ci(green())
    assert [issue.state for issue in place.kept] == ["closed"]
    await place.ci(red(), on=wrong)
    assert [issue.state for issue in place.kept] == ["open"]
    assert len(place.issue.comments) == 2
