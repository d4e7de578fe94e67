"""Bugs of other bots, replayed: what GitHub may do to an issue or a request."""

from datetime import timedelta

import pytest

from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]

ZERO = "ZeroDivisionError: division by zero"
COLORS = "assert 'blue' in color_names()"


async def test_locked_issue_hands_over_to_a_successor(place: Place) -> None:
    """Bug 20: a comment on a locked issue failed again and again."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red())
    first = place.issue
    await place.ci(green())
    await place.github.world.lock(place.repo, first.number)
    await place.work()
    await place.ci(red())
    await place.ci(red())

    assert [i.state for i in place.kept] == ["closed", "open"]
    assert f"#{first.number}" in (place.kept[1].body or "")
    assert len(first.comments) == 1


@pytest.mark.parametrize("is_told", [True, False], ids=["told by webhook", "webhook lost"])
async def test_deleted_issue_is_followed_by_one_new_one(place: Place, is_told: bool) -> None:
    """Bug 20: writing to a deleted issue ended the job, or the failure was never filed again."""
    await place.ci(red(PRICE, ZERO))
    first, second = place.kept
    await place.github.world.delete_issue(place.repo, first.number)
    if is_told:
        await place.work()
    place.told()
    for _ in range(3):
        await place.ci(red(PRICE, ZERO))

    assert len(place.kept) == 2
    assert place.kept[0].number == second.number
    assert "4 times" in (second.body or "") or "4 runs" in (second.body or "")


@pytest.mark.parametrize("is_told", [True, False], ids=["told by webhook", "webhook lost"])
async def test_transferred_issue_is_left_alone_and_followed_by_one_new_one(
    place: Place, is_told: bool
) -> None:
    """Bug 20: the redirect was followed into a repository that is none of ours."""
    other = place.github.add_repository("acme/archive")
    await place.ci(red())
    first = place.issue.number
    moved = await place.github.world.transfer(place.repo, first, other)
    if is_told:
        await place.work()
    place.told()
    before = (moved.body, moved.state, len(moved.comments), list(moved.labels))
    for _ in range(3):
        await place.ci(red())

    assert (moved.body, moved.state, len(moved.comments), list(moved.labels)) == before
    assert len(place.kept) == 1
    assert place.issue.number != first


async def test_repository_without_issues_loses_nothing(place: Place) -> None:
    """Bug 20: with issues switched off every run ended in an error."""
    place.repo.issues_enabled = False
    sha = await place.ci(red())
    assert place.kept == []
    assert "KeyError" in place.check_text(sha)
    place.repo.issues_enabled = True
    await place.ci(red())

    assert PRICE in (place.issue.body or "")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", r"/issues$", id="opening"),
        pytest.param("POST", r"/graphql$", id="editing"),
        pytest.param("POST", r"/check-runs$", id="check run"),
        pytest.param("PATCH", r"/issues/\d+$", id="closing"),
        pytest.param("POST", r"/comments$", id="comment"),
    ],
)
async def test_secondary_limit_without_a_time_waits_a_minute_and_loses_no_write(
    place: Place, method: str, path: str
) -> None:
    """Bug 21: without Retry-After the write was given up."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    fault = place.github.faults.add(kind="secondary_403", method=method, path=path, times=2)
    waited, sha = timedelta(), ""
    for job in (red(PRICE, ZERO), red(PRICE, ZERO), green(2)):
        before = place.github.clock()
        sha = await place.ci(job)
        waited += place.github.clock() - before - timedelta(hours=24, minutes=4)

    assert fault.struck == 2
    assert waited >= timedelta(minutes=2)
    assert [issue.state for issue in place.kept] == ["closed", "closed"]
    assert [len(issue.comments) for issue in place.kept] == [1, 1]
    assert len(place.github.check_runs(place.repo, sha)) == 1


async def test_one_refused_write_stops_none_of_the_others(place: Place) -> None:
    """Bug 8, of writes: one issue that could not be changed ended the whole run."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red(PRICE, ZERO, COLORS))
    first, *others = place.kept
    path = rf"/issues/{first.number}(/|$)"
    place.github.faults.add(kind="not_found", method="PATCH|POST", path=path, times=99)
    sha = await place.ci(green(3))

    assert [issue.state for issue in others] == ["closed", "closed"]
    assert len(place.github.check_runs(place.repo, sha)) == 1
