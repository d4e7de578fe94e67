"""A change is written down before it is made."""

from datetime import timedelta

from bot.storage.intents import Intent
from bot.storage.storage import Storage
from tests.build import NOW

LATER = NOW + timedelta(minutes=5)


async def test_first_to_begin_is_told_so(storage: Storage) -> None:
    assert await storage.begin(7, "open:1", NOW) == Intent(first=True, started_at=NOW)
    assert await storage.begin(7, "open:1", LATER) == Intent(first=False, started_at=NOW)
    assert (await storage.begin(8, "open:1", LATER)).first


async def test_finished_change_gives_its_result_back(storage: Storage) -> None:
    await storage.begin(7, "open:1", NOW)
    await storage.finish(7, "open:1", "12")

    again = await storage.begin(7, "open:1", LATER)

    assert again == Intent(first=False, started_at=NOW, result="12")


async def test_change_counts_from_the_moment_it_was_sent_last(storage: Storage) -> None:
    assert await storage.begun(7, "open:1") is None
    await storage.sending(7, "open:1", NOW)
    await storage.sending(7, "open:1", LATER)

    assert await storage.begun(7, "open:1") == Intent(first=False, started_at=LATER)
    assert await storage.begun(8, "open:1") is None


async def test_result_is_known_once_it_is_finished(storage: Storage) -> None:
    await storage.begin(7, "open:1", NOW)
    assert await storage.result(7, "open:1") is None
    await storage.finish(7, "open:1", "12")

    assert await storage.result(7, "open:1") == "12"
    assert await storage.result(8, "open:1") is None


async def test_comment_is_new_once(storage: Storage) -> None:
    assert not await storage.comment_handled(7, 99)
    assert await storage.mark_comment(7, 99, NOW)
    assert not await storage.mark_comment(7, 99, LATER)
    assert await storage.comment_handled(7, 99)


async def test_purge_forgets_only_what_is_older(storage: Storage) -> None:
    await storage.begin(7, "old", NOW)
    await storage.begin(7, "new", LATER)
    await storage.mark_comment(7, 1, NOW)
    await storage.mark_comment(7, 2, LATER)

    assert await storage.purge(LATER) == 2
    assert (await storage.begin(7, "old", LATER)).first
    assert not (await storage.begin(7, "new", LATER)).first
    assert [await storage.comment_handled(7, n) for n in (1, 2)] == [False, True]
