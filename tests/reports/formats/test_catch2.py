"""Catch2's XML, element by element."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
CHECK = (
    '<Expression success="false" type="CHECK" filename="a.cc" line="9">'
    "<Original>\n total == 3\n</Original><Expanded>\n 4 == 3\n</Expanded>{}</Expression>"
)
FAILED = CHECK.format("")
GOOD, BAD = '<OverallResult success="true"/>', '<OverallResult success="false"/>'
THROWN = '<Exception filename="a.cc" line="9">\n no cart\n</Exception>'


def catch2(content: str) -> TestReport:
    found = report(f'<Catch2TestRun name="cart">{content}</Catch2TestRun>')
    assert found.format == "catch2-xml"
    return found


def case(inner: str) -> str:
    return f'<TestCase name="a" filename="a.cc" line="7">{inner}</TestCase>'


@pytest.mark.parametrize(
    "inner, outcome",
    [
        pytest.param(GOOD, P, id="passed"),
        pytest.param(FAILED + BAD, F, id="assertion"),
        pytest.param(f"<Failure>told so</Failure>{BAD}", F, id="explicit failure"),
        pytest.param(THROWN + BAD, E, id="exception"),
        pytest.param(CHECK.format(THROWN) + BAD, E, id="exception in an assertion"),
        pytest.param(f"<FatalErrorCondition>SIGSEGV</FatalErrorCondition>{BAD}", E, id="signal"),
        pytest.param(FAILED + THROWN + BAD, E, id="the worst of several"),
        pytest.param(BAD, F, id="was to fail and did not"),
        pytest.param(FAILED + GOOD, S, id="failed as expected"),
        pytest.param(f"<Skip>later</Skip>{GOOD}", S, id="skipped"),
        pytest.param(f"<Info>x</Info><Warning>y</Warning>{GOOD}", P, id="a warning"),
        pytest.param(FAILED, F, id="no overall result but a failure"),
        pytest.param("", S, id="no overall result"),
    ],
)
def test_outcome_of_a_test_case(inner: str, outcome: Outcome) -> None:
    assert [c.outcome for c in catch2(case(inner)).cases] == [outcome]


def test_all_that_a_test_case_says_is_kept() -> None:
    section = (
        f'<Section name="sum"><Section name="deep"><Info>adding</Info>{FAILED}</Section></Section>'
    )
    result = '<OverallResult success="false" durationInSeconds="0.25"><StdOut>out</StdOut></OverallResult>'
    (found,) = catch2(case(section + result)).cases
    assert (found.name, found.suite, found.file, found.line) == ("a", "cart", "a.cc", 7)
    assert (found.type, found.seconds, found.output) == ("CHECK", 0.25, "out")
    assert found.message == "CHECK( total == 3 )\nwith expansion:\n  4 == 3"
    assert found.trace == f"sum / deep\na.cc:9: FAILED:\n{found.message}\nadding"


def test_words_before_an_assertion_that_held_do_not_stand_at_the_next() -> None:
    fine = '<Expression success="true" type="CHECK"><Original>1</Original></Expression>'
    (found,) = catch2(case(f"<Info>old</Info>{fine}{FAILED}{BAD}")).cases
    assert "old" not in found.trace


def test_exception_is_the_message() -> None:
    (found,) = catch2(case(CHECK.format(THROWN) + BAD)).cases
    assert found.message == "no cart\nin CHECK( total == 3 )"


def test_test_case_in_which_the_report_ends_never_finished() -> None:
    found = report(
        f'<Catch name="cart"><Group name="cart">{case(GOOD)}<TestCase name="b"><Section '
    )
    assert [(c.name, c.outcome, c.message) for c in found.cases] == [
        ("a", P, ""),
        ("b", E, "The test never finished."),
    ]
    assert "ends in the middle of" in found.problems[0]


def test_very_many_failures_of_one_test_are_bounded() -> None:
    (found,) = catch2(case(FAILED * 5_000 + BAD)).cases
    assert found.trace.count("FAILED:") == 20


def test_equal_names_are_different_tests() -> None:
    assert len(catch2(case(FAILED + BAD) + case(GOOD)).cases) == 2
