"""TeamCity service messages."""

import pytest

from bot.model.names import Outcome
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR


def say(name: str, attributes: str = "name='a'", around: str = "") -> str:
    return f"{around}##teamcity[{name} {attributes}]{around}\n"


START, END = say("testStarted"), say("testFinished", "name='a' duration='250'")


@pytest.mark.parametrize(
    "text, outcome, message",
    [
        pytest.param(START + END, P, "", id="passed"),
        pytest.param(START + say("testFailed", "message='no' name='a'") + END, F, "no", id="any order"),
        pytest.param(START + say("testFailed", "name='a' message='|'x|' |[1|] ||'") + END, F, "'x' [1] |", id="escapes"),
        pytest.param(START + say("testFailed", "name = 'a' message = '|0x00e9' ") + END, F, "é", id="unicode"),
        pytest.param(START + say("testFailed", "name='a' message='' details='E: no'") + END, F, "E: no", id="details"),
        pytest.param(
            START + say("testFailed", "name='a' message='no' expected='3' actual='4'") + END,
            F,
            "no\nexpected: 3\nactual: 4",
            id="comparison",
        ),
        pytest.param(START + say("testIgnored", "name='a' message='winter'") + END, S, "winter", id="ignored"),
        pytest.param(START + say("message", "text='x'", around="log ") + END, P, "", id="amid other text"),
        pytest.param(START + say("testFailed", "name='a' message='no' error='true'") + END, E, "no", id="error"),
        pytest.param(START, E, "never finished", id="no end"),
    ],
)  # fmt: skip
def test_outcome_of_a_test(text: str, outcome: Outcome, message: str) -> None:
    (case,) = report(text).cases
    assert (case.name, case.outcome, case.message) == ("a", outcome, message)


def test_suites_name_the_class_and_the_hint_the_file() -> None:
    hint = "name='a' locationHint='file:///x/a.test.js:7'"
    suites = say("testSuiteStarted", "name='cart'") + say("testSuiteStarted", "name='adds'")
    ends = say("testSuiteFinished", "name='adds'") + say("testSuiteFinished", "name='cart'")
    (case,) = report(suites + say("testStarted", hint) + END + ends).cases
    assert (case.id, case.suite, case.seconds) == ("cart > adds::a", "cart", 0.25)
    assert (case.file, case.line) == ("/x/a.test.js", 7)


def test_name_with_dots_is_class_and_name() -> None:
    name = "name='tests.test_cart.T.test_a(1.5)'"
    assert report(say("testStarted", name) + say("testFinished", name)).cases[0].id == (
        "tests.test_cart.T::test_a(1.5)"
    )


def test_flows_do_not_disturb_each_other() -> None:
    one, two = "name='a' flowId='1'", "name='b' flowId='2'"
    messages = [
        ("testStarted", one),
        ("testStarted", two),
        ("testFailed", two),
        ("testFinished", one),
        ("testFinished", two),
    ]
    found = report("".join(say(*message) for message in messages))
    assert [(case.name, case.outcome) for case in found.cases] == [("a", P), ("b", F)]


def test_test_that_starts_finishes_the_one_before() -> None:
    found = report(START + say("testStarted", "name='b'") + say("testFinished", "name='b'"))
    assert [(case.name, case.outcome) for case in found.cases] == [("a", P), ("b", P)]


def test_tests_without_a_start_count_too() -> None:
    found = report(START + END + say("testIgnored", "name='b'") + say("testFailed", "name='c'"))
    assert [(case.name, case.outcome) for case in found.cases] == [("a", P), ("b", S), ("c", F)]


def test_retry_has_the_last_word() -> None:
    again = START + say("testFailed") + END + START + END
    (case,) = report(say("testRetrySupport", "enabled='true'") + again).cases
    assert (case.outcome, case.is_flaky) == (P, True)


def test_build_problem_is_an_error() -> None:
    (case,) = report(START + END + say("buildProblem", "description='no' identity='x'")).red
    assert (case.name, case.outcome, case.message) == ("x", E, "no")


@pytest.mark.parametrize(
    "text, problem",
    [
        pytest.param(say("testSuiteStarted"), "before the last suite or test did", id="suite"),
        pytest.param(say("testCount", "count='3'") + START + END, "announces 3 tests", id="count"),
        pytest.param(START + END + "##teamcity[testStarted name='b\n", "broken", id="broken"),
        pytest.param((START + END).rstrip(), "without a line end", id="cut"),
    ],
)
def test_missing_messages_are_told(text: str, problem: str) -> None:
    assert problem in report(text).problems[0]
