"""NUnit 2 and 3, element by element."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
FAILURE = "<failure><message>{}</message><stack-trace>   at A.B.C()</stack-trace></failure>"
WORDS = FAILURE.format("no cart")
REASON = "<reason><message>later</message></reason>"


def nunit3(content: str) -> TestReport:
    found = report(f"<test-run id='0'>{content}</test-run>")
    assert found.format == "nunit3"
    return found


def nunit2(content: str) -> TestReport:
    found = report(f"<test-results name='a.dll'>{content}</test-results>")
    assert found.format == "nunit2"
    return found


def suite(content: str, attributes: str, words: str = "") -> str:
    return f"<test-suite {attributes}>{words}{content}</test-suite>"


@pytest.mark.parametrize(
    "attributes, inner, outcome",
    [
        pytest.param('result="Passed"', "", P, id="passed"),
        pytest.param('result="Warning"', REASON, P, id="a warning is no failure"),
        pytest.param('result="Failed"', WORDS, F, id="assertion"),
        pytest.param('result="Failed" label="Error"', WORDS, E, id="exception"),
        pytest.param('result="Failed" label="Invalid"', WORDS, E, id="not runnable"),
        pytest.param('result="Failed" label="Cancelled"', WORDS, E, id="canceled"),
        pytest.param('result="Failed" site="Parent"', WORDS, F, id="set-up of the fixture"),
        pytest.param('result="Skipped" label="Ignored"', REASON, S, id="ignored"),
        pytest.param('result="Skipped" label="Explicit"', "", S, id="explicit"),
        pytest.param('result="Inconclusive"', REASON, S, id="inconclusive"),
        pytest.param("", WORDS, F, id="no result but a failure"),
    ],
)
def test_outcome_of_a_case_of_nunit_3(attributes: str, inner: str, outcome: Outcome) -> None:
    (case,) = nunit3(f'<test-case name="a" {attributes}>{inner}</test-case>').cases
    assert case.outcome is outcome


def test_case_without_a_result_is_skipped_and_said() -> None:
    found = nunit3('<test-case name="a"/>')
    assert [c.outcome for c in found.cases] == [S]
    assert "without a known outcome" in found.problems[0]


def test_all_that_a_case_says_is_kept() -> None:
    words = FAILURE.format("System.TimeoutException : no shop")
    (case,) = nunit3(
        suite(
            '<test-case name="Price(1.5)" fullname="A.B.Price(1.5)" classname="A.B" result="Failed" '
            f'label="Error" duration="0.25">{words}<output>adding</output></test-case>',
            'type="Assembly" name="/src/Shop.dll" result="Failed" site="Child"',
        )
    ).cases
    assert (case.id, case.suite, case.seconds) == ("A.B::Price(1.5)", "Shop.dll", 0.25)
    assert (case.type, case.message) == (
        "System.TimeoutException",
        "System.TimeoutException : no shop",
    )
    assert (case.trace, case.output) == ("   at A.B.C()", "adding")


CASE = '<test-case name="a" classname="A.B" result="{}"/>'


@pytest.mark.parametrize(
    "content, expected",
    [
        pytest.param(
            suite(CASE.format("Passed"), 'fullname="A.B" result="Failed" site="TearDown"', WORDS),
            [("a", P), ("A.B", E)],
            id="tear-down",
        ),
        pytest.param(
            suite(CASE.format("Failed"), 'fullname="A.B" result="Failed" site="TearDown"', WORDS),
            [("a", F), ("A.B", E)],
            id="tear-down beside a failure",
        ),
        pytest.param(
            suite(CASE.format("Failed"), 'fullname="A.B" result="Failed" site="SetUp"', WORDS),
            [("a", F)],
            id="set-up that its tests tell of",
        ),
        pytest.param(
            suite("", 'fullname="A.B" result="Failed" site="SetUp"', WORDS),
            [("A.B", E)],
            id="set-up without tests",
        ),
        pytest.param(
            suite(CASE.format("Failed"), 'fullname="A" result="Failed" site="Child"', WORDS),
            [("a", F)],
            id="only what it holds failed",
        ),
        pytest.param(
            suite(
                suite("", 'fullname="a.dll" result="Failed" label="Invalid"', WORDS),
                'fullname="all" result="Failed"',
            ),
            [("a.dll", E)],
            id="assembly that could not be loaded, once",
        ),
    ],
)
def test_suite_counts_only_where_it_failed_by_itself(
    content: str, expected: list[tuple[str, Outcome]]
) -> None:
    assert [(c.name, c.outcome) for c in nunit3(content).cases] == expected


def test_test_that_a_set_up_took_down_has_the_trace_of_the_set_up() -> None:
    case = (
        '<test-case name="a" classname="A.B" result="Failed" site="Parent">'
        "<failure><message>OneTimeSetUp: no shop</message></failure></test-case>"
    )
    (found,) = nunit3(suite(case, 'result="Failed" site="SetUp"', WORDS)).cases
    assert (found.message, found.trace) == ("OneTimeSetUp: no shop", "   at A.B.C()")


@pytest.mark.parametrize(
    "attributes, inner, outcome",
    [
        pytest.param('executed="True" result="Success" success="True"', "", P, id="success"),
        pytest.param('executed="True" result="Failure" success="False"', WORDS, F, id="failure"),
        pytest.param('executed="True" result="Error" success="False"', WORDS, E, id="error"),
        pytest.param('executed="True" result="Cancelled" success="False"', "", E, id="canceled"),
        pytest.param('executed="True" result="Inconclusive" success="False"', "", S, id="unsure"),
        pytest.param('executed="False" result="Ignored"', REASON, S, id="ignored"),
        pytest.param('executed="False" result="Skipped"', REASON, S, id="skipped"),
        pytest.param('executed="False" result="NotRunnable"', REASON, E, id="written wrongly"),
        pytest.param('executed="True" success="True"', "", P, id="old success"),
        pytest.param('executed="True" success="False"', WORDS, F, id="old failure"),
        pytest.param('executed="True" success="False"', "", F, id="old failure without words"),
        pytest.param('executed="False"', REASON, S, id="old skip"),
        pytest.param('executed="True"', "", P, id="executed is all it says"),
    ],
)
def test_outcome_of_a_case_of_nunit_2(attributes: str, inner: str, outcome: Outcome) -> None:
    (case,) = nunit2(f'<test-case name="A.B.c" {attributes}>{inner}</test-case>').cases
    assert (case.id, case.outcome) == ("A.B::c", outcome)


def test_broken_set_up_of_a_fixture_gives_its_words_to_the_tests() -> None:
    case = (
        '<test-case name="A.B.c" executed="True" result="Failure" success="False"><failure>'
        "<message>TestFixtureSetUp failed in B</message><stack-trace/></failure></test-case>"
    )
    words = FAILURE.format("SetUp : System.TimeoutException : no shop")
    found = nunit2(
        suite(f"<results>{case}</results>", 'name="B" result="Error" success="False"', words)
    )
    (only,) = found.cases
    assert (only.outcome, only.type) == (F, "System.TimeoutException")
    assert only.message == "SetUp : System.TimeoutException : no shop"
    assert only.trace == "   at A.B.C()"


def test_failed_suite_without_a_red_test_is_an_error_when_it_has_words() -> None:
    case = '<results><test-case name="A.B.c" executed="True" success="True"/></results>'
    attributes = 'name="B" executed="True" success="False"'
    inner = suite(case, attributes, WORDS)
    found = nunit2(suite(f"<results>{inner}</results>", 'name="all" success="False"'))
    assert [(c.name, c.outcome) for c in found.cases] == [("c", P), ("B", E)]
    assert found.problems == ()


def test_failed_suite_without_words_is_said_once() -> None:
    case = '<results><test-case name="A.B.c" executed="True" success="True"/></results>'
    inner = suite(case, 'name="B" executed="True" success="False"')
    found = nunit2(suite(f"<results>{inner}</results>", 'name="all" success="False"'))
    assert [c.outcome for c in found.cases] == [P]
    assert found.problems == ("junit.xml marks suite `B` as failed, but none of its tests.",)


def test_stack_alone_is_no_message() -> None:
    words = "<failure><message></message><stack-trace>at A.B.C()\nat A.D()</stack-trace></failure>"
    (case,) = nunit2(f'<test-case name="A.B.c" success="False">{words}</test-case>').cases
    assert (case.message, case.trace) == ("", "at A.B.C()\nat A.D()")


def test_equal_rows_are_different_tests() -> None:
    case = f'<test-case name="A.B.c(1)" success="False">{WORDS}</test-case>'
    assert [c.outcome for c in nunit2(case * 3).cases] == [F, F, F]


def test_fixture_is_the_class_of_a_name_without_one() -> None:
    found = nunit2(suite('<test-case name="c" success="True"/>', 'name="CartTests"'))
    assert found.cases[0].id == "CartTests::c"
