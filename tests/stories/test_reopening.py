"""A closed issue comes back only by newer evidence, at a commit that contains the closing."""

from datetime import timedelta

import pytest

from bot.demo.github.state.actions import Run
from bot.demo.github.state.issues import Issue
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]

CONFIG = "version: 1\nbranches: [default, 'release/*']\nissues:\n  close_after_passes: 2\n"
OTHER = "ZeroDivisionError: division by zero in the tax table"


async def fixed(place: Place) -> Issue:
    """An issue that two passes closed."""
    await place.configure(CONFIG)
    await place.ci(red())
    for _ in range(2):
        await place.ci(green())
    assert place.issue.state == "closed"
    return place.issue


def first_run(place: Place) -> Run:
    return next(iter(place.repo.runs.values()))


async def test_failure_at_a_newer_commit_reopens_once_and_says_why(place: Place) -> None:
    issue = await fixed(place)
    said = len(issue.comments)
    await place.ci(red())
    await place.ci(red())

    assert issue.state == "open"
    assert [e.event for e in issue.events].count("reopened") == 1
    assert ["**Reopened**" in c.body for c in issue.comments[said:]].count(True) == 1


async def test_new_run_of_a_commit_before_the_fix_reopens_nothing(place: Place) -> None:
    await place.configure(CONFIG)
    untested = await place.github.world.push(place.repo, {"early.py": "1"})
    issue = await fixed(place)
    old = first_run(place).head_sha
    for sha in (old, untested):
        await place.ci(red(), sha=sha, event="workflow_dispatch")

    assert issue.state == "closed"
    assert len(place.kept) == 1
    assert "older than the closing" in place.check_text(untested)


async def test_second_attempt_of_an_old_run_reopens_nothing(place: Place) -> None:
    issue = await fixed(place)
    before = len(issue.comments)
    await place.ci(red(), attempt_of=first_run(place))

    assert issue.state == "closed"
    assert len(issue.comments) == before


async def test_branch_without_the_fix_is_listed_and_reopens_nothing(place: Place) -> None:
    await place.configure(CONFIG)
    await place.github.world.push(place.repo, {"release.txt": "1"}, branch="release/1")
    issue = await fixed(place)
    shas = [await place.ci(red(), branch="release/1") for _ in range(2)]

    assert issue.state == "closed"
    assert len(place.kept) == 1
    assert all("not fixed on release/1" in place.check_text(sha) for sha in shas)


async def test_branch_that_has_the_fix_and_fails_reopens(place: Place) -> None:
    issue = await fixed(place)
    await place.ci(red(), branch="release/2")

    assert issue.state == "open"


async def test_rewritten_history_of_the_own_branch_is_judged_by_the_order_of_runs(
    place: Place,
) -> None:
    await place.configure(CONFIG)
    root = place.repo.head
    issue = await fixed(place)
    place.repo.branches["main"] = root
    await place.ci(red())

    assert issue.state == "open"


@pytest.mark.parametrize("has_fix", [True, False], ids=["with the fix", "without the fix"])
async def test_closing_that_names_a_commit_counts_only_where_it_is(
    place: Place, has_fix: bool
) -> None:
    await place.configure(CONFIG)
    await place.ci(red())
    issue = place.issue
    fix = await place.github.world.push(place.repo, {"fix.py": "1"}, branch="fix")
    await place.github.world.close(place.repo, issue.number, commit=fix)
    await place.work()
    before = place.asked("/events")
    for _ in range(2):
        if has_fix:
            await place.ci(red(), sha=fix)
        else:
            await place.ci(red(), branch="release/3")

    assert issue.state == ("open" if has_fix else "closed")
    assert place.asked("/events") - before == 1


async def test_closed_as_not_planned_stays_silent_until_there_is_a_new_cause(place: Place) -> None:
    await place.ci(red())
    issue = place.issue
    await place.github.world.close(place.repo, issue.number, reason="not_planned")
    await place.work()
    await place.ci(red())
    assert (issue.state, len(place.kept), issue.comments) == ("closed", 1, [])

    await place.ci(red(OTHER))
    assert issue.state == "closed"
    assert [i.state for i in place.kept] == ["closed", "open"]


async def test_run_that_began_before_a_person_closed_reopens_nothing(place: Place) -> None:
    await place.ci(red())
    issue, run = place.issue, first_run(place)
    late = await place.github.world.run(place.repo, jobs=[red()], deliver=False)
    await place.github.world.close(place.repo, issue.number)
    await place.work()
    for told in (run, late):
        await place.ci(red(), attempt_of=told)

    assert issue.state == "closed"


async def test_after_the_window_a_new_issue_names_the_old_one(place: Place) -> None:
    issue = await fixed(place)
    place.github.clock.advance(timedelta(days=20))
    await place.ci(red())
    old, new = place.kept

    assert (old.state, new.state) == ("closed", "open")
    assert f"#{issue.number} (closed)" in (new.body or "")
    assert "closed earlier for the same cause" in (new.body or "").lower()


async def test_old_commit_after_the_window_opens_nothing(place: Place) -> None:
    await fixed(place)
    place.github.clock.advance(timedelta(days=20))
    old = place.repo.commits[first_run(place).head_sha].parents[0]
    await place.ci(red(), sha=old, event="workflow_dispatch")

    assert [i.state for i in place.kept] == ["closed"]
