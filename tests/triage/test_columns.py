"""Passed tests that came as columns count like cases."""

from bot.model.names import Outcome
from bot.model.report import Cases, PassedRun, Stretch, TestCase, TestReport
from bot.triage.extract import outcomes
from bot.triage.suites import suite_totals

RED = TestCase(name="r", classname="tests.test_a.T", outcome=Outcome.FAILURE, seconds=1.0)
RUN = PassedRun(
    suite="s",
    scope="",
    names=["a", "b[1]", "c", "test_d", "e"],
    stretches=[Stretch("tests.test_a.T", "", 2), Stretch("C", "src/c.ts", 1), Stretch("", "", 2)],
    seconds=[0.5, None, 0.25, 2.0, 4.0],
)
LEGS = {"a.xml": "linux"}


def _reports() -> tuple[list[TestReport], list[TestReport]]:
    by_columns = TestReport(path="a.xml", format="junit", cases=Cases([RUN, RED, RUN]))
    by_cases = TestReport(path="a.xml", format="junit", cases=tuple(by_columns.cases))
    return [by_columns], [by_cases]


def test_suites_of_columns_count_like_those_of_cases() -> None:
    by_columns, by_cases = _reports()
    totals = suite_totals(by_columns, LEGS)
    assert totals == suite_totals(by_cases, LEGS)
    assert [(suite.name, suite.tests, suite.seconds) for suite in totals] == [
        ("tests/test_a.py", 5, 2.0),
        ("src/c.ts", 2, 0.5),
        ("test_d.py", 2, 4.0),
        ("s", 2, 8.0),
    ]


def test_history_of_columns_is_that_of_cases() -> None:
    by_columns, by_cases = _reports()
    assert outcomes(by_columns, LEGS) == outcomes(by_cases, LEGS)
