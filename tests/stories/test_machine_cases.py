"""What the machine of test_machine once found, each as a story of its own."""

from datetime import timedelta

import pytest

from bot.demo.github.state.issues import Issue
from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]


def shown(issues: list[Issue]) -> list[tuple[int, str, int]]:
    """What people are told of: number, state and how many comments."""
    return [(issue.number, issue.state, len(issue.comments)) for issue in issues]


@pytest.mark.parametrize("is_locked", [False, True], ids=["open", "locked"])
@pytest.mark.parametrize("how", ["new run", "attempt"])
async def test_old_commit_that_fails_anew_says_nothing_and_takes_no_pass_away(
    place: Place, how: str, is_locked: bool
) -> None:
    """A new run of an old commit commented, lost the passes, and moved a locked issue."""
    old = await place.ci(red())
    first = next(iter(place.repo.runs.values()))
    await place.ci(green())
    if is_locked:
        await place.github.world.lock(place.repo, place.issue.number)
    before = shown(place.kept)
    if how == "attempt":
        await place.ci(red(PRICE, PRICE), attempt_of=first)
    else:
        await place.ci(red(PRICE, PRICE), sha=old, event="workflow_dispatch")
    stored = await place.on.storage.issue(place.repo.id, place.kept[0].number)

    assert shown(place.kept) == before
    assert stored is not None
    assert [leg.passes for leg in stored.progress] == [1]


async def test_late_closing_of_a_person_is_not_undone_by_what_was_told_before_it(
    place: Place,
) -> None:
    """Closing, reopening: told in the wrong order, the issue is what GitHub shows."""
    await place.ci(red())
    number = place.issue.number
    await place.github.world.close(place.repo, number, reason="not_planned")
    (closing,) = place.told()
    place.github.clock.advance(timedelta(minutes=1))
    await place.github.world.reopen(place.repo, number)
    await place.work()
    await place.do(closing)
    stored = await place.on.storage.issue(place.repo.id, number)

    assert stored is not None
    assert (place.issue.state, stored.state) == ("open", "open")


async def test_late_reopening_of_a_person_does_not_open_what_passes_closed_since(
    place: Place,
) -> None:
    """The store said open while GitHub showed the issue closed."""
    await place.ci(red())
    for _ in range(3):
        await place.ci(green())
    number = place.issue.number
    await place.github.world.reopen(place.repo, number)
    (reopening,) = place.told()
    await place.ci(red())
    for _ in range(3):
        await place.ci(green())
    assert place.issue.state == "closed"
    await place.do(reopening)
    stored = await place.on.storage.issue(place.repo.id, number)

    assert stored is not None
    assert (place.issue.state, stored.state) == ("closed", "closed")


async def test_commit_whose_first_run_was_cancelled_is_as_old_as_it_is(place: Place) -> None:
    """A cancelled run left no trace, so that the next run of its commit counted as the newest."""
    await place.ci(red())
    cancelled = await place.ci(red(PRICE, PRICE), conclusion="cancelled")
    await place.ci(red())
    before = shown(place.kept)
    await place.ci(red(PRICE, PRICE), sha=cancelled, event="workflow_dispatch")

    assert shown(place.kept) == before
