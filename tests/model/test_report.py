"""What a report counts."""

import pytest

from bot.model.names import Outcome, Stage
from bot.model.report import TestCase, TestReport

RED = TestCase(name="a", outcome=Outcome.FAILURE)
GREEN = TestCase(name="b")
SUITE = TestCase(name="s", outcome=Outcome.ERROR, stage=Stage.SUITE)


@pytest.mark.parametrize(
    "cases, tests, errors",
    [
        pytest.param((RED, GREEN, SUITE), 2, 0, id="a suite's own error beside a red test"),
        pytest.param((GREEN, SUITE), 2, 1, id="a suite's own error that alone is red"),
        pytest.param((SUITE,), 1, 1, id="nothing but a suite's own error"),
        pytest.param((GREEN,), 1, 0, id="no error"),
    ],
)
def test_suite_counts_as_a_test_only_where_nothing_else_is_red(
    cases: tuple[TestCase, ...], tests: int, errors: int
) -> None:
    report = TestReport(path="a.xml", format="junit", cases=cases)
    assert (report.tests, report.count(Outcome.ERROR)) == (tests, errors)
    assert [case for case in report.red if case is SUITE] == [c for c in cases if c is SUITE]
