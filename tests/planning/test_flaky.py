"""What proves that a test is flaky, what closes it, and when it is a regression after all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.flaky import Record
from bot.model.history import Sighting
from bot.model.issue import Field, LegProgress, Occurrence, Override, TrackedIssue
from bot.model.names import Origin
from bot.planning.course.flaky import contradicted, is_over, may_turn, no_flake, proof_of_failure
from tests.build import NOW, finding, issue, run, sighting, verdict
from tests.planning.garden import LEG

RED = verdict(origin=Origin.FLAKY)


def record(failed: int, ran: int, streak: int) -> Record:
    return Record(
        test="test_a",
        leg=LEG,
        failed=failed,
        ran=ran,
        since=NOW,
        streak=streak,
        first_red=sighting(10),
    )


def row(n: int, *legs: str, **change: object) -> Occurrence:
    return Occurrence(seen=replace(sighting(n), **change), failed=1, ran=10, legs=legs or (LEG,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "passed", "how"),
    [
        (row(5), LEG, "same-commit"),
        (row(5, run_id=1006, attempt=1), LEG, "re-run"),
        (row(4, tree="feed"), LEG, "same-commit"),
        (row(4), LEG, ""),
        (row(5), "report-py312", ""),
    ],
    ids=[
        "another run of the commit",
        "another attempt of the run",
        "another commit with the same files",
        "another commit",
        "another leg",
    ],
)
def test_a_pass_is_proof_where_the_same_code_failed(
    seen: Occurrence, passed: str, how: str
) -> None:
    here = replace(run(6), head_sha=sighting(5).sha, tree="feed")
    found = contradicted(issue(occurrences=(seen,)), [passed], here)
    assert [proof.how for proof in found] == ([how] if how else [])


@pytest.mark.parametrize(
    ("origin", "is_proof"),
    [(Origin.INFRASTRUCTURE, False), (Origin.WARNING, False), (Origin.NEW, True)],
    ids=["the machine's fault stays", "a warning stays", "what is new may be flaky"],
)
def test_what_may_be_contradicted(origin: Origin, is_proof: bool) -> None:
    tracked = issue(verdict=verdict(origin=origin), occurrences=(row(5),))
    assert bool(contradicted(tracked, [LEG], run(5))) is is_proof


BY_ALICE = Override(field=Field.ORIGIN, value="regression", by="alice", at=NOW)


@pytest.mark.parametrize(
    "tracked",
    [
        issue(overrides=(BY_ALICE,)),
        issue(tests=(), verdict=verdict(names=())),
        issue(children=(verdict("a"), verdict("b"))),
    ],
    ids=["a person said otherwise", "only a log shows it", "it stands for a whole suite"],
)
def test_what_no_proof_makes_flaky(tracked: TrackedIssue) -> None:
    assert not may_turn(tracked)


@pytest.mark.parametrize(
    ("green", "is_proof"),
    [(sighting(6), True), (sighting(5), False)],
    ids=["the same commit passed", "another commit passed"],
)
def test_a_failure_is_proof_where_the_same_code_passed(green: Sighting, is_proof: bool) -> None:
    legs = (LegProgress(leg=LEG, passes=1, last=green, green=(green,)),)
    proof = proof_of_failure(issue(progress=legs), [verdict()], {LEG: ()}, run(6, attempt=2))
    assert (proof is not None) is is_proof


def test_findings_of_a_log_prove_nothing() -> None:
    found = verdict(names=())
    found = replace(found, cluster=replace(found.cluster, findings=(finding(),)))
    assert proof_of_failure(issue(), [found], {"build": ()}, run(6)) is None


def rows(*numbers: int) -> tuple[Occurrence, ...]:
    return tuple(row(n) for n in reversed(numbers))


@pytest.mark.parametrize(
    ("failing", "known", "is_regression"),
    [
        ((10, 11, 12, 13, 14), record(8, 46, 5), True),
        ((10, 11, 12, 13), record(7, 45, 4), False),
        ((10, 10, 10, 11, 12), record(8, 46, 5), False),
        ((10, 11, 12, 13, 14), record(25, 45, 5), False),
        ((5, 6, 12, 13, 14), record(8, 46, 3), False),
        (tuple(range(10, 22)), record(32, 52, 12), True),
        ((10, 11, 12, 13, 14), record(5, 5, 5), False),
    ],
    ids=[
        "five commits in a row where it passed 38 of 41",
        "four commits in a row",
        "five runs of three commits",
        "five in a row of a test that fails every second time",
        "failures before the last pass are none of the row",
        "twelve in a row of a test that fails every second time",
        "it never passed",
    ],
)
def test_failures_in_a_row_that_no_flake_explains(
    failing: tuple[int, ...], known: Record, is_regression: bool
) -> None:
    tracked = issue(verdict=RED, occurrences=rows(*failing))
    why = no_flake(tracked, replace(RED, record=known), run(failing[-1]))
    assert bool(why) is is_regression


def test_a_person_who_says_flaky_is_not_contradicted() -> None:
    word = Override(field=Field.ORIGIN, value="flaky", by="alice", at=NOW)
    tracked = issue(verdict=RED, occurrences=rows(10, 11, 12, 13, 14), overrides=(word,))
    assert no_flake(tracked, replace(RED, record=record(8, 46, 5)), run(14)) == ""


def heard(passes: int, days: float) -> TrackedIssue:
    last = replace(sighting(40), at=sighting(2).at + timedelta(days=days))
    legs = (LegProgress(leg=LEG, passes=passes, last=last, seen=2, failed=1),)
    return issue(verdict=RED, progress=legs)


@pytest.mark.parametrize(
    ("tracked", "is_closed"),
    [
        (heard(1, 90), False),
        (heard(3, 61), True),
        (heard(3, 59), False),
        (heard(50, 2), True),
        (heard(49, 2), False),
    ],
    ids=[
        "one pass after a long silence",
        "a long silence and a few passes",
        "not long enough",
        "fifty passes",
        "forty-nine passes",
    ],
)
def test_when_a_flaky_issue_is_over(tracked: TrackedIssue, is_closed: bool) -> None:
    assert bool(is_over(tracked, NOW + timedelta(days=100))) is is_closed
