"""Which open issues are offered for merging, where it is said, and that it is said once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.model.config import RepoConfig
from bot.model.issue import Field, LegProgress, Occurrence, Override, Related, TrackedIssue
from bot.model.match import Match
from bot.model.plan import CommentIssue, EditIssue, Plan
from bot.planning.one_issue.near import OFFERS
from bot.planning.plan import plan_run
from tests.build import NOW, cluster, issue, run, sighting, verdict
from tests.planning.garden import PASS, facts

ON_AND_OFF = (LegProgress(leg="report-py311", seen=9, failed=4),)
ALWAYS = (LegProgress(leg="report-py311", seen=4, failed=4),)


def seen_in(*runs: int) -> tuple[Occurrence, ...]:
    """Rows of the runs in which it failed, newest first."""
    return tuple(Occurrence(seen=sighting(n), failed=1, ran=10) for n in sorted(runs, reverse=True))


def kept(
    number: int, cause: str, runs: tuple[int, ...] = (2, 5, 7, 9), **change: Any
) -> TrackedIssue:
    """An issue that failed on and off, with others, in tests/test_shop.py."""
    rows = seen_in(*runs)
    values = {
        "occurrences": rows,
        "occurrence_count": len(rows),
        "progress": ON_AND_OFF,
        "first_seen": rows[-1].seen,
        "last_seen": rows[0].seen,
    }
    return issue(number, cause, **{**values, **change})


def fails(*issues: TrackedIssue, beside: tuple[TrackedIssue, ...] = ()) -> Plan:
    """Run 10, in which all but those `beside` fail again."""
    matches = [Match(verdict=i.verdict, issue=i) for i in issues]
    return plan_run(matches, [*issues, *beside], facts(run(10)), config=RepoConfig(), now=NOW)


def offered(plan: Plan) -> Mapping[int, list[int]]:
    """What each body offers after the plan."""
    return {
        c.issue.number: [r.number for r in c.issue.related if r.offer == "merge"]
        for c in plan.changes
        if isinstance(c, EditIssue)
    }


def test_what_comes_and_goes_together_is_offered_in_both_bodies_without_a_comment() -> None:
    plan = fails(kept(12, "boom"), kept(14, "bang"))
    assert offered(plan) == {12: [14], 14: [12]}
    assert not any(isinstance(c, CommentIssue) for c in plan.changes)
    (first, _) = (c.issue for c in plan.changes if isinstance(c, EditIssue))
    assert first.offered == (14,)
    said = "the same 5 runs failed, with `AssertionError` in `tests/test_shop.py`"
    assert first.related[0].reason == said


def test_one_that_did_not_fail_now_is_told_as_well_and_only_once() -> None:
    quiet = kept(14, "bang")
    plan = fails(kept(12, "boom"), beside=(quiet,))
    assert offered(plan) == {12: [14], 14: [12]}
    told = next(c.issue for c in plan.changes if isinstance(c, EditIssue) and c.issue.number == 14)
    assert offered(fails(kept(12, "boom"), beside=(told,))) == {12: [14]}


OTHER_FILE = cluster("bang", failures=())
LONE: dict[str, tuple[TrackedIssue, TrackedIssue]] = {
    "too few runs": (kept(12, "boom", (2,)), kept(14, "bang", (2,))),
    "too small a share": (kept(12, "boom", (2, 3, 4, 5, 6, 7)), kept(14, "bang", (2, 5, 7))),
    "red in every run since anybody looked": (
        kept(12, "boom", progress=ALWAYS, verdict=verdict("boom", last_good=None)),
        kept(14, "bang", progress=ALWAYS, verdict=verdict("bang", last_good=None)),
    ),
    "began in different runs": (
        kept(12, "boom", (3, 4, 5, 6, 7, 8, 9), progress=ALWAYS),
        kept(14, "bang", (4, 5, 6, 7, 8, 9), progress=ALWAYS),
    ),
    "another file": (
        kept(12, "boom"),
        kept(14, "bang", verdict=verdict("bang", cluster=OTHER_FILE)),
    ),
    "parted by a person": (kept(12, "boom"), kept(14, "bang", split_from=12)),
    "parts of one issue": (kept(12, "boom", split_from=3), kept(14, "bang", split_from=3)),
    "linked by a person": (kept(12, "boom", linked=(14,)), kept(14, "bang")),
    "an umbrella": (kept(12, "boom"), kept(14, "bang", breadth="suite")),
    "another error": (
        kept(12, "boom"),
        kept(
            14,
            "bang",
            verdict=verdict(
                "bang",
                cluster=cluster(
                    "bang",
                    failures=tuple(replace(f, type="KeyError") for f in cluster("bang").failures),
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize("pair", LONE.values(), ids=LONE.keys())
def test_nothing_is_offered_when(pair: tuple[TrackedIssue, TrackedIssue]) -> None:
    assert set(map(tuple, offered(fails(*pair)).values())) == {()}


def test_what_came_in_one_run_after_both_had_passed_is_offered() -> None:
    one, two = (kept(n, c, (3, 4, 5), progress=ALWAYS) for n, c in ((12, "boom"), (14, "bang")))
    assert offered(fails(one, two)) == {12: [14], 14: [12]}


def test_two_open_issues_with_one_cause_are_offered_whenever_they_failed() -> None:
    again = kept(14, "boom", (3,))
    plan = fails(kept(12, "boom", (7,)), beside=(again,))
    assert offered(plan) == {12: [14], 14: [12]}


def test_an_offer_that_people_took_away_does_not_come_back() -> None:
    plan = fails(kept(12, "boom", offered=(14,)), kept(14, "bang", offered=(12,)))
    assert offered(plan) == {12: [], 14: []}


def test_an_offer_stays_while_both_fail_together_and_goes_when_they_no_longer_do() -> None:
    shown = Related(number=14, title="t", state="open", reason="old", offer="merge")
    one = kept(12, "boom", offered=(14,), related=(shown,))
    assert offered(fails(one, kept(14, "bang")))[12] == [14]
    assert offered(fails(one, kept(14, "bang", (1,))))[12] == []
    assert offered(fails(one))[12] == []


SILENT = {
    "muted": {"muted_until": run(99).completed_at},
    "whose text a person took": {
        "overrides": (Override(field=Field.TEXT, value="", by="alice", at=NOW),)
    },
}


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_written_into_an_issue_that_is(change: dict[str, Any]) -> None:
    plan = fails(kept(12, "boom"), beside=(kept(14, "bang", **change),))
    assert offered(plan) == {12: [14]}


def test_what_people_linked_comes_before_an_offer() -> None:
    by_hand = Related(number=3, title="t", state="closed", reason="linked by alice", score=1.0)
    plan = fails(kept(12, "boom", linked=(3,), related=(by_hand,)), kept(14, "bang"))
    (mine, _) = (c.issue for c in plan.changes if isinstance(c, EditIssue))
    assert [r.number for r in mine.related] == [3, 14]


def test_only_a_few_are_offered_at_once() -> None:
    many = [kept(n, f"c{n}") for n in range(12, 20)]
    assert {len(found) for found in offered(fails(*many)).values()} == {OFFERS}


def test_a_green_run_shows_no_state_that_nobody_looked_up() -> None:
    related = (
        Related(number=14, title="t", state="open", reason="r", offer="merge"),
        Related(number=3, title="t", state="open", reason="r", offer="merge"),
        Related(number=5, title="t", state="merged", reason="r"),
    )
    mine = issue(12, related=related, tests=("1:test_a",))
    others = [mine, issue(14, "bang", tests=("1:test_z",))]
    passed = facts(run(10), {"test_a": PASS})
    plan = plan_run([], others, passed, config=RepoConfig(), now=NOW)
    (after,) = (c.issue for c in plan.changes if isinstance(c, EditIssue) and c.issue.number == 12)
    assert [(r.number, r.state, r.offer) for r in after.related] == [
        (14, "open", "merge"),
        (3, "", ""),
        (5, "merged", ""),
    ]
