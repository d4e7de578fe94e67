"""Owners: named by CODEOWNERS with the reason, told once, and never again."""

import re

from bot.demo.github.state.issues import Issue
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]

CODEOWNERS = "# who owns what\n* @reader\ntests/ @acme/shop-team @alice qa@acme.example\n"
CONFIG = """\
version: 1
issues:
  close_after_passes: 1
owners:
  fallback: ["@acme/qa"]
  labels:
    "@acme/Shop-Team": [team-shop, web]
    "@acme/qa": [needs-owner]
"""
_CODE = re.compile(r"`+[^`]*`+")


def live(text: str | None) -> list[str]:
    """The names that GitHub would tell: code tells nobody."""
    return re.findall(r"@[A-Za-z0-9][\w/.-]*", _CODE.sub("", text or ""))


def texts(issue: Issue) -> list[str]:
    return [issue.title, issue.body or "", *(c.body for c in issue.comments)]


async def test_team_is_told_once_in_the_life_of_an_issue(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": CODEOWNERS})
    await place.configure(CONFIG)
    await place.ci(red())
    issue = place.issue
    assert live(issue.body) == ["@acme/shop-team"]
    assert "owns `tests/` by CODEOWNERS line 3" in (issue.body or "")

    seen = [live(issue.body)]
    for job in (red(), red("KeyError: 'price'", "KeyError: 'price'"), green(), red()):
        await place.ci(job)
        seen.append([name for text in texts(issue) for name in live(text)])
    assert issue.comments
    assert seen == [["@acme/shop-team"], [], [], [], []]
    assert "`@acme/shop-team`" in (issue.body or "")


async def test_people_are_assigned_and_who_cannot_be_is_text(place: Place) -> None:
    text = "tests/ @nobody-here @alice qa@acme.example\n"
    await place.github.world.push(place.repo, {"CODEOWNERS": text})
    await place.ci(red())

    assert place.issue.assignees == ["alice"]
    assert live(place.issue.body) == []
    assert "`@nobody-here`, `@alice` and `qa@acme.example`" in (place.issue.body or "")
    assert "assigned" not in (place.issue.body or "").lower()


async def test_labels_of_a_team_come_with_the_opening(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": CODEOWNERS})
    await place.configure(CONFIG)
    await place.ci(red())

    assert {"team-shop", "web", "test-gardener"} <= {*place.issue.labels}
    assert "needs-owner" not in place.issue.labels


async def test_label_of_a_team_that_a_person_took_away_stays_away(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": CODEOWNERS})
    await place.configure(CONFIG)
    await place.ci(red())
    await place.github.world.unlabel(place.repo, place.issue.number, "web", by="alice")
    await place.work()
    for job in (red(), green(), red()):
        await place.ci(job)

    assert "web" not in place.issue.labels
    assert "team-shop" in place.issue.labels


async def test_what_nobody_owns_goes_to_the_fallback(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": "docs/ @alice\n"})
    await place.configure(CONFIG)
    await place.ci(red())

    assert live(place.issue.body) == ["@acme/qa"]
    assert "needs-owner" in place.issue.labels
    assert "fallback of `.github/gardener.yml`" in (place.issue.body or "")


async def test_bare_pattern_takes_the_owner_away(place: Place) -> None:
    await place.github.world.push(place.repo, {"CODEOWNERS": "* @alice\ntests/\n"})
    await place.ci(red())

    assert place.issue.assignees == []
    assert "Owners" not in (place.issue.body or "")
