"""Whose turn it is, what is to be looked at, and what was sent again."""

import asyncio
from datetime import timedelta

from bot.model.run import RepoRef
from bot.model.worklog import Worklog
from bot.storage.catching_up import Look
from bot.storage.storage import Storage
from tests.build import NOW, REPO, run

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OTHER = RepoRef(id=8, owner="acme", name="tools")


async def due(storage: Storage, most: int = 10) -> tuple[Look, ...]:
    return await storage.looks_due(
        before=NOW - HOUR, quiet_before=NOW - DAY, quiet_since=NOW - 14 * DAY, most=most
    )


async def test_of_all_that_ask_at_once_one_has_the_turn(storage: Storage) -> None:
    asked = (storage.take_turn("sweep", NOW, HOUR) for _ in range(8))

    assert sorted(await asyncio.gather(*asked)) == [False] * 7 + [True]
    assert not await storage.take_turn("sweep", NOW + HOUR / 2, HOUR)
    assert await storage.take_turn("sweep", NOW + HOUR, HOUR)
    assert await storage.chore_at("sweep") == NOW + HOUR


async def test_clock_that_was_set_back_stops_no_chore(storage: Storage) -> None:
    assert await storage.take_turn("sweep", NOW + DAY, HOUR)
    assert await storage.take_turn("sweep", NOW, HOUR)
    assert await storage.chore_at("sweep") == NOW


async def test_never_looked_at_comes_first_and_then_who_waits_longest(storage: Storage) -> None:
    third = RepoRef(id=9, owner="acme", name="site")
    for repo in (REPO, OTHER, third):
        await storage.save_repository(repo, 3, "main")
    await storage.looked(REPO.id, NOW - 2 * HOUR, NOW - DAY, NOW - DAY)
    await storage.looked(OTHER.id, NOW - 3 * HOUR, NOW - DAY, NOW - DAY)

    assert [look.repo for look in await due(storage)] == [third, OTHER, REPO]
    assert [look.repo for look in await due(storage, most=1)] == [third]


async def test_quiet_one_is_due_once_a_day_until_it_is_to_be_looked_at_again(
    storage: Storage,
) -> None:
    await storage.save_repository(REPO, 3, "main")
    await storage.looked(REPO.id, NOW - 2 * HOUR, NOW - DAY, NOW - 20 * DAY)
    assert await due(storage) == ()
    await storage.look_again(3)
    assert len(await due(storage)) == 1
    await storage.looked(REPO.id, NOW - DAY, NOW - DAY, None)
    assert len(await due(storage)) == 1


async def test_who_is_not_served_is_not_looked_at(storage: Storage) -> None:
    await storage.save_repository(REPO, 3, "main")
    await storage.save_repository(OTHER, 4, "main")
    await storage.save_installation(3, "acme", "suspended", NOW)
    await storage.deactivate_repository(OTHER.id, NOW)
    assert await due(storage) == ()
    await storage.save_installation(3, "", "active", NOW)

    assert [look.repo for look in await due(storage)] == [REPO]
    kept = await storage.installation(3)
    assert kept is not None
    assert kept.account == "acme"
    assert await storage.installations_in_use() == {3}


async def test_repository_that_comes_back_is_looked_at_anew(storage: Storage) -> None:
    await storage.save_repository(REPO, 3, "main", at=NOW)
    await storage.looked(REPO.id, NOW - 2 * HOUR, NOW - DAY, NOW)
    await storage.forget_look(REPO.id)
    (look,) = await due(storage)

    assert (look.since, look.looked_at, look.changed_at) == (None, None, NOW)


async def test_runs_that_were_analyzed_are_known_for_long(storage: Storage) -> None:
    worklog = Worklog(repo=REPO.full_name, date=NOW.date(), focus="CI", status="")
    await storage.record_run(run(1), (), worklog)
    attempts = [(run(1).id, 1), (run(1).id, 2), (run(2).id, 1)]

    assert await storage.recorded(REPO.id, attempts) == {(run(1).id, 1)}
    assert await storage.recorded(OTHER.id, attempts) == frozenset()
    assert await storage.newest_run_at(REPO.id) == run(1).started_at
    assert await storage.newest_run_at(OTHER.id) is None


async def test_redeliveries_are_counted_and_forgotten(storage: Storage) -> None:
    await storage.note_sent_again("a", NOW)
    await storage.note_sent_again("a", NOW + HOUR)
    assert await storage.sent_again(["a", "b"]) == {"a": (NOW + HOUR, 2)}
    await storage.purge_redeliveries(NOW + DAY)

    assert await storage.sent_again(["a"]) == {}
