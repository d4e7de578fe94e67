"""The life of an issue over many runs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.config import IssueSettings, RepoConfig
from bot.model.names import Origin, Severity
from bot.model.plan import CloseIssue, OpenIssue, Plan, WriteCheck
from tests.build import run, verdict
from tests.planning.garden import Garden, every


def ops(plan: Plan) -> list[str]:
    return [change.op for change in plan.changes]


def test_a_regression_is_opened_kept_quietly_and_closed_after_three_passes() -> None:
    garden, boom = Garden(), verdict("boom")
    assert ops(garden.see(run(2), [boom])) == ["open", "check"]
    assert ops(garden.see(run(3), [boom])) == ["edit", "check"]
    assert ops(garden.see(run(4), green=["test_a"])) == ["edit"]
    assert garden.issues[1].progress[0].passes == 1
    garden.see(run(5), green=["test_a"])
    plan = garden.see(run(6), green=["test_a"])

    assert ops(plan) == ["close", "check"]
    close = plan.changes[0]
    assert isinstance(close, CloseIssue)
    assert close.news[0].items == (run(6).url, run(5).url, run(4).url)
    assert garden.issues[1].close_evidence is not None
    assert garden.issues[1].occurrence_count == 2


def test_fifty_recurrences_in_a_day_make_at_most_one_comment() -> None:
    garden, boom = Garden(), verdict("boom")
    for n in range(1, 51):
        moment = run(1).started_at + timedelta(minutes=20 * n)
        tests = ("test_a", f"test_{n}")  # always something new to tell
        garden.see(replace(run(n), started_at=moment), [verdict("boom", tests)], now=moment)
    assert len(garden.issues) == 1
    assert garden.comments == 0  # opening it was the message of the day

    later = run(1).started_at + timedelta(hours=26)
    garden.see(replace(run(60), started_at=later), [boom], now=later)
    garden.see(replace(run(61), started_at=later), [boom], now=later + timedelta(minutes=1))
    assert garden.comments == 1
    assert garden.issues[1].unsaid == ()


def test_alternating_pass_and_fail_never_closes() -> None:
    garden, boom = Garden(), verdict("boom")
    for the_run in every(1, 40):
        if the_run.number % 2:
            garden.see(the_run, [boom])
        else:
            garden.see(the_run, green=["test_a"])
    assert (garden.closes, garden.reopens, len(garden.issues)) == (0, 0, 1)


def test_three_hundred_errors_in_one_suite_make_one_issue_and_stay_one() -> None:
    garden = Garden()
    storm = [verdict(f"c{n}", (f"t{n}",)) for n in range(300)]
    plan = garden.see(run(2), storm)
    assert ops(plan) == ["open", "check"]
    assert garden.issues[1].verdict.slug == "shop-many-failures"
    assert len(garden.issues[1].children) == 300

    other_storm = [verdict(f"d{n}", (f"t{n}",)) for n in range(300)]
    garden.see(run(3), other_storm)
    garden.see(run(4), storm[:3])
    assert len(garden.issues) == 1

    for n in (5, 6, 7):
        garden.see(run(n), green=[f"t{i}" for i in range(300)])
    assert garden.open == []


def test_one_root_cause_in_three_hundred_tests_is_one_issue() -> None:
    garden = Garden()
    garden.see(run(2), [verdict("boom", tuple(f"t{n}" for n in range(300)))])
    assert len(garden.issues) == 1


def test_overflow_is_listed_and_opened_by_the_next_run() -> None:
    garden = Garden(config=RepoConfig(issues=IssueSettings(max_new_per_run=2)))
    causes = [verdict(f"c{n}", (f"t{n}",)) for n in range(5)]
    causes[4] = replace(causes[4], severity=Severity.P0)
    plan = garden.see(run(2), causes)

    assert ops(plan) == ["open", "open", "check"]
    assert isinstance(plan.changes[0], OpenIssue)
    assert plan.changes[0].issue.verdict.slug == "shop-c4"
    assert len(plan.overflow) == 3
    check = plan.changes[-1]
    assert isinstance(check, WriteCheck)
    held = [e.not_opened for e in check.worklog.entries if not e.number and e.not_opened]
    assert held == ["waits since 2025-09-14, as a run opens at most 2 issues"] * 3

    garden.see(run(3), causes)
    garden.see(run(4), causes)
    assert len(garden.issues) == 5


def test_a_storm_over_many_suites_respects_the_limit() -> None:
    garden = Garden()
    causes = []
    for n in range(200):
        v = verdict(f"c{n}", (f"t{n}",))
        failure = replace(v.cluster.failures[0], suite=f"tests/test_{n}.py")
        causes.append(replace(v, cluster=replace(v.cluster, failures=(failure,))))
    plan = garden.see(run(2), causes, green=[f"fine{n}" for n in range(200)])
    assert len(garden.issues) == 5
    assert len(plan.overflow) == 195


def closed_garden() -> Garden:
    garden = Garden()
    garden.see(run(2), [verdict("boom")])
    for n in (3, 4, 5):
        garden.see(run(n), green=["test_a"])
    assert garden.issues[1].state == "closed"
    return garden


def test_a_newer_failure_reopens() -> None:
    garden = closed_garden()
    plan = garden.see(run(6), [verdict("boom")])
    assert ops(plan) == ["reopen", "check"]
    assert garden.issues[1].state == "open"
    assert garden.issues[1].reopened == 1
    assert garden.issues[1].progress[0].passes == 0


@pytest.mark.parametrize(
    "late",
    [
        run(9, head_sha=run(4).head_sha, first_run=run(4).id),
        run(3, attempt=2, started_at=run(30).started_at),
    ],
    ids=["a new run of a commit that was tested before", "a second try of an older commit"],
)
def test_late_evidence_of_an_old_commit_does_not_reopen(late: object) -> None:
    garden = closed_garden()
    plan = garden.see(late, [verdict("boom")])  # type: ignore[arg-type]
    assert ops(plan) == ["remember", "check"]
    assert garden.issues[1].state == "closed"
    assert garden.issues[1].occurrence_count == 2


def test_after_the_window_a_new_issue_names_the_old_one() -> None:
    garden = closed_garden()
    after = run(20 * 24)
    plan = garden.see(after, [verdict("boom")])
    assert ops(plan) == ["open", "check"]
    assert garden.issues[2].related[0].number == 1
    assert garden.issues[2].related[0].state == "closed"
    assert ops(garden.see(run(20 * 24 + 1), [verdict("boom")])) == ["edit", "check"]


def test_the_same_attempt_seen_twice_adds_nothing() -> None:
    garden = Garden()
    garden.see(run(2), [verdict("boom")])
    before = dict(garden.issues)
    plan = garden.see(run(2), [verdict("boom")])
    assert ops(plan) == ["check"]
    assert garden.issues == before

    garden.see(run(3), green=["test_a"])
    before = dict(garden.issues)
    assert ops(garden.see(run(3), green=["test_a"])) == []
    assert garden.issues == before


def test_green_second_attempt_marks_flaky_and_closes_nothing() -> None:
    garden = Garden()
    garden.see(run(2), [verdict("boom")])
    plan = garden.see(run(2, attempt=2, started_at=run(3).started_at), green=["test_a"])
    edit = plan.changes[0]

    assert edit.op == "edit"
    assert edit.retitle
    assert edit.remove_labels == ("failing-test-regression-p1",)
    assert edit.add_labels == ("failing-test-flaky-p1",)
    assert garden.issues[1].verdict.origin is Origin.FLAKY
    for n in range(3, 52):
        garden.see(run(n), green=["test_a"])
    assert garden.issues[1].state == "open"
    garden.see(run(53), green=["test_a"])
    assert garden.issues[1].state == "closed"


def test_one_flaky_issue_does_not_stop_the_others() -> None:
    garden = Garden()
    garden.see(run(2), [verdict("boom"), verdict("crash", ("test_b",))])
    green = ["test_a", "test_b"]
    garden.see(run(2, attempt=2, started_at=run(3).started_at), green=green)
    assert [i.verdict.origin for i in garden.open] == [Origin.FLAKY, Origin.FLAKY]


def test_branches_prove_nothing_of_each_other() -> None:
    garden = Garden(config=RepoConfig(branches=("default", "release/*")))
    garden.see(run(2), [verdict("boom")])
    garden.see(run(3, branch="release/2"), [verdict("boom")])
    assert len(garden.issues) == 1
    for n in (4, 5, 6, 7):
        garden.see(run(n), green=["test_a"])
    assert garden.issues[1].state == "open"
    for n in (8, 9, 10):
        garden.see(run(n, branch="release/2"), green=["test_a"])
    assert garden.issues[1].state == "closed"


def test_keys_are_the_same_for_the_same_attempt() -> None:
    causes = [verdict("boom"), verdict("crash", ("test_b",))]
    plans = [Garden().see(run(2), causes) for _ in range(2)]
    assert [c.key for c in plans[0].changes] == [c.key for c in plans[1].changes]
    assert plans[0].changes[0].key == "run:1002:1:open:1:boom"
    assert len({c.key for c in plans[0].changes}) == len(plans[0].changes)
