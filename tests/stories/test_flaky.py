"""Flaky is said of what was proved, shown with both halves, and closed by statistics."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.github.state.actions import Run
from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

OTHER = "ZeroDivisionError: division by zero in the tax table"
LEG = "report"


def newest(place: Place) -> Run:
    return list(place.repo.runs.values())[-1]


def flaky(place: Place) -> list[bool]:
    return ["-test-flaky-" in issue.title for issue in place.kept]


async def proved(place: Place) -> None:
    """An issue that a second attempt proved to be flaky, after five green runs."""
    for _ in range(5):
        await place.ci(green())
    await place.ci(red())
    await place.ci(green(), attempt_of=newest(place))


async def test_rerun_that_passes_shows_both_attempts_and_the_rate(place: Place) -> None:
    await proved(place)
    run, body = newest(place), place.issue.body or ""

    assert flaky(place) == [True]
    assert f"runs/{run.id}/attempts/1)" in body
    assert f"runs/{run.id}/attempts/2)" in body
    assert f"failed 1 of 6 runs since 15 Sep 2025 in `{LEG}`" in body
    assert "Closes:** after 60 days without a failure or 83 passes in a row" in body


async def test_new_run_of_the_same_commit_that_passes_is_proof(place: Place) -> None:
    await place.ci(green())
    sha = await place.ci(red())
    await place.ci(green(), sha=sha, event="workflow_dispatch")

    assert flaky(place) == [True]


async def test_commit_that_passed_and_fails_now_is_flaky_from_the_start(place: Place) -> None:
    sha = await place.ci(green())
    await place.ci(red(), sha=sha, event="workflow_dispatch")

    assert flaky(place) == [True]
    assert (place.issue.body or "").count("/attempts/1)") >= 2


async def test_same_tree_under_another_commit_is_proof(place: Place) -> None:
    await place.ci(red())
    twin = await place.github.world.push(place.repo, {}, message="Nothing changed")
    await place.ci(green(), sha=twin)

    assert flaky(place) == [True]
    assert "which hold the same files" in (place.issue.body or "")


async def test_failure_that_came_and_went_is_not_closed_by_three_passes(place: Place) -> None:
    for _ in range(20):
        await place.ci(green())
    await place.ci(red())
    for _ in range(4):
        await place.ci(green())

    assert (place.issue.state, flaky(place)) == ("open", [False])
    said = place.issue.body or ""
    assert "Closes:** after 14 days without a failure or 291 passes in a row" in said
    assert (
        "because it failed only between passes, as a flaky test does: 4 days and 4 passes" in said
    )


async def test_person_who_calls_it_a_regression_has_it_closed_by_three(place: Place) -> None:
    for _ in range(20):
        await place.ci(green())
    await place.ci(red())
    await place.writes("/gardener reclassify regression", by="alice")
    for _ in range(3):
        await place.ci(green())

    assert place.issue.state == "closed"


async def test_pass_at_another_commit_is_no_proof(place: Place) -> None:
    await place.ci(green())
    for _ in range(3):
        await place.ci(red())
        await place.ci(green())

    assert flaky(place) == [False]


async def test_same_commit_in_another_leg_is_no_proof(place: Place) -> None:
    other = replace(green(), name="windows", artifacts={"report-win": {"j.xml": junit({"x": ""})}})
    sha = await place.ci(red(), other)
    await place.ci(
        replace(green(), artifacts={"report-win": green().artifacts["report"]}),
        sha=sha,
        event="workflow_dispatch",
    )

    assert flaky(place) == [False]


@pytest.mark.parametrize(
    "log",
    [
        "##[error]Process completed with exit code 1.\n",
        "error: The operation timed out after 30 minutes\n##[error]Process completed with exit code 1.\n",
    ],
    ids=["exit code 1", "a timeout"],
)
async def test_what_only_a_log_shows_is_never_flaky(place: Place, log: str) -> None:
    job = JobScript("build", log=log)
    await place.ci(job)
    for _ in range(2):
        await place.ci(JobScript("build", "success", log="ok\n"), attempt_of=newest(place))
        await place.ci(job, attempt_of=newest(place))

    assert place.kept
    assert not any(flaky(place))


async def test_flake_beside_a_regression_does_not_stop_it(place: Place) -> None:
    """Bug 1: pass and fail on one issue ended the loop, and the others were never looked at."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red(PRICE, OTHER))
    sha = newest(place).head_sha
    half = {"test_1": "", "test_2": OTHER, "test_look": ""}
    await place.ci(replace(red(), artifacts={"report": {"junit.xml": junit(half)}}), sha=sha)
    assert sorted(flaky(place)) == [False, True]

    await place.ci(green(2))
    assert [i.state for i in place.kept if "-flaky-" not in i.title] == ["closed"]
    assert [i.state for i in place.kept if "-flaky-" in i.title] == ["open"]


async def test_one_pass_never_closes_a_flaky_issue_and_a_long_silence_does(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await proved(place)
    for _ in range(4):
        await place.ci(green())
    assert place.issue.state == "open"

    place.github.clock.advance(timedelta(days=60))
    await place.ci(green())
    assert place.issue.state == "closed"
    assert "did not fail for 6" in place.issue.comments[-1].body


async def test_days_without_a_run_are_no_silence(place: Place) -> None:
    await proved(place)
    place.github.clock.advance(timedelta(days=90))
    await place.ci(red())
    await place.ci(green())

    assert place.issue.state == "open"


async def test_issue_that_came_back_twice_is_flaky(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(green())
    for _ in range(2):
        await place.ci(red())
        await place.ci(green())
    assert flaky(place) == [False]
    await place.ci(red())

    assert flaky(place) == [True]
    assert place.issue.state == "open"
    assert "not for the first time" in (place.issue.body or "")


async def test_new_cause_in_a_flaky_test_is_news_and_not_flaky(place: Place) -> None:
    await proved(place)
    await place.ci(red(OTHER))

    assert flaky(place) == [True, False]
    assert [i.state for i in place.kept] == ["open", "open"]


async def test_failures_in_a_row_end_a_flaky_history(place: Place) -> None:
    await proved(place)
    for _ in range(4):
        await place.ci(red())
    assert flaky(place) == [True]
    await place.ci(red())

    assert flaky(place) == [False]
    assert "It failed at 5 commits in a row in report" in (place.issue.body or "")
    assert place.issue.labels.count("failing-test-regression-p1") == 1
    assert "compare/" in (place.issue.body or "")


async def test_test_that_passed_on_its_retry_reopens_nothing(place: Place) -> None:
    """Bug 26: a case listed twice, red and then green, counted as a failure."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red())
    await place.ci(green())
    twice = (
        junit({"test_1": PRICE}).replace(b"</testsuite>", b"")
        + junit({"test_1": ""}).split(b">", 1)[1]
    )
    await place.ci(JobScript("test", "success", artifacts={"report": {"junit.xml": twice}}))

    assert [i.state for i in place.kept] == ["closed"]


async def test_word_of_a_person_stands_against_proof(place: Place) -> None:
    await place.ci(green())
    await place.ci(red())
    await place.writes("/gardener reclassify regression", by="alice")
    await place.ci(green(), attempt_of=newest(place))

    assert flaky(place) == [False]
