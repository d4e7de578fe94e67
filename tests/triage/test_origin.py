"""Where failures come from, by the history of their tests."""

from dataclasses import replace

import pytest

from bot.model.history import TestHistory
from bot.model.names import LogCause, Origin
from bot.triage.origin import decide_origin
from tests.build import cluster, failure, finding, prints, run, sighting

LEG = "report-py311"


def known(test: str = "test_a", leg: str = LEG, **change: object) -> TestHistory:
    return TestHistory(test=prints("x", test).test, leg=leg, first_seen=sighting(1), **change)  # type: ignore[arg-type]


def history(*rows: TestHistory) -> dict[str, tuple[TestHistory, ...]]:
    out: dict[str, tuple[TestHistory, ...]] = {}
    for row in rows:
        out[row.test] = (*out.get(row.test, ()), row)
    return out


PASSED = known(last_pass=sighting(3))
NEVER = known(last_failure=sighting(3), first_failure=sighting(2))
CASES = {
    "passed before": ((PASSED,), "main", Origin.REGRESSION),
    "never passed on the default branch": ((NEVER,), "main", Origin.NEW),
    "never seen on the default branch": ((), "main", Origin.NEW),
    "never passed on another branch": ((NEVER,), "cart", Origin.ACTIVE_DEV),
    "passed before on another branch": ((PASSED,), "cart", Origin.REGRESSION),
    "passed at this very commit": ((known(last_pass=sighting(5)),), "main", Origin.FLAKY),
    "passed at this commit in another leg": (
        (known(leg="win", last_pass=sighting(5)), NEVER),
        "main",
        Origin.NEW,
    ),
    "passed and failed at one commit before": (
        (known(last_pass=sighting(3), last_failure=sighting(3)),),
        "main",
        Origin.FLAKY,
    ),
    "known in other legs only": (
        (known(leg="win", last_pass=sighting(3)),),
        "main",
        Origin.REGRESSION,
    ),
}


@pytest.mark.parametrize(("rows", "branch", "origin"), CASES.values(), ids=CASES.keys())
def test_origin_of_a_test_that(rows: tuple[TestHistory, ...], branch: str, origin: Origin) -> None:
    found = decide_origin(cluster(), history(*rows), run(5, branch=branch), "main")
    assert found.origin is origin
    assert found.reason.endswith(".")


def test_a_regression_names_the_last_good_and_the_first_bad_run() -> None:
    rows = history(
        known(last_pass=sighting(2), first_failure=sighting(3), last_failure=sighting(4))
    )
    _, reason, first_bad, last_good = decide_origin(cluster(), rows, run(5), "main")
    assert (first_bad, last_good) == (sighting(3), sighting(2))
    assert str(sighting(2).run_id) in reason


def test_a_fresh_regression_began_with_this_run() -> None:
    found = decide_origin(cluster(), history(PASSED), run(5), "main")
    assert found.first_bad == sighting(5)


def test_one_of_several_tests_that_passed_makes_a_regression() -> None:
    both = cluster(names=("test_a", "test_b"))
    found = decide_origin(both, history(PASSED), run(5), "main")
    assert found.origin is Origin.REGRESSION
    assert found.reason.startswith("1 of 2 tests passed before on main")


def test_one_flaky_test_among_regressions_does_not_make_the_cause_flaky() -> None:
    both = cluster(names=("test_a", "test_b"))
    rows = history(known(last_pass=sighting(5)), known("test_b", last_pass=sighting(3)))
    assert decide_origin(both, rows, run(5), "main").origin is Origin.REGRESSION


def test_a_report_that_shows_a_pass_as_well_is_flaky_without_any_history() -> None:
    flaky = replace(cluster(), failures=(failure(is_flaky=True),))
    assert decide_origin(flaky, {}, None).origin is Origin.FLAKY


def test_a_full_disk_is_infrastructure_even_where_tests_passed_before() -> None:
    full = cluster(message="OSError: [Errno 28] No space left on device")
    assert decide_origin(full, history(PASSED), run(5), "main").origin is Origin.INFRASTRUCTURE


FINDINGS = {
    "the rule's own word": (finding(origin=Origin.WARNING), Origin.WARNING),
    "the network": (finding(origin=None, cause=LogCause.NETWORK), Origin.INFRASTRUCTURE),
    "a full disk": (finding(origin=None, cause=LogCause.DISK_FULL), Origin.INFRASTRUCTURE),
    "a compiler": (finding(origin=None, cause=LogCause.COMPILE), Origin.NEW),
    "deprecations": (finding(origin=None, cause=LogCause.DEPRECATION_ONLY), Origin.WARNING),
}


@pytest.mark.parametrize(("found", "origin"), FINDINGS.values(), ids=FINDINGS.keys())
def test_origin_of_what_a_log_shows(found: object, origin: Origin) -> None:
    only_log = cluster(names=(), findings=(found,))
    assert decide_origin(only_log, {}, run(5), "main").origin is origin
