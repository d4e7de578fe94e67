"""What a failure is to the author of a change."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.config import RepoConfig
from bot.model.flaky import FlakyProof
from bot.model.history import TestHistory
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.match import Match
from bot.model.names import Origin
from bot.model.plan import WriteCheck
from bot.model.run import WorkflowRun
from bot.model.sorting import Base, Sort, Sorted
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.plan import plan_run
from tests.build import NOW, cluster, failure, finding, issue, run, sighting, verdict
from tests.planning.garden import LEG, PASS, facts

PULL = run(9, event="pull_request", branch="topic")
WEAK = replace(failure("test_a"), fingerprints=replace(failure("test_a").fingerprints, weak=True))
FLAKY_ISSUE = issue(verdict=verdict(origin=Origin.FLAKY))
INFRA_ISSUE = issue(verdict=verdict(origin=Origin.INFRASTRUCTURE))


def history(test: str, window: str, leg: str = LEG) -> TestHistory:
    """A test that ended so in runs 1, 2, ... of the base."""
    past = TestHistory(test=f"1:{test}", leg=leg, first_seen=sighting(1), window=window)
    for number, letter in enumerate(window, start=1):
        seen, is_red = sighting(number), letter == "F"
        past = replace(
            past,
            last_failure=seen if is_red else past.last_failure,
            last_pass=past.last_pass if is_red else seen,
            fail_streak=past.fail_streak + 1 if is_red else 0,
        )
    return past


def base(**windows: str) -> Base:
    return Base(
        branch="main",
        histories={f"1:{test}": (history(test, window),) for test, window in windows.items()},
    )


def sorted_in(
    found: Verdict,
    tracked: TrackedIssue | None = None,
    *,
    the_run: WorkflowRun = PULL,
    open_issues: tuple[TrackedIssue, ...] = (),
    **more: Any,
) -> Sorted:
    """The sort that the check run of a run shows of one cause."""
    seen: RunFacts = facts(the_run, **more)
    known = (*open_issues, *([tracked] if tracked and tracked.state == "open" else ()))
    match = Match(verdict=found, issue=tracked)
    plan = plan_run([match], known, seen, config=RepoConfig(), now=NOW)
    check = plan.changes[-1]
    assert isinstance(check, WriteCheck)
    assert check.conclusion == "neutral"
    (entry,) = check.worklog.entries
    assert entry.sorted is not None
    return entry.sorted


def of_logs(**change: Any) -> Verdict:
    """A cause that only a log shows."""
    found = cluster("log", (), findings=(finding(origin=None, **change),), suites=())
    return verdict("log", cluster=found, origin=Origin.NEW, last_good=None)


def weak(**change: Any) -> Verdict:
    return verdict(cluster=cluster(failures=(WEAK,)), **change)


def proved(how: Any) -> Verdict:
    proof = FlakyProof(how=how, leg=LEG, failed=sighting(9), passed=sighting(8), test="test_a")
    return verdict(origin=Origin.FLAKY, flaky=proof)


PASSES, FAILS, NOT_KNOWN = base(test_a="FP"), base(test_a="PF"), base()
BOTH = ("test_a", "test_b")
CLOSED = issue(state="closed", state_reason="completed")
UNWANTED = issue(state="closed", state_reason="not_planned")


@pytest.mark.parametrize(
    ("found", "tracked", "on_base", "sort", "reason"),
    [
        (verdict(), None, PASSES, Sort.NEW, "passes on main, last in run 1002"),
        (verdict(), None, NOT_KNOWN, Sort.NEW, "no result of it on main"),
        (verdict(), None, FAILS, Sort.BASE, "failed last on main too, in run 1002"),
        (verdict(), issue(), FAILS, Sort.BASE, "failed last on main too"),
        (verdict(), issue(), PASSES, Sort.KNOWN, "an open issue of main has it"),
        (verdict(), issue(), NOT_KNOWN, Sort.KNOWN, "an open issue of main has it"),
        (verdict(), FLAKY_ISSUE, FAILS, Sort.FLAKY, "its issue says flaky"),
        (verdict(), INFRA_ISSUE, PASSES, Sort.INFRASTRUCTURE, "outside the code"),
        (verdict(origin=Origin.INFRASTRUCTURE), None, PASSES, Sort.INFRASTRUCTURE, "outside"),
        (verdict(origin=Origin.INFRASTRUCTURE), issue(), PASSES, Sort.KNOWN, "an open issue"),
        (verdict(origin=Origin.WARNING), None, PASSES, Sort.WARNING, "nothing failed"),
        (proved("re-run"), None, PASSES, Sort.FLAKY, "passed in another attempt"),
        (proved("report"), issue(), PASSES, Sort.FLAKY, "passed as well in the same run"),
        (proved("same-commit"), None, PASSES, Sort.NEW, "passes on main"),
        (verdict(), CLOSED, PASSES, Sort.NEW, "may lack what mended it"),
        (verdict(), UNWANTED, PASSES, Sort.KNOWN, "closed as not planned"),
        (weak(), issue(), PASSES, Sort.NEW, "too common"),
        (weak(), FLAKY_ISSUE, PASSES, Sort.NEW, "too common"),
        (weak(), UNWANTED, PASSES, Sort.NEW, "passes on main"),
        (weak(), None, FAILS, Sort.BASE, "failed last on main too"),
        (verdict(names=BOTH), None, FAILS, Sort.NEW, "no result"),
        (verdict(names=BOTH), None, base(test_a="F", test_b="P"), Sort.NEW, "some of it passes"),
        (verdict(names=BOTH), None, base(test_a="F", test_b="F"), Sort.BASE, "failed last on main"),
        (of_logs(), None, PASSES, Sort.NEW, "not seen on main"),
        (of_logs(is_generic=True), None, PASSES, Sort.UNCLASSIFIED, "only that it failed"),
        (of_logs(is_generic=True), issue(), PASSES, Sort.UNCLASSIFIED, "only that it failed"),
        (of_logs(), issue(), PASSES, Sort.BASE, "failed last on main too"),
    ],
    ids=[
        "passes on the base",
        "is not known on the base",
        "fails on the base without an issue",
        "fails on the base with an issue",
        "has an issue though it passes on the base",
        "has an issue and no results on the base",
        "has a flaky issue though it fails on the base",
        "has an issue that says infrastructure",
        "is infrastructure by its own evidence",
        "looks like infrastructure where people said otherwise",
        "is a warning",
        "passed when the run was tried again",
        "passed in the report itself",
        "passed at that head in another merge",
        "was mended",
        "was closed as not planned",
        "has a vague cause and an issue",
        "has a vague cause and a flaky issue",
        "has a vague cause that was not planned to mend",
        "has a vague cause and fails on the base",
        "one of two tests is not known on the base",
        "one of two tests passes on the base",
        "both tests fail on the base",
        "is in a log alone",
        "is a line that any log shows",
        "is a line that any log shows, like an issue",
        "is in a log whose job failed last on the base",
    ],
)
def test_sort_of_a_failure_in_a_pull_request(
    found: Verdict, tracked: TrackedIssue | None, on_base: Base, sort: Sort, reason: str
) -> None:
    made = sorted_in(found, tracked, base=on_base)
    assert made.sort is sort
    assert reason in made.reason


def test_job_that_passed_again_on_the_base_is_known_and_not_broken_there() -> None:
    mending = issue(progress=(LegProgress(leg="build", passes=1),))
    assert sorted_in(of_logs(), mending, base=PASSES).sort is Sort.KNOWN


def test_result_in_the_same_leg_counts_before_those_of_others() -> None:
    legs = (history("test_a", "PF", leg="windows"), history("test_a", "FP"))
    there = Base(branch="main", histories={"1:test_a": legs})
    assert sorted_in(verdict(), base=there).sort is Sort.NEW


def test_test_that_fails_on_the_base_for_another_cause_names_the_issue_of_the_test() -> None:
    other = issue(7, "crash", tests=("1:test_a",))
    made = sorted_in(verdict(), base=FAILS, open_issues=(other,))
    assert (made.sort, made.number) == (Sort.BASE, 7)


def test_new_cause_in_a_flaky_test_is_new_though_the_test_is_red_on_the_base() -> None:
    other = issue(7, tests=("1:test_a",), verdict=verdict("crash", origin=Origin.FLAKY))
    assert sorted_in(verdict(), base=FAILS, open_issues=(other,)).sort is Sort.NEW


def test_retry_in_the_same_run_that_passed_is_flaky() -> None:
    made = sorted_in(verdict(), base=PASSES, outcomes={"1:test_a": {LEG: PASS}})
    assert made.sort is Sort.FLAKY


@pytest.mark.parametrize(
    ("found", "tracked", "sort"),
    [
        (verdict(), None, Sort.NEW),
        (verdict(), issue(), Sort.KNOWN),
        (weak(), issue(), Sort.KNOWN),
        (of_logs(is_generic=True), None, Sort.UNCLASSIFIED),
        (proved("same-commit"), None, Sort.FLAKY),
        (verdict(), UNWANTED, Sort.KNOWN),
    ],
    ids=[
        "a new cause",
        "a known cause",
        "a vague cause that the run itself writes to its issue",
        "a line that any log shows",
        "a commit that passed before",
        "a cause that stays closed",
    ],
)
def test_sort_of_a_failure_on_the_branch_itself(
    found: Verdict, tracked: TrackedIssue | None, sort: Sort
) -> None:
    assert sorted_in(found, tracked, the_run=run(9)).sort is sort


def test_branch_that_may_not_write_to_its_issues_knows_them_all_the_same() -> None:
    made = sorted_in(weak(), issue(), the_run=run(9), issues_off=True)
    assert (made.sort, made.reason) == (Sort.KNOWN, "an open issue of main has it")


def test_what_passes_has_no_sort() -> None:
    seen = facts(run(5), {"test_a": PASS}, has_check=True)
    plan = plan_run([], [issue()], seen, config=RepoConfig(), now=NOW)
    check = plan.changes[-1]
    assert isinstance(check, WriteCheck)
    assert [entry.sorted for entry in check.worklog.entries] == [None]
    assert check.conclusion == "success"
