"""Who owns what is new: asked for once in ten minutes; people are assigned, teams are named."""

from dataclasses import replace

import pytest
from cachetools import TTLCache

from bot.jobs.toolbox import Toolbox
from tests.jobs.place import Place, place, red

__all__ = ["place"]

OTHER = "ZeroDivisionError: division by zero"
THIRD = "TimeoutError: the cart did not answer"


@pytest.mark.parametrize("path", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
async def test_people_are_assigned_and_teams_are_named(place: Place, path: str) -> None:
    await place.github.world.push(place.repo, {path: "tests/ @alice @acme/shop-team\n"})
    await place.ci(red())

    assert place.issue.assignees == ["alice"]
    assert "@acme/shop-team" in (place.issue.body or "")


async def test_first_place_wins_as_on_github(place: Place) -> None:
    files = {".github/CODEOWNERS": "* @alice\n", "CODEOWNERS": "* @reader\n"}
    await place.github.world.push(place.repo, files)
    await place.ci(red())

    assert place.issue.assignees == ["alice"]


async def test_owner_who_may_not_be_assigned_does_not_keep_the_issue_away(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": "* @nobody-here @alice\n"})
    await place.ci(red())

    assert len(place.kept) == 1


async def test_file_is_asked_for_once_in_ten_minutes(place: Place) -> None:
    passed = 0.0
    memory: TTLCache[int, str] = TTLCache(maxsize=10, ttl=600, timer=lambda: passed)
    on: Toolbox = replace(place.on, owner_files=memory)
    await place.ci(red(), on=on)
    asked = place.asked("CODEOWNERS")
    await place.github.world.push(place.repo, {"CODEOWNERS": "* @alice\n"})
    passed = 599.0
    await place.ci(red(OTHER), on=on)
    assert place.asked("CODEOWNERS") == asked
    passed = 601.0
    await place.ci(red(THIRD), on=on)

    assert place.asked("CODEOWNERS") > asked
    assert [issue.assignees for issue in place.kept] == [[], [], ["alice"]]


async def test_file_is_not_asked_for_when_nothing_is_new(place: Place) -> None:
    await place.ci(red())
    place.on.owner_files.clear()
    asked = place.asked("CODEOWNERS")
    await place.ci(red())

    assert place.asked("CODEOWNERS") == asked


async def test_config_may_say_that_nobody_is_assigned(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": "* @alice\n"})
    await place.configure("version: 1\nissues:\n  assign: none\n")
    await place.ci(red())

    assert place.issue.assignees == []
    assert place.asked("CODEOWNERS") == 0


async def test_broken_line_of_the_file_keeps_the_others(place: Place) -> None:
    text = "[[ @reader\n\x00\n* @alice\n"
    await place.github.world.push(place.repo, {"CODEOWNERS": text})
    await place.ci(red())

    assert place.issue.assignees == ["alice"]
