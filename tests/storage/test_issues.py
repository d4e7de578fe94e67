"""Issues by number, state and cause; one open home for each cause."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.issue import TrackedIssue
from bot.storage.storage import Storage
from tests.build import NOW, issue, verdict

CLOSED: dict[str, Any] = {"state": "closed", "state_reason": "completed", "closed_at": NOW}


async def test_issue_comes_back_as_it_was_stored(storage: Storage) -> None:
    stored = issue(12)
    await storage.save_issue(7, stored)

    assert await storage.issue(7, 12) == stored
    assert await storage.issue(7, 13) is None
    assert await storage.issue(8, 12) is None


async def test_issue_without_a_number_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="number"):
        await storage.save_issue(7, issue(0))


@pytest.mark.parametrize("text", ["nul \x00", "half a pair \ud83d", "\u202e turned \U0001f331"])
async def test_any_text_of_a_stranger_is_stored(storage: Storage, text: str) -> None:
    told = issue(12, verdict=verdict(description=text))
    await storage.save_issue(7, told)

    found = await storage.issue(7, 12)

    assert found is not None
    assert len(found.verdict.description) == len(text)
    assert found.verdict.cluster == told.verdict.cluster


async def test_issues_are_found_by_any_of_their_causes(storage: Storage) -> None:
    await storage.save_issue(7, replace(issue(12), fingerprints=("1:a", "1:b")))
    await storage.save_issue(7, replace(issue(13), fingerprints=("1:c",)))

    assert numbers(await storage.issues_with(7, ["1:b"])) == [12]
    assert numbers(await storage.issues_with(7, ["1:b", "1:c", "1:x"])) == [13, 12]
    assert await storage.issues_with(7, []) == ()
    assert await storage.issues_with(8, ["1:a"]) == ()


async def test_cause_that_an_issue_lost_no_longer_leads_there(storage: Storage) -> None:
    await storage.save_issue(7, replace(issue(12), fingerprints=("1:a", "1:b")))
    await storage.save_issue(7, replace(issue(12), fingerprints=("1:a",)))

    assert await storage.issues_with(7, ["1:b"]) == ()


async def test_second_open_issue_for_a_cause_is_told_of_the_first(storage: Storage) -> None:
    assert await storage.save_issue(7, issue(13)) == ()
    assert await storage.save_issue(7, issue(12)) == (13,)
    assert numbers(await storage.issues_with(7, ["1:boom"])) == [13, 12]
    assert await storage.save_issue(7, issue(13)) == ()


async def test_closed_issue_gives_its_cause_free(storage: Storage) -> None:
    await storage.save_issue(7, issue(12))
    await storage.save_issue(7, issue(12, **CLOSED))

    assert await storage.save_issue(7, issue(13)) == ()
    assert numbers(await storage.issues_with(7, ["1:boom"])) == [13, 12]


async def test_thousands_of_causes_are_looked_up_at_once(storage: Storage) -> None:
    many = tuple(f"1:{n:04d}" for n in range(2500))
    await storage.save_issue(7, replace(issue(12), fingerprints=many))

    assert numbers(await storage.issues_with(7, many)) == [12]
    assert await storage.save_issue(7, replace(issue(13), fingerprints=many)) == (12,)


async def test_only_open_issues_are_open(storage: Storage) -> None:
    await storage.save_issue(7, issue(12))
    await storage.save_issue(7, issue(11, "other"))
    await storage.save_issue(7, issue(13, "third", **CLOSED))

    assert numbers(await storage.open_issues(7)) == [11, 12]


async def test_recent_issues_begin_with_where_something_happened_last(storage: Storage) -> None:
    for number, hours in ((11, 5), (12, 9), (13, 7)):
        at = NOW + timedelta(hours=hours)
        await storage.save_issue(7, issue(number, f"c{number}", last_comment_at=at))

    assert numbers(await storage.recent_issues(7)) == [12, 13, 11]
    assert numbers(await storage.recent_issues(7, limit=1)) == [12]


async def test_forgotten_issue_leaves_nothing(storage: Storage) -> None:
    await storage.save_issue(7, issue(12))
    await storage.forget_issue(7, 12)

    assert await storage.issue(7, 12) is None
    assert await storage.issues_with(7, ["1:boom"]) == ()
    assert await storage.save_issue(7, issue(13)) == ()


def numbers(found: tuple[TrackedIssue, ...]) -> list[int]:
    return [one.number for one in found]
