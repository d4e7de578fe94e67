"""Reports of one leg that tell the same tests are counted once."""

import pytest

from bot.model.evidence import Evidence
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.grouping.twins import told_once, without_twins

RED, GREEN, SKIPPED = Outcome.FAILURE, Outcome.PASSED, Outcome.SKIPPED


def case(name: str, outcome: Outcome = GREEN, classname: str = "", **more: object) -> TestCase:
    message = "no" if outcome.is_red else ""
    fields = {"seconds": 0.25, "message": message, **more}
    return TestCase(name=name, classname=classname, outcome=outcome, **fields)  # type: ignore[arg-type]


def report(path: str, *cases: TestCase, format: str = "junit") -> TestReport:
    return TestReport(path=path, format=format, cases=cases)


JUNIT = report(
    "junit.xml",
    case("Cart total adds", RED, "Cart total adds"),
    case("Cart total is zero", classname="Cart total is zero"),
    case("Cart is open", SKIPPED, "Cart is open"),
)
JSON = report(
    "results.json",
    case("adds", RED, "Cart > total", trace="at cart.js:1:2"),
    case("is zero", GREEN, "Cart > total"),
    case("is open", SKIPPED, "Cart"),
    format="jest-json",
)


def test_one_run_in_two_formats_is_counted_once_and_the_richer_stays() -> None:
    kept, (twin,) = without_twins([JUNIT, JSON])
    assert kept == (JSON,)
    assert (twin.path, twin.of) == ("junit.xml", "results.json")


def test_order_of_the_files_changes_nothing() -> None:
    assert without_twins([JSON, JUNIT])[0] == (JSON,)


def test_copy_and_sum_of_reports_are_counted_once() -> None:
    a, b = case("a", RED), case("b")
    whole = report("all.xml", a, b)
    kept, twins = without_twins([report("a.xml", a), report("b.xml", b), whole, report("c.xml", b)])
    assert kept == (whole,)
    assert [twin.of for twin in twins] == ["all.xml"] * 3


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param(
            report("1", case("a", RED)),
            report("2", case("a", RED, seconds=0.3)),
            id="other times: another run of it",
        ),
        pytest.param(
            report("1", case("a", RED, seconds=None)),
            report("2", case("a", RED, seconds=None)),
            id="no times: nothing shows that it is the same run",
        ),
        pytest.param(
            report("1", case("a", RED)), report("2", case("a")), id="other results in one format"
        ),
        pytest.param(
            report("1", case("a", RED), case("b"), format="tap"),
            report("2", case("a"), case("b", RED)),
            id="other results in another format",
        ),
        pytest.param(
            report("1", *map(case, "abcdefg"), format="tap"),
            report("2", case("a", seconds=0.1), case("b", seconds=0.1)),
            id="a much smaller report in another format",
        ),
        pytest.param(
            report("1", case("a", RED), case("b"), format="tap"),
            report("2", case("c", RED), case("d")),
            id="other tests",
        ),
        pytest.param(report("1", format="tap"), report("2"), id="two that are empty"),
    ],
)
def test_these_are_no_twins(one: TestReport, other: TestReport) -> None:
    assert without_twins([one, other]) == ((one, other), ())


def test_legs_are_never_compared() -> None:
    legs = {"junit.xml": "linux", "results.json": "windows"}
    assert without_twins([JUNIT, JSON], legs) == ((JUNIT, JSON), ())


def test_twin_is_said_among_the_problems() -> None:
    told, _ = told_once(Evidence(reports=(JUNIT, JSON), problems=("x is broken.",)))
    assert told.reports == (JSON,)
    assert told.problems == (
        "x is broken.",
        "junit.xml tells the same tests as results.json, so they were counted once.",
    )
