"""Whether a failure brings a closed issue back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.issue import Field, LegProgress, Override, TrackedIssue
from bot.model.lineage import Lineage, Relation
from bot.model.run import WorkflowRun
from bot.planning.course.reopening import asks_for_commit, rule
from tests.build import NOW, issue, run, sighting, verdict
from tests.planning.garden import LEG, PASS, facts

SHUT = sighting(5).at


def closed(**change: Any) -> TrackedIssue:
    """Closed by passes, the last of them in run 5."""
    green = (sighting(5), sighting(4), sighting(3))
    values: dict[str, Any] = {
        "state": "closed",
        "state_reason": "completed",
        "closed_at": SHUT,
        "close_evidence": sighting(5),
        "progress": (LegProgress(leg=LEG, passes=3, last=sighting(5), green=green),),
    }
    return issue(**{**values, **change})


def by_person(**change: Any) -> TrackedIssue:
    return closed(**{"close_evidence": None, "closed_by": "alice", "progress": (), **change})


def hush(tracked: TrackedIssue, the_run: WorkflowRun, relation: Relation | None = None) -> str:
    """Why it stays closed, when GitHub says so of the two commits."""
    seen = facts(the_run)
    if relation is not None:
        asked = rule(tracked, (verdict(),), seen).questions
        seen = replace(seen, lineage=Lineage(dict.fromkeys(asked, relation)))
    return rule(tracked, (verdict(),), seen).hush


OLD = "this run is older than the closing"
BEHIND = "this commit is older than the closing"
AWAY = run(6, branch="release/1")


@pytest.mark.parametrize(
    ("the_run", "relation", "why"),
    [
        (run(6), "ahead", ""),
        (run(5, attempt=2), None, ""),
        (run(6), "behind", BEHIND),
        (run(6), "diverged", ""),
        (run(6), "unknown", ""),
        (AWAY, "ahead", ""),
        (AWAY, "diverged", "not fixed on release/1"),
        (AWAY, "unknown", "not fixed on release/1"),
        (run(4), None, OLD),
        (run(4, attempt=2, started_at=run(9).started_at), None, OLD),
    ],
    ids=[
        "a commit after the closing one",
        "the closing run, tried again",
        "a commit before the closing one",
        "the own branch was rewritten",
        "the closing commit was forced away on the own branch",
        "another branch with the fix",
        "another branch without the fix",
        "another branch of which nothing is known",
        "a run before the closing one",
        "a second attempt of a run before the closing one",
    ],
)
def test_issue_closed_by_passes(the_run: WorkflowRun, relation: Relation, why: str) -> None:
    assert hush(closed(), the_run, relation) == why


def test_each_branch_is_measured_by_its_own_passes() -> None:
    legs = (
        LegProgress(leg=LEG, passes=3, last=sighting(4), green=(sighting(4),)),
        LegProgress(leg=f"{LEG} (on release/1)", passes=3, last=sighting(5), green=(sighting(5),)),
    )
    ruling = rule(closed(progress=legs), (verdict(),), facts(run(6)))
    assert ruling.questions == ((sighting(4).sha, sighting(6).sha),)


def test_nothing_comes_back_while_an_answer_is_missing() -> None:
    ruling = rule(closed(), (verdict(),), facts(run(6)))
    assert ruling.hush
    assert ruling.questions == ((sighting(5).sha, sighting(6).sha),)


def test_issue_whose_test_passed_on_a_retry_stays_closed() -> None:
    ruling = rule(closed(), (verdict(),), facts(run(6), {"test_a": PASS}))
    assert (ruling.hush, ruling.questions) == ("it passed on a retry in the same run", ())


KEPT = Override(field=Field.STATE, value="closed", by="alice", at=NOW)


@pytest.mark.parametrize(
    ("tracked", "the_run", "relation", "why"),
    [
        (by_person(), run(6), None, ""),
        (by_person(), run(5), None, OLD),
        (by_person(), run(6, attempt=2, created_at=run(4).started_at), None, OLD),
        (by_person(last_seen=sighting(7)), run(6, attempt=2), None, OLD),
        (by_person(closing_commit="f" * 40), run(6), "ahead", ""),
        (by_person(closing_commit="f" * 40), run(6), "behind", BEHIND),
        (by_person(state_reason="not_planned"), run(6), None, "closed as not planned by alice"),
        (by_person(state_reason="duplicate"), run(6), None, "closed as duplicate by alice"),
        (by_person(overrides=(KEPT,)), run(6), None, "kept closed by a person"),
        (by_person(state_reason="not_planned", closed_by="stale[bot]"), run(6), None, ""),
        (by_person(state_reason="not_planned", closed_by="stale[bot]"), run(5), None, OLD),
    ],
    ids=[
        "a run after it",
        "a run that began before it",
        "a second attempt of a run asked for before it",
        "a second attempt where nobody said when the run was asked for",
        "a commit that has the fix",
        "a commit that lacks the fix",
        "as not planned",
        "as duplicate",
        "and kept closed",
        "a stale bot closed it",
        "a stale bot closed it after the run",
    ],
)
def test_issue_closed_by_somebody(
    tracked: TrackedIssue, the_run: WorkflowRun, relation: Relation | None, why: str
) -> None:
    assert hush(tracked, the_run, relation) == why


@pytest.mark.parametrize(
    ("tracked", "is_asked"),
    [
        (by_person(), True),
        (by_person(closing_commit=""), False),
        (by_person(state_reason="not_planned"), False),
        (by_person(closed_at=SHUT + timedelta(hours=9)), False),
        (closed(), False),
        (issue(), False),
    ],
    ids=[
        "a person closed it",
        "it was asked before",
        "as not planned",
        "after the run",
        "passes closed it",
        "it is open",
    ],
)
def test_commit_of_a_closing_is_asked_for_only_when_it_decides(
    tracked: TrackedIssue, is_asked: bool
) -> None:
    assert asks_for_commit(tracked, run(6)) is is_asked
