"""Issues that were locked, deleted, moved away or switched off: nothing is lost, nothing repeats."""

from collections.abc import Awaitable, Callable

import pytest

from bot.demo.github.state.issues import Issue
from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]

OTHER = "ZeroDivisionError: division by zero in the tax table"
Act = Callable[[Place, Issue], Awaitable[object]]


async def deleted(place: Place, issue: Issue) -> None:
    await place.github.world.delete_issue(place.repo, issue.number)


async def deleted_unheard(place: Place, issue: Issue) -> None:
    await place.github.world.convert(place.repo, issue.number)


async def transferred(place: Place, issue: Issue) -> None:
    other = place.github.add_repository("acme/attic")
    await place.github.world.transfer(place.repo, issue.number, other)


async def transferred_unheard(place: Place, issue: Issue) -> None:
    """To a repository of the same installation, where a redirect would lead every write."""
    other = place.github.add_repository("acme/attic")
    place.installation.repositories.append(other)
    await place.github.world.transfer(place.repo, issue.number, other)
    place.done = len(place.github.deliveries)


GONE: dict[str, Act] = {
    "deleted": deleted,
    "converted to a discussion": deleted_unheard,
    "transferred": transferred,
    "transferred to a neighbor, unheard": transferred_unheard,
}


@pytest.mark.parametrize("act", GONE.values(), ids=GONE.keys())
@pytest.mark.parametrize("was", ["open", "closed"])
async def test_next_failure_of_a_vanished_issue_opens_exactly_one(
    place: Place, act: Act, was: str
) -> None:
    await place.ci(red())
    issue = place.issue
    if was == "closed":
        for _ in range(3):
            await place.ci(green())
    before = (issue.body, issue.state, len(issue.comments))
    number = issue.number
    await act(place, issue)
    await place.work()
    for _ in range(3):
        await place.ci(red())

    assert [i.state for i in place.kept] == ["open"]
    assert place.issue.number > number
    assert (issue.body, issue.state, len(issue.comments)) == before


@pytest.mark.parametrize("act", GONE.values(), ids=GONE.keys())
async def test_passes_of_a_vanished_issue_change_nothing(place: Place, act: Act) -> None:
    await place.ci(red())
    issue = place.issue
    body = issue.body
    await act(place, issue)
    await place.work()
    for _ in range(4):
        await place.ci(green())

    assert place.kept == []
    assert (issue.body, issue.state) == (body, "open")


async def test_locked_issue_that_would_be_reopened_gets_one_successor(place: Place) -> None:
    await place.ci(red())
    old = place.issue
    for _ in range(3):
        await place.ci(green())
    await place.github.world.lock(place.repo, old.number)
    await place.work()
    for _ in range(3):
        await place.ci(red())
    new = place.kept[-1]

    assert [i.state for i in place.kept] == ["closed", "open"]
    assert f"- #{old.number} (closed" in (new.body or "")
    for _ in range(3):
        await place.ci(green())
    assert [i.state for i in place.kept] == ["closed", "closed"]


async def test_locked_issue_with_news_goes_on_in_a_successor(place: Place) -> None:
    await place.ci(red())
    old = place.issue
    await place.github.world.lock(place.repo, old.number)
    await place.work()
    await place.ci(red(PRICE, PRICE))
    await place.ci(red(PRICE, PRICE))

    assert [(i.state, i.state_reason) for i in place.kept] == [
        ("closed", "duplicate"),
        ("open", None),
    ]
    assert old.comments == []


async def test_locked_issue_that_passes_is_closed_without_a_word(place: Place) -> None:
    await place.ci(red())
    await place.github.world.lock(place.repo, place.issue.number)
    await place.work()
    for _ in range(3):
        await place.ci(green())

    assert place.issue.state == "closed"
    assert place.issue.comments == []


async def test_switched_off_issues_wait_and_nothing_is_lost(place: Place) -> None:
    await place.ci(red())
    place.repo.issues_enabled = False
    before = len(place.writes_on_github())
    await place.ci(red(PRICE, OTHER))
    sha = await place.ci(red(PRICE, OTHER))

    assert "issues are switched off in this repository" in place.check_text(sha)
    assert all("/check-runs" in w for w in place.writes_on_github()[before:])
    assert len(await place.on.storage.pending(place.repo.id)) == 1

    place.repo.issues_enabled = True
    await place.ci(red(PRICE, OTHER))
    assert [i.state for i in place.kept] == ["open", "open"]
    assert await place.on.storage.pending(place.repo.id) == {}


async def test_issues_switched_off_while_a_run_is_read_forget_nothing(place: Place) -> None:
    await place.ci(red())
    issue = place.issue
    place.github.clock.advance(place.world.write_pause)
    sha = await place.github.world.push(place.repo, {"late.py": "1"})
    await place.github.world.run(place.repo, sha=sha, jobs=[red(PRICE, OTHER)])
    place.repo.issues_enabled = False
    await place.work()
    assert "refused to open" in place.check_text(sha)

    place.repo.issues_enabled = True
    await place.ci(red(PRICE, OTHER))
    assert len(place.kept) == 2
    assert issue.state == "open"
