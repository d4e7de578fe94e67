"""Tests that run no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.failure import SuiteTotals
from bot.model.issue import Absence, LegProgress, TrackedIssue
from bot.model.run import WorkflowRun
from bot.planning.course.absence import gone, is_gone, moved_to, noticed, silent_files
from bot.planning.facts import RunFacts
from tests.build import issue, run, sighting
from tests.planning.garden import LEG, PASS, facts

SUITE = "tests/test_shop.py"
RAN = (SuiteTotals(name=SUITE, leg=LEG, tests=4),)
CART = (SuiteTotals(name="tests/test_cart.py", leg=LEG, tests=4),)


def leg(**change: Any) -> LegProgress:
    return replace(LegProgress(leg=LEG, last=sighting(2), red=sighting(2)), **change)


def on_day(n: int) -> WorkflowRun:
    """A run n days after the failure."""
    made = run(2 + n)
    return replace(made, started_at=run(2).started_at + timedelta(days=n))


def green(n: int, conclusion: str = "success") -> WorkflowRun:
    """The same, with an end."""
    return replace(on_day(n), conclusion=conclusion)


def without(the_run: WorkflowRun, **change: Any) -> RunFacts:
    """A run in which the suite ran and the test did not."""
    values: dict[str, Any] = {"suites": RAN, **change}
    return facts(the_run, {"test_other": PASS}, **values)


def seen_by(*runs: RunFacts, start: LegProgress | None = None) -> LegProgress:
    found = start or leg()
    for one in runs:
        found = replace(found, absent=noticed(issue(), found, LEG, one))
    return found


def totals(**change: Any) -> tuple[SuiteTotals, ...]:
    return (replace(RAN[0], **change),)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (without(on_day(1)), True),
        (without(on_day(1), suites=totals(name="tests.test_shop")), True),
        (without(on_day(1), suites=()), False),
        (without(on_day(1), suites=totals(leg="other")), False),
        (without(on_day(1), suites=totals(skipped=4)), False),
        (without(on_day(1), suites=totals(failures=1)), False),
        (without(on_day(1), suites=totals(is_uncollectable=True)), False),
        (without(on_day(1), problems=("a.xml is cut off",)), False),
        (facts(on_day(1), {"test_a": PASS}, suites=RAN), False),
        (without(on_day(1), outcomes={"1:test_a": {"another leg": PASS}}), False),
        (without(run(1)), False),
        (without(on_day(1), suites=(), namesakes={"test_a": ("tests/new/test_shop.py",)}), True),
        (without(on_day(1), suites=(), namesakes={"test_a": ("tests/test_cart.py",)}), False),
        (without(green(1), suites=CART, removed_files=frozenset({SUITE})), True),
        (without(green(1), suites=(), removed_files=frozenset({SUITE})), False),
        (without(green(1, "failure"), suites=CART, removed_files=frozenset({SUITE})), False),
        (without(green(1), suites=CART), False),
    ],
    ids=[
        "its suite ran without it",
        "the suite as a module",
        "its suite did not run",
        "its suite ran in another leg",
        "its suite was skipped",
        "another test of its suite failed and may have ended it",
        "its suite could not be collected",
        "a report could not be read",
        "it ran",
        "it ran in another leg",
        "a run before the failure",
        "its whole file was moved",
        "a test of another file has its name",
        "its file was deleted and another ran",
        "its file was deleted and nothing ran",
        "its file was deleted and the run is red",
        "its file did not run",
    ],
)
def test_when_a_test_is_absent(seen: RunFacts, expected: bool) -> None:
    assert bool(seen_by(seen).absent) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([1, 8, 15], True),
        ([1, 2, 3], False),
        ([1, 15], False),
        ([1, 8, 14], False),
        ([20], False),
    ],
    ids=[
        "three times in fourteen days",
        "three times in three days",
        "twice in fourteen days",
        "a day too early",
        "once, after a long time",
    ],
)
def test_when_a_test_is_believed_to_be_gone(days: list[int], expected: bool) -> None:
    assert is_gone(seen_by(*(without(on_day(n)) for n in days)), issue()) is expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (without(green(1), suites=CART), [(SUITE, sighting(2).sha)]),
        (without(green(1), suites=RAN), []),
        (without(green(1), suites=()), []),
        (without(green(1, "failure"), suites=CART), []),
        (without(green(1), suites=CART, problems=("a.xml is cut off",)), []),
    ],
    ids=[
        "another file ran",
        "the file ran",
        "nothing ran",
        "the run is red",
        "a report could not be read",
    ],
)
def test_which_files_are_asked_about(seen: RunFacts, expected: list[tuple[str, str]]) -> None:
    assert silent_files([issue(progress=(leg(),))], seen) == expected


def test_file_is_asked_about_again_after_half_a_day() -> None:
    noted = Absence(tests=("1:test_a",), since=sighting(3), until=green(1).sighting)
    asked = issue(progress=(leg(absent=(noted,)),))
    assert silent_files([asked], without(green(1), suites=CART)) == []
    assert silent_files([asked], without(green(2), suites=CART)) != []


def test_test_that_comes_back_is_not_absent() -> None:
    away = seen_by(without(on_day(1)), without(on_day(8)))
    back = facts(on_day(9), {"test_a": PASS}, suites=RAN)
    assert seen_by(back, start=away).absent == ()


def test_run_that_says_nothing_changes_nothing() -> None:
    away = seen_by(without(on_day(1)))
    assert seen_by(without(on_day(5), suites=()), start=away) == away


def test_many_runs_of_one_day_count_once() -> None:
    runs = (
        without(replace(run(n), started_at=on_day(1).started_at + timedelta(hours=n)))
        for n in range(3, 13)
    )
    (absence,) = seen_by(*runs).absent
    assert absence.times == 1


def test_tests_that_went_together_are_one_row() -> None:
    both = replace(leg(), tests=("1:test_a", "1:test_b"))
    (absence,) = seen_by(without(on_day(1)), start=both).absent
    assert absence.tests == ("1:test_a", "1:test_b")


def test_only_tests_that_were_away_long_enough_are_gone() -> None:
    old = Absence(tests=("1:test_a",), since=sighting(3), until=on_day(20).sighting, times=3)
    new = replace(old, tests=("1:test_b",), since=on_day(19).sighting)
    both = leg(tests=("1:test_a", "1:test_b"), absent=(old, new))
    assert gone(both) == {"1:test_a"}
    assert not is_gone(both, issue())


def test_place_of_a_namesake_is_a_guess() -> None:
    tracked: TrackedIssue = issue()
    names = {"test_a": (SUITE, "tests/test_cart.py"), "test_b": ("tests/test_b.py",)}
    assert moved_to(tracked, without(on_day(1), namesakes=names)) == {
        "test_a": ("tests/test_cart.py",)
    }
    still = facts(on_day(1), {"test_a": PASS}, namesakes=names)
    assert moved_to(tracked, still) == {}
