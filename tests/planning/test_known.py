"""A cause that has its issue and fails again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.config import RepoConfig
from bot.model.issue import Field, LegProgress, Override, Related, TrackedIssue
from bot.model.match import Match
from bot.model.names import Severity
from bot.model.plan import CommentIssue, EditIssue, Plan
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.plan import plan_run
from tests.build import NOW, issue, run, sighting, verdict
from tests.planning.garden import LEG, PASS, facts

LONG_AGO = NOW - timedelta(days=2)


def again(
    tracked: TrackedIssue,
    what: Verdict | None = None,
    the_run: WorkflowRun | None = None,
    **more: Any,
) -> Plan:
    the_run = the_run or run(5)
    match = Match(verdict=what or verdict(), issue=tracked, how="same cause")
    seen = facts(the_run, more.pop("results", None), **more)
    config = RepoConfig()
    return plan_run([match], [tracked], seen, config=config, now=the_run.completed_at)


def after(plan: Plan) -> TrackedIssue:
    change = plan.changes[0]
    found = getattr(change, "issue", None)
    assert isinstance(found, TrackedIssue)
    return found


def ops(plan: Plan) -> list[str]:
    return [change.op for change in plan.changes]


def test_a_failure_seen_again_is_counted_in_the_body() -> None:
    plan = again(issue())
    assert ops(plan) == ["edit", "check"]
    now = after(plan)
    assert now.occurrence_count == 2
    assert [o.seen.run_id for o in now.occurrences] == [1005, 1002]
    assert now.last_seen == sighting(5)


def test_only_thirty_occurrences_are_kept_and_all_are_counted() -> None:
    tracked = issue()
    for n in range(3, 60):
        tracked = after(again(tracked, the_run=run(n)))
    assert len(tracked.occurrences) == 30
    assert tracked.occurrence_count == 58
    assert tracked.occurrences[0].seen.run_id == 1059
    assert len(tracked.decisions) <= 20


def test_progress_starts_over_in_the_leg_that_failed_and_goes_on_elsewhere() -> None:
    legs = (
        LegProgress(leg=LEG, passes=2, last=sighting(4), green=(sighting(4),)),
        LegProgress(leg="report-py312", passes=1, last=sighting(4), tests=("1:test_a",)),
    )
    seen = {"1:test_a": {LEG: PASS, "report-py312": PASS}}
    now = after(again(issue(progress=legs), outcomes=seen))
    assert [leg.passes for leg in now.progress] == [0, 2]


def test_a_failure_in_a_further_leg_is_a_leg_of_its_own() -> None:
    what = verdict()
    elsewhere = tuple(replace(f, leg="report-py312") for f in what.cluster.failures)
    now = after(again(issue(), replace(what, cluster=replace(what.cluster, failures=elsewhere))))
    assert [leg.leg for leg in now.progress] == [LEG, "report-py312"]


def test_title_kind_and_origin_stay_as_first_written() -> None:
    shown = verdict(names=("test_a",), slug="other-slug", description="Now it is worse.")
    plan = again(issue(), shown)
    edit = plan.changes[0]
    assert isinstance(edit, EditIssue)
    assert edit.issue.verdict.title == issue().verdict.title
    assert edit.issue.verdict.description == "Now it is worse."
    assert not edit.retitle
    assert edit.add_labels == edit.remove_labels == ()


def test_new_tests_are_told_when_a_comment_is_due() -> None:
    tracked = issue(opened_at=LONG_AGO)
    plan = again(tracked, verdict(names=("test_a", "test_b")))
    comment = plan.changes[1]
    assert isinstance(comment, CommentIssue)
    assert [(n.what, n.items) for n in comment.news] == [
        ("new-tests", ("tests.test_shop.TestShop::test_b",))
    ]
    assert comment.issue.last_comment_at == run(5).completed_at


@pytest.mark.parametrize(
    "told",
    [{"opened_at": NOW}, {"opened_at": LONG_AGO, "last_comment_at": NOW}],
    ids=["the issue was opened an hour ago", "a comment was written an hour ago"],
)
def test_news_that_is_not_due_waits(told: dict[str, Any]) -> None:
    plan = again(issue(**told), verdict(names=("test_a", "test_b")))
    assert ops(plan) == ["edit", "check"]
    waiting = after(plan)
    assert [d.what for d in waiting.unsaid] == ["new-tests"]

    later = again(waiting, verdict(names=("test_a", "test_b", "test_c")), run(40))
    comment = later.changes[1]
    assert isinstance(comment, CommentIssue)
    assert len(comment.news) == 1
    assert comment.news[0].items[-1].endswith("test_c")
    assert len(comment.news[0].items) == 2


def test_nothing_new_is_no_comment() -> None:
    assert ops(again(issue(opened_at=LONG_AGO))) == ["edit", "check"]


def test_the_first_failure_after_a_quiet_week_is_news() -> None:
    plan = again(issue(opened_at=LONG_AGO), the_run=run(24 * 8))
    comment = plan.changes[1]
    assert isinstance(comment, CommentIssue)
    assert comment.news[0].what == "returned"


URGENT = verdict(severity=Severity.P0, severity_reason="P0 because every test fails.")


def test_severity_rises_only_when_two_runs_in_a_row_ask_for_it() -> None:
    once = after(again(issue(opened_at=LONG_AGO), URGENT))
    assert once.verdict.severity is Severity.P1

    plan = again(once, URGENT, run(6))
    edit, comment = plan.changes[:2]
    assert isinstance(edit, EditIssue)
    assert edit.issue.verdict.severity is Severity.P0
    assert edit.retitle
    assert edit.remove_labels == ("failing-test-regression-p1",)
    assert edit.add_labels == ("failing-test-regression-p0",)
    assert isinstance(comment, CommentIssue)
    assert comment.news[0].what == "severity"


def test_a_single_urgent_run_is_forgotten() -> None:
    once = after(again(issue(), URGENT))
    calm = after(again(once, verdict(), run(6)))
    assert after(again(calm, URGENT, run(7))).verdict.severity is Severity.P1


def test_a_severity_that_a_person_set_stays() -> None:
    mine = Override(field=Field.SEVERITY, value="p1", by="alice", at=NOW)
    tracked = issue(overrides=(mine,))
    for n in (5, 6, 7):
        tracked = after(again(tracked, URGENT, run(n)))
    assert tracked.verdict.severity is Severity.P1


def test_a_title_that_a_person_wrote_stays() -> None:
    mine = Override(field=Field.TITLE, value="Shop is down", by="alice", at=NOW)
    once = after(again(issue(overrides=(mine,)), URGENT))
    edit = again(once, URGENT, run(6)).changes[0]
    assert isinstance(edit, EditIssue)
    assert not edit.retitle
    assert edit.add_labels == ("failing-test-regression-p0",)


def test_labels_that_a_person_took_away_stay_away() -> None:
    mine = Override(field=Field.LABELS, value="test-gardener", by="alice", at=NOW)
    once = after(again(issue(overrides=(mine,)), URGENT))
    edit = again(once, URGENT, run(6)).changes[0]
    assert isinstance(edit, EditIssue)
    assert edit.add_labels == edit.remove_labels == ()


CLOSED = issue(state="closed", closed_at=run(4).started_at, closed_by="alice")


@pytest.mark.parametrize(
    ("tracked", "the_run", "expected"),
    [
        (issue(muted_until=run(99).started_at), run(5), "remember"),
        (issue(muted_until=run(4).started_at), run(5), "edit"),
        (replace(CLOSED, state_reason="not_planned"), run(5), "remember"),
        (replace(CLOSED, state_reason="not_planned"), run(24 * 60), "remember"),
        (replace(CLOSED, state_reason="duplicate"), run(5), "remember"),
        (replace(CLOSED, state_reason="completed"), run(5), "reopen"),
        (replace(CLOSED, state_reason="completed"), run(3), "remember"),
        (replace(CLOSED, state_reason="completed"), run(24 * 30), "open"),
        (
            replace(CLOSED, state_reason="completed", muted_until=run(9).started_at),
            run(5),
            "remember",
        ),
        (issue(), run(1), "remember"),
        (issue(progress=(LegProgress(leg=LEG, passes=1, last=sighting(7)),)), run(5), "remember"),
        (issue(state="deleted"), run(5), "open"),
        (issue(state="transferred"), run(5), "open"),
    ],
    ids=[
        "muted: only remembered",
        "muting is over: edited",
        "closed as not planned: never again",
        "closed as not planned long ago: never again",
        "closed as a duplicate: never again",
        "closed as completed, newer evidence: reopened",
        "closed as completed, older evidence: remembered",
        "closed as completed long ago: a new issue",
        "closed and muted: remembered",
        "older than what is known: counted",
        "failed late, passed since: counted",
        "deleted: a new issue",
        "moved away: a new issue",
    ],
)
def test_what_a_failure_does(tracked: TrackedIssue, the_run: WorkflowRun, expected: str) -> None:
    assert ops(again(tracked, the_run=the_run)) == [expected, "check"]


def test_what_is_only_remembered_is_still_counted() -> None:
    muted = issue(muted_until=run(99).started_at)
    assert after(again(muted)).occurrence_count == 2
    assert after(again(issue(), the_run=run(1))).last_seen == sighting(2)


def test_related_issues_are_renewed() -> None:
    near = Related(number=3, title="x", state="closed", reason="same file")
    match = Match(verdict=verdict(), issue=issue(), related=(near,))
    plan = plan_run([match], [], facts(run(5)), config=RepoConfig(), now=NOW)
    assert after(plan).related == (near,)
