"""What a report counts."""

import pytest

from bot.model.names import Outcome, Stage
from bot.model.report import Cases, PassedRun, Stretch, TestCase, TestReport

RED = TestCase(name="a", outcome=Outcome.FAILURE)
GREEN = TestCase(name="b")
SUITE = TestCase(name="s", outcome=Outcome.ERROR, stage=Stage.SUITE)

RUN = PassedRun(
    suite="s",
    scope="h",
    names=["p", "q", "r"],
    stretches=[Stretch("C", "c.py", 2), Stretch("D", "", 1)],
    seconds=[0.5, None, 0.25],
)


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


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((RUN,), id="nothing but columns"),
        pytest.param((RED, RUN, GREEN, RUN), id="columns between cases"),
        pytest.param((SUITE, RUN), id="columns beside a broken suite"),
        pytest.param((), id="nothing"),
    ],
)
def test_report_of_columns_tells_the_same_as_one_of_their_cases(
    parts: tuple[TestCase | PassedRun, ...],
) -> None:
    cases = tuple(
        case
        for part in parts
        for case in (part.cases() if isinstance(part, PassedRun) else (part,))
    )
    columns = TestReport(path="a", format="junit", cases=Cases(parts), dropped=2)
    plain = TestReport(path="a", format="junit", cases=cases, dropped=2)
    assert columns == plain
    assert (columns.tests, columns.seconds, columns.red) == (plain.tests, plain.seconds, plain.red)
    assert [*map(columns.count, Outcome)] == [*map(plain.count, Outcome)]
    assert (len(columns.cases), columns.cases[:2]) == (len(cases), cases[:2])
    assert (hash(columns.cases), repr(columns.cases)) == (hash(cases), repr(cases))


def test_columns_become_cases_with_class_file_and_time() -> None:
    assert Cases([RUN])[2] == TestCase(name="r", classname="D", suite="s", scope="h", seconds=0.25)
    assert [(case.classname, case.file) for case in RUN.cases()] == [
        ("C", "c.py"),
        ("C", "c.py"),
        ("D", ""),
    ]
