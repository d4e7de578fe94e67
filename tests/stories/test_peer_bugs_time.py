"""Bugs of other bots, replayed: what old, missing or contradicting evidence must not do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

ZERO = "ZeroDivisionError: division by zero"
COLORS = "assert 'blue' in color_names()"


def report(**tests: str) -> JobScript:
    """A job with one report of these tests by name; an empty message passed."""
    conclusion = "failure" if any(tests.values()) else "success"
    return replace(
        green(), conclusion=conclusion, artifacts={"report": {"junit.xml": junit(tests)}}
    )


async def test_flaky_proof_of_one_issue_does_not_end_the_work_on_the_others(place: Place) -> None:
    """Bug 1: a test that failed and passed at one commit broke the loop over all issues."""
    await place.ci(report(test_1=PRICE, test_2=ZERO, test_3=""))
    run = next(iter(place.repo.runs.values()))
    await place.ci(report(test_1="", test_2="", test_3=COLORS), attempt_of=run)

    assert len(place.kept) == 3
    assert [("-flaky-" in issue.title) for issue in place.kept[:2]] == [True, True]


async def test_old_commit_that_fails_late_reopens_nothing(place: Place) -> None:
    """Bug 10: a run of an old commit, told after the fix, reopened the issue."""
    await place.ci(red())
    old = await place.github.world.push(place.repo, {"b.py": ""})
    run = await place.github.world.run(place.repo, sha=old, jobs=[red()])
    late = place.told()
    for _ in range(3):
        await place.ci(green())
    before = place.issue.body
    assert place.issue.state == "closed"
    for job in late:
        await place.do(job)
    await place.ci(red(), attempt_of=run)
    await place.ci(red(), sha=old, event="workflow_dispatch")

    assert (place.issue.state, place.issue.body) == ("closed", before)
    assert len(place.issue.comments) == 1


async def test_test_that_vanished_from_the_report_has_not_passed(place: Place) -> None:
    """Bug 11: what was not in the report counted as mended."""
    await place.ci(report(test_1=PRICE, test_2=""))
    for _ in range(4):
        await place.ci(report(test_2=""))

    assert place.issue.state == "open"
    assert place.issue.comments == []


async def test_issue_that_a_stale_bot_closed_comes_back_once_for_each_closing(
    place: Place,
) -> None:
    """Bug 19: a stale bot closed, and each new failure was another identical reopening or issue."""
    await place.ci(red())
    number = place.issue.number
    for closings in (1, 2):
        await place.github.world.close(
            place.repo, number, by="stale-sweeper[bot]", reason="not_planned"
        )
        await place.work()
        for _ in range(2):
            await place.ci(red())
        reopened = [event for event in place.issue.events if event.event == "reopened"]
        assert place.issue.state == "open"
        assert len(reopened) == len(place.issue.comments) == closings


async def test_second_attempt_that_passes_proves_flaky_and_closes_nothing(place: Place) -> None:
    """Bug 27: a re-run at the failing commit itself counted as the fix."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red())
    run = next(iter(place.repo.runs.values()))
    await place.ci(green(), attempt_of=run)

    assert place.issue.state == "open"
    assert place.issue.title.startswith("failing-test-flaky-")


@pytest.mark.parametrize(
    ("script", "conclusion"),
    [
        pytest.param(green(), "cancelled", id="cancelled"),
        pytest.param(green(), "timed_out", id="timed out"),
        pytest.param(green(), "skipped", id="skipped"),
        pytest.param(replace(green(), artifacts={}), "success", id="no report"),
        pytest.param(
            replace(green(), conclusion="skipped", artifacts={}, log=None), None, id="job skipped"
        ),
        pytest.param(replace(green(), artifacts={}), "failure", id="crashed before its report"),
    ],
)
async def test_run_without_results_proves_no_pass(
    place: Place, script: JobScript, conclusion: str | None
) -> None:
    """Bug 28: a run that was cut off looked green, and issues were closed."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red())
    for _ in range(2):
        await place.ci(script, conclusion=conclusion)

    tracked = next(i for i in place.kept if PRICE in (i.body or ""))
    assert tracked.state == "open"
    assert tracked.comments == []


async def test_skipped_test_has_not_passed(place: Place) -> None:
    """Bug 28, the other half: a test that is switched off is not mended."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(report(test_1=PRICE, test_2=""))
    xml = junit({"test_1": "", "test_2": ""}).replace(
        b'name="test_1"></testcase>', b'name="test_1"><skipped message="broken"/></testcase>'
    )
    assert b"skipped" in xml
    for _ in range(3):
        await place.ci(replace(green(), artifacts={"report": {"junit.xml": xml}}))

    assert place.issue.state == "open"


async def test_day_of_reruns_writes_one_comment(place: Place) -> None:
    """Bug 1 and 19 together: attempt after attempt must not become comment after comment."""
    await place.ci(red())
    run = next(iter(place.repo.runs.values()))
    for n in range(6):
        place.github.clock.advance(timedelta(hours=1))
        job = green() if n % 2 else red(PRICE, PRICE)
        await place.github.world.run(place.repo, attempt_of=run, jobs=[job])
        await place.work()

    assert len(place.issue.comments) <= 1
