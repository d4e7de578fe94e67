"""Severity rises and falls by written rules, with room between."""

from dataclasses import replace

import pytest

from bot.model.config import RepoConfig, SeverityMatch, SeverityRule
from bot.model.failure import SuiteTotals
from bot.model.issue import Field, LegProgress, Override, TrackedIssue
from bot.model.names import Origin, Severity
from bot.model.verdict import Verdict
from bot.planning.course.severity_moves import Move, move
from tests.build import NOW, issue, sighting, verdict

P0, P1, P2, P3 = Severity.P0, Severity.P1, Severity.P2, Severity.P3
FEW = verdict(severity=P2, severity_reason="P2 because one test fails.")


def failing(tests: int, ran: int = 1000, severity: Severity = P2) -> Verdict:
    """So many tests of a suite of so many fail for this cause."""
    names = tuple(f"test_{n}" for n in range(tests))
    made = verdict("boom", names, severity=severity, severity_reason=f"{severity} by the table.")
    suites = (
        SuiteTotals(name="tests/test_shop.py", leg="report-py311", tests=ran, failures=tests),
    )
    return replace(made, cluster=replace(made.cluster, suites=suites))


def tracked(severity: Severity = P2, *legs: LegProgress, **change: object) -> TrackedIssue:
    known = issue(verdict=replace(FEW, severity=severity))
    return replace(known, progress=legs or known.progress, **change)  # type: ignore[arg-type]


def moved(known: TrackedIssue, *seen: Verdict, config: RepoConfig | None = None) -> list[Severity]:
    """The severity after each of these runs."""
    found = []
    for newest in seen:
        result = move(known, known, newest, config or RepoConfig())
        known = after(known, result)
        found.append(result.severity)
    return found


def after(known: TrackedIssue, result: Move) -> TrackedIssue:
    judged = replace(known.verdict, severity=result.severity, severity_reason=result.reason)
    return replace(known, verdict=judged, rising=result.rising, falling=result.falling)


@pytest.mark.parametrize(
    ("seen", "severities"),
    [
        ((failing(19), failing(19)), [P2, P2]),
        ((failing(20), failing(20)), [P2, P1]),
        ((failing(20), failing(1), failing(20)), [P2, P2, P2]),
        ((failing(26),), [P1]),
        ((failing(10, ran=20), failing(10, ran=20)), [P2, P1]),
        ((failing(13, ran=20),), [P1]),
        ((failing(4, ran=5), failing(4, ran=5)), [P2, P2]),
        ((failing(1, severity=P0), failing(1, severity=P0)), [P2, P0]),
        ((failing(1, severity=P0), failing(1, severity=P1)), [P2, P1]),
    ],
    ids=[
        "below every threshold",
        "over the threshold twice in a row",
        "over it once, and once more later",
        "30 % over it rises at once",
        "half of a suite twice in a row",
        "65 % of a suite rises at once",
        "a suite of few tests is no measure",
        "the table asks twice",
        "two asks of different urgency give the lesser",
    ],
)
def test_it_rises(seen: tuple[Verdict, ...], severities: list[Severity]) -> None:
    assert moved(tracked(), *seen) == severities


@pytest.mark.parametrize(
    ("seen", "severities"),
    [
        ((failing(13), failing(13)), [P1, P2]),
        ((failing(15), failing(15)), [P1, P1]),
        ((failing(13), failing(20), failing(13)), [P1, P1, P1]),
        ((failing(13), failing(13, severity=P3)), [P1, P2]),
    ],
    ids=[
        "30 % under the threshold twice in a row",
        "under it by less",
        "one calm run between two others",
        "two calm runs give the more urgent",
    ],
)
def test_it_falls(seen: tuple[Verdict, ...], severities: list[Severity]) -> None:
    assert moved(tracked(P1), *seen) == severities


def test_a_p0_stays_while_most_of_the_suite_fails() -> None:
    most, some = failing(8, ran=10, severity=P1), failing(7, ran=10, severity=P1)
    assert moved(tracked(P0), most, most, some, some) == [P0, P0, P0, P1]


def test_it_never_moves_against_a_person() -> None:
    mine = Override(field=Field.SEVERITY, value="p2", by="alice", at=NOW)
    assert moved(tracked(overrides=(mine,)), failing(100), failing(100, severity=P0)) == [P2, P2]


def test_a_rule_of_the_config_stands_before_the_measures() -> None:
    rule = SeverityRule(match=SeverityMatch(test="*test_shop*"), severity=P2)
    config = RepoConfig(severity=(rule,))
    assert moved(tracked(), failing(100), failing(100), config=config) == [P2, P2]


def test_a_flaky_issue_moves_only_by_what_is_flaky() -> None:
    flaky = replace(FEW, origin=Origin.FLAKY, severity=P3)
    known = tracked(P2)
    known = replace(known, verdict=replace(known.verdict, origin=Origin.FLAKY))
    assert moved(known, failing(1, severity=P0), failing(1, severity=P0)) == [P2, P2]
    assert moved(known, flaky, flaky) == [P2, P3]


def test_another_origin_is_no_reason_to_fall() -> None:
    other = replace(FEW, origin=Origin.ACTIVE_DEV)
    assert moved(tracked(P1), other, other) == [P1, P1]


def test_two_branches_are_more_urgent_and_one_that_passed_does_not_count() -> None:
    red = LegProgress(leg="report", red=sighting(2), seen=1, failed=1)
    away = replace(red, leg="report (ci.yml on release/2)")
    assert moved(tracked(P2, red, away), FEW, FEW) == [P2, P1]
    assert moved(tracked(P2, red, replace(away, passes=1)), FEW, FEW) == [P2, P2]


def test_a_long_row_of_failures_is_more_urgent() -> None:
    row = LegProgress(leg="report", red=sighting(2), seen=20, failed=20)
    assert moved(tracked(P2, row), FEW, FEW) == [P2, P1]
    assert moved(tracked(P2, replace(row, seen=21)), FEW, FEW) == [P2, P2]
