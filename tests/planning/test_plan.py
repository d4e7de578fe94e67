"""Who gets an issue, and what the check run says."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.config import IssueSettings, RepoConfig
from bot.model.failure import Fingerprints
from bot.model.match import Match
from bot.model.names import Kind, Origin, Severity
from bot.model.plan import OpenIssue, Plan, WriteCheck
from bot.model.run import WorkflowRun
from bot.planning.owners import Ownership
from bot.planning.plan import plan_run
from tests.build import NOW, cluster, finding, issue, run, sighting, verdict
from tests.planning.garden import LEG, PASS, facts

LIVE = RepoConfig()


def plan(
    *matches: Match, the_run: WorkflowRun | None = None, config: RepoConfig = LIVE, **more: Any
) -> Plan:
    known = [m.issue for m in matches if m.issue and m.issue.state == "open"]
    return plan_run(
        matches,
        known,
        facts(the_run or run(5), **more),
        config=config,
        now=NOW,
    )


def check_of(made: Plan) -> WriteCheck:
    check = made.changes[-1]
    assert isinstance(check, WriteCheck)
    return check


def test_a_new_issue_is_filled_from_the_run() -> None:
    owners = {"1:boom": Ownership(owners=("@acme/shop", "@alice"), reason="owns `tests/`")}
    made = plan(Match(verdict=verdict()), owners=owners)
    opened = made.changes[0]
    assert isinstance(opened, OpenIssue)
    new = opened.issue
    assert (new.number, new.state, new.occurrence_count) == (0, "open", 1)
    assert new.fingerprints == ("1:boom",)
    assert new.tests == ("1:test_a",)
    assert (new.workflow, new.branch) == (".github/workflows/ci.yml", "main")
    assert (new.first_seen, new.last_seen) == (sighting(2), sighting(5))
    assert (new.occurrences[0].failed, new.occurrences[0].ran) == (1, 10)
    assert [(leg.leg, leg.passes, leg.needed) for leg in new.progress] == [(LEG, 0, 3)]
    assert new.owners == ("@acme/shop", "@alice")
    assert new.owner_reason == "owns `tests/`"
    assert new.opened_at == NOW
    assert new.decisions[0].reason == "no issue tracks this cause"


@pytest.mark.parametrize(
    ("the_run", "config"),
    [
        (run(5, event="pull_request"), LIVE),
        (run(5, head_repo_id=99), LIVE),
        (run(5, branch="feature"), LIVE),
        (run(5, conclusion="cancelled"), LIVE),
        (run(5), RepoConfig(mode="preview")),
    ],
    ids=["a pull request", "a fork", "an ordinary branch", "a cancelled run", "preview"],
)
def test_it_writes_the_check_run_alone(the_run: WorkflowRun, config: RepoConfig) -> None:
    known = Match(verdict=verdict("crash", ("test_b",)), issue=issue(12, "crash"))
    made = plan(Match(verdict=verdict()), known, the_run=the_run, config=config)
    assert [c.op for c in made.changes] == ["check"]
    entries = {e.progress: e for e in check_of(made).worklog.entries}
    assert entries["new"].not_opened
    assert entries["known"].number == 12


def test_an_unwatched_workflow_gets_nothing() -> None:
    made = plan(Match(verdict=verdict()), config=RepoConfig(workflows=("Nightly",)))
    assert made.changes == ()
    assert "does not watch" in made.decisions[0].reason


def test_nothing_to_say_is_no_check_run() -> None:
    assert plan(the_run=run(5, conclusion="success")).changes == ()


def test_what_could_not_be_read_is_worth_a_check_run() -> None:
    made = plan(problems=("report.zip: the artifact has expired.",))
    assert check_of(made).conclusion == "neutral"
    assert check_of(made).worklog.problems == ("report.zip: the artifact has expired.",)


def test_progress_alone_makes_no_check_run() -> None:
    made = plan_run([], [issue()], facts(run(5), {"test_a": PASS}), config=LIVE, now=NOW)
    assert [c.op for c in made.changes] == ["edit"]


def test_progress_alone_turns_the_check_run_of_the_commit_green() -> None:
    seen = facts(run(5), {"test_a": PASS}, has_check=True)
    made = plan_run([], [issue()], seen, config=LIVE, now=NOW)
    assert check_of(made).conclusion == "success"
    assert check_of(made).worklog.status == "Passing"


def test_nothing_that_fails_any_more_turns_the_check_run_of_the_commit_green() -> None:
    made = plan(the_run=run(5, conclusion="success"), has_check=True)
    assert check_of(made).conclusion == "success"
    assert check_of(made).worklog.entries == ()


def test_a_pass_on_retry_opens_no_issue() -> None:
    made = plan(Match(verdict=verdict()), outcomes={"1:test_a": {LEG: PASS}})
    assert [c.op for c in made.changes] == ["check"]
    assert check_of(made).worklog.entries[0].not_opened == "it passed on a retry in the same run"


def test_infrastructure_with_a_fallback_still_gets_an_issue() -> None:
    daemon = verdict(
        "daemon",
        cluster=cluster("daemon", (), findings=(finding(has_fallback=True),), suites=()),
        kind=Kind.FAILING,
        origin=Origin.INFRASTRUCTURE,
        severity=Severity.P3,
    )
    made = plan(Match(verdict=daemon))
    opened = made.changes[0]
    assert isinstance(opened, OpenIssue)
    assert [leg.leg for leg in opened.issue.progress] == ["build"]
    assert opened.issue.tests == ()


def test_a_limit_of_none_opens_nothing_and_lists_all() -> None:
    config = RepoConfig(issues=IssueSettings(max_new_per_run=0))
    made = plan(Match(verdict=verdict()), config=config)
    assert [c.op for c in made.changes] == ["check"]
    assert made.overflow == (verdict().title,)


def test_an_umbrella_is_as_urgent_as_its_worst_cause() -> None:
    causes = [verdict(f"c{n}", (f"t{n}",), severity=Severity.P2) for n in range(10)]
    causes[7] = replace(causes[7], severity=Severity.P0)
    opened = plan(*(Match(verdict=v) for v in causes)).changes[0]
    assert isinstance(opened, OpenIssue)
    assert opened.issue.verdict.severity is Severity.P0
    assert opened.issue.verdict.title == "failing-test-regression-p0-shop-many-failures"
    assert set(opened.issue.fingerprints) == {f"1:c{n}" for n in range(10)}
    assert "10 different causes" in opened.issue.verdict.description


def test_nine_causes_in_a_suite_are_no_umbrella() -> None:
    made = plan(*(Match(verdict=verdict(f"c{n}", (f"t{n}",))) for n in range(9)))
    assert [c.op for c in made.changes] == ["open"] * 5 + ["check"]
    assert len(made.overflow) == 4


def test_a_fingerprint_found_by_similarity_is_known_from_then_on() -> None:
    prints = Fingerprints(
        test="1:test_a", cause="1:bang", failure="1:x", cause_key="", normalized=""
    )
    near = verdict("bang")
    failure = replace(near.cluster.failures[0], fingerprints=prints)
    near = replace(near, cluster=replace(near.cluster, failures=(failure,)))
    made = plan(Match(verdict=near, issue=issue(), how="same tests, message 94 % alike"))
    edited = getattr(made.changes[0], "issue", None)
    assert edited is not None
    assert edited.fingerprints == ("1:boom", "1:bang")


def test_an_idle_issue_of_another_workflow_learns_nothing() -> None:
    other = run(5, workflow="Nightly", workflow_path=".github/workflows/nightly.yml")
    made = plan_run([], [issue()], facts(other, {"test_a": PASS}), config=LIVE, now=NOW)
    assert made.changes == ()


def test_a_run_that_timed_out_closes_nothing() -> None:
    late = run(5, conclusion="timed_out")
    assert (
        plan_run([], [issue()], facts(late, {"test_a": PASS}), config=LIVE, now=NOW).changes == ()
    )


def test_every_decision_has_a_reason() -> None:
    made = plan(Match(verdict=verdict()), Match(verdict=verdict("crash"), issue=issue(3, "crash")))
    assert len(made.decisions) == 2
    assert all(d.what and d.reason for d in made.decisions)
