"""What is asked before an issue is closed, and what the answers do."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.config import IssueSettings, RepoConfig
from bot.model.issue import Field, LegProgress, Override, TrackedIssue
from bot.model.lineage import Lineage, Relation
from bot.model.names import Origin
from bot.model.plan import CloseIssue, EditIssue
from bot.planning.course.passing import pass_by
from bot.planning.standing import Standing
from tests.build import NOW, issue, run, sha, sighting, verdict
from tests.planning.garden import LEG, PASS, facts

CONFIG = RepoConfig()


def tracked(*green: int, **change: Any) -> TrackedIssue:
    """An issue that failed in run 2 and passed in these runs since."""
    leg = LegProgress(
        leg=LEG,
        red=sighting(2),
        last=sighting(max(green, default=2)),
        passes=len(green),
        green=tuple(sighting(n) for n in sorted(green, reverse=True)),
    )
    return issue(progress=(leg,), **change)


def third_pass(old: TrackedIssue, config: RepoConfig = CONFIG, **answers: Relation) -> Standing:
    """The standing after run 5; answers are told as `c4="behind"`."""
    known = {(sha(2), sha(int(name[1:]))): answer for name, answer in answers.items()}
    seen = facts(run(5), {"test_a": PASS}, lineage=Lineage(known))
    standing = pass_by(old, seen, config, NOW)
    assert standing is not None
    return standing


def test_nothing_is_asked_before_everything_else_says_close() -> None:
    standing = third_pass(tracked(4))
    assert (standing.questions, standing.progress) == ((), "passed 2 of 3")


def test_every_pass_is_asked_about_once() -> None:
    standing = third_pass(tracked(3, 4))
    assert standing.questions == tuple((sha(2), sha(n)) for n in (5, 4, 3))
    assert isinstance(standing.changes[0], EditIssue)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ahead", "closed"),
        ("identical", "closed"),
        ("diverged", "closed"),
        ("unknown", "closed"),
        ("behind", "passed 2 of 3"),
    ],
)
def test_what_an_answer_does(answer: Relation, expected: str) -> None:
    standing = third_pass(tracked(3, 4), c3="ahead", c4=answer, c5="ahead")
    assert (standing.progress, standing.questions) == (expected, ())


def test_pass_at_an_old_commit_is_dropped_for_good() -> None:
    standing = third_pass(tracked(3, 4), c3="ahead", c4="behind", c5="ahead")
    assert standing.issue is not None
    (leg,) = standing.issue.progress
    assert [seen.sha for seen in leg.green] == [sha(5), sha(3)]


def test_only_as_many_passes_are_asked_about_as_are_needed() -> None:
    config = RepoConfig(issues=IssueSettings(close_after_passes=1))
    assert third_pass(tracked(3, 4), config).questions == ((sha(2), sha(5)),)


def test_of_many_passes_that_close_by_silence_the_first_and_the_last_are_asked_about() -> None:
    old = tracked(*range(3, 13), reopened=2, verdict=verdict(origin=Origin.INFRASTRUCTURE))
    (leg,) = old.progress
    old = replace(old, progress=(replace(leg, passes=80),))
    standing = pass_by(old, facts(run(13), {"test_a": PASS}), CONFIG, NOW)

    assert standing is not None
    first, last = standing.questions
    assert first == (sha(2), sha(13))
    assert last[1] in {sha(n) for n in range(3, 6)}  # the oldest that is kept


@pytest.mark.parametrize(
    "kept",
    [
        {"is_adopted": True},
        {"kept_by": "alice"},
        {"overrides": (Override(field=Field.STATE, value="open", by="alice", at=NOW),)},
    ],
    ids=["a person's issue", "labelled to keep", "opened by hand"],
)
def test_issue_that_people_keep_is_neither_closed_nor_asked_about(kept: dict[str, Any]) -> None:
    standing = third_pass(tracked(3, 4, **kept))
    assert (standing.questions, standing.progress) == ((), "passed 3 of 3")
    assert [change.op for change in standing.changes] == ["edit"]


def test_evidence_of_a_closing_is_its_newest_pass() -> None:
    old = tracked(3, 9)
    standing = third_pass(old, c3="ahead", c5="ahead", c9="ahead")
    (change,) = standing.changes
    assert isinstance(change, CloseIssue)
    assert change.issue.close_evidence == sighting(9)
    assert change.news[0].items == tuple(run(n).url for n in (9, 5, 3))
    assert change.issue.decisions[0].what == "close #12"


def test_leg_of_another_commit_is_asked_about_by_its_own_failure() -> None:
    one = tracked(3, 4)
    two = LegProgress(leg="report-py312", red=sighting(3), passes=3, needed=3)
    two = replace(two, green=(sighting(6), sighting(5), sighting(4)))
    both = replace(one, progress=(*one.progress, two))
    asked = third_pass(both).questions
    assert {base for base, _ in asked} == {sha(2), sha(3)}
