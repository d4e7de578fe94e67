"""The built-in table of severities, row by row."""

from typing import Any

import pytest

from bot.model.config import Area
from bot.model.failure import Cluster, SuiteTotals
from bot.model.names import Kind, LogCause, Origin, Severity
from bot.triage.severity import Case, decide_severity
from tests.build import cluster, failure, finding


def suite(tests: int, failures: int, skipped: int = 0) -> tuple[SuiteTotals, ...]:
    total = SuiteTotals(
        name="tests/test_shop.py",
        leg="report-py311",
        tests=tests,
        failures=failures,
        skipped=skipped,
    )
    return (total,)


def log(**change: Any) -> Cluster:
    return cluster(names=(), findings=(finding(**change),), suites=())


def case(of: Cluster, kind: Kind = Kind.FAILING, origin: Origin = Origin.NEW, **more: Any) -> Case:
    return Case(cluster=of, kind=kind, origin=origin, **more)


UNC, INFRA = Kind.UNCOLLECTABLE, Origin.INFRASTRUCTURE
ONE = cluster()
THREE = cluster(names=("a", "b", "c"), suites=suite(3, 3))
ROWS = {
    "flaky": (case(THREE, origin=Origin.FLAKY), "P3 because the same commit passed and failed."),
    "a fallback": (
        case(log(has_fallback=True), UNC, INFRA),
        "P3 because the run went on with a fallback.",
    ),
    "cancelled": (
        case(log(cause=LogCause.CANCELLED), UNC, INFRA),
        "P3 because the run was cancelled, which says nothing of the code.",
    ),
    "infrastructure before the tests": (
        case(log(), UNC, INFRA),
        "P0 because the job build could not test anything.",
    ),
    "a whole suite": (case(THREE), "P0 because all 3 tests of Shop fail."),
    "a whole suite but for skipped tests": (
        case(cluster(names=("a", "b", "c"), suites=suite(9, 3, 6))),
        "P0 because all 3 tests of Shop fail.",
    ),
    "a whole suite of two": (
        case(cluster(names=("a", "b"), suites=suite(2, 2))),
        "P2 because 2 of 2 tests of Shop fail.",
    ),
    "a whole suite for several causes": (
        case(cluster(names=("a", "b"), suites=suite(4, 4))),
        "P2 because 2 of 4 tests of Shop fail.",
    ),
    "not collected": (
        case(cluster(failures=(failure("tests.test_shop", kind=UNC, classname=""),)), UNC),
        "P1 because tests/test_shop.py cannot be collected.",
    ),
    "not set up": (
        case(cluster(failures=(failure(kind=UNC),)), UNC),
        "P1 because test_a cannot be set up.",
    ),
    "a regression": (
        case(ONE, origin=Origin.REGRESSION, branch="main"),
        "P1 because the test passed before on main.",
    ),
    "a warning": (
        case(log(origin=Origin.WARNING), origin=Origin.WARNING),
        "P2 because nothing failed because of it so far.",
    ),
    "part of a suite": (case(cluster(names=("a", "b"))), "P2 because 2 of 10 tests of Shop fail."),
    "the area": (
        case(ONE, area=Area(name="Pay", paths=("x",), severity=Severity.P0)),
        "P0 because it is in the area Pay.",
    ),
    "an area without severity": (
        case(ONE, area=Area(name="Pay", paths=("x",))),
        "P2 because one test fails, in no area that the config calls critical.",
    ),
    "the rule's own": (
        case(log(severity=Severity.P1, cause=LogCause.POLICY)),
        "P1 because the log rule `docker-build` says so.",
    ),
    "a log that blames nothing known": (
        case(log(cause=LogCause.SCRIPT_ERROR)),
        "P2 because a step failed and the tests are not known to be affected.",
    ),
    "a log whose tests could not run": (
        case(log(file="tests/x.py"), UNC),
        "P1 because tests/x.py could not run its tests.",
    ),
}


@pytest.mark.parametrize(("given", "sentence"), ROWS.values(), ids=ROWS.keys())
def test_severity_and_sentence_of(given: Case, sentence: str) -> None:
    severity, said = decide_severity(given)
    assert said == sentence
    assert said.startswith(severity.upper())


def test_the_table_of_the_docstring_has_a_row_for_each_severity() -> None:
    from bot.triage import severity

    assert all(f"| {level}       |" in (severity.__doc__ or "") for level in Severity)
