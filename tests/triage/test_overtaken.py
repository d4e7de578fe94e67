"""Failures that are heard of after a newer pass."""

import pytest

from bot.model.history import TestHistory
from bot.triage.overtaken import passed_since
from tests.build import cluster, finding, run, sighting

LEG = "report-py311"


def known(
    test: str = "test_a", leg: str = LEG, passed: int = 0, streak: int = 0
) -> dict[str, tuple[TestHistory, ...]]:
    seen = sighting(passed) if passed else None
    state = TestHistory(
        test=f"1:{test}", leg=leg, first_seen=sighting(1), last_pass=seen, fail_streak=streak
    )
    return {f"1:{test}": (state,)}


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (known(passed=6), True),
        (known(passed=4), False),
        (known(), False),
        ({}, False),
        (known(passed=6, leg="other"), False),
        (known(passed=6, streak=1), False),
    ],
    ids=[
        "it passed in a newer run",
        "it passed in an older run",
        "it never passed",
        "nothing is known",
        "it passed in another leg",
        "it failed again since",
    ],
)
def test_late_failure(history: dict[str, tuple[TestHistory, ...]], expected: bool) -> None:
    assert (passed_since(cluster(), history, run(5)) is not None) is expected


def test_every_test_must_have_passed() -> None:
    both = cluster(names=("test_a", "test_b"))
    one = known(passed=6)
    assert passed_since(both, one, run(5)) is None
    assert passed_since(both, one | known("test_b", passed=7), run(5)) == sighting(7)


def test_without_a_run_or_tests_nothing_is_late() -> None:
    only_log = cluster("docker", (), findings=(finding(),), suites=())
    assert passed_since(cluster(), known(passed=6), None) is None
    assert passed_since(only_log, known(passed=6), run(5)) is None
