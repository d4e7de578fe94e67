"""The last good config stays in force while the newest one is wrong."""

from datetime import timedelta

from bot.storage.storage import Storage
from tests.build import NOW


async def test_nothing_is_known_before_the_first_look(storage: Storage) -> None:
    assert await storage.config_of(7) is None


async def test_good_text_stays_in_force_while_the_newest_has_problems(storage: Storage) -> None:
    later = NOW + timedelta(hours=1)
    await storage.save_config(7, "version: 1", sha="a", fetched_at=NOW)
    await storage.save_config(
        7, "version: x", sha="b", fetched_at=later, problems=("line 1: expected 1",)
    )

    stored = await storage.config_of(7)

    assert stored is not None
    assert (stored.text, stored.sha, stored.fetched_at) == ("version: x", "b", later)
    assert stored.problems == ("line 1: expected 1",)
    assert (stored.good_text, stored.good_sha) == ("version: 1", "a")


async def test_removed_file_puts_the_defaults_in_force(storage: Storage) -> None:
    await storage.save_config(7, "version: 1", sha="a", fetched_at=NOW)
    stored = await storage.save_config(7, None, sha="b", fetched_at=NOW)

    assert stored == await storage.config_of(7)
    assert (stored.text, stored.good_text, stored.good_sha) == (None, None, "b")


async def test_first_config_with_problems_leaves_the_defaults_in_force(storage: Storage) -> None:
    stored = await storage.save_config(7, "???", sha="a", fetched_at=NOW, problems=("no",))

    assert (stored.good_text, stored.good_sha) == (None, "")


async def test_text_with_a_nul_is_stored(storage: Storage) -> None:
    stored = await storage.save_config(7, "a\x00b", sha="a", fetched_at=NOW, problems=("bad\x00",))

    assert await storage.config_of(7) == stored
