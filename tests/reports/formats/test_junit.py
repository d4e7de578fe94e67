"""JUnit XML, element by element."""

import pytest

from bot.model.names import Outcome, Stage
from tests.reports.make import only, report, suite

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR


@pytest.mark.parametrize(
    "case, outcome",
    [
        pytest.param('<testcase name="a"/>', P, id="no child is a pass"),
        pytest.param('<testcase name="a"><failure/></testcase>', F, id="failure"),
        pytest.param('<testcase name="a"><error/></testcase>', E, id="error"),
        pytest.param('<testcase name="a"><skipped/></testcase>', S, id="skipped"),
        pytest.param('<testcase name="a"><skip/></testcase>', S, id="skip"),
        pytest.param('<testcase name="a"><ignored/></testcase>', S, id="ignored"),
        pytest.param('<testcase name="a"><skipped/><error/></testcase>', E, id="skip and error"),
        pytest.param(
            '<testcase name="a"><failure/><error/></testcase>', E, id="error beats failure"
        ),
        pytest.param(
            '<testcase name="a"><failure/><skipped/></testcase>', F, id="failure beats skip"
        ),
        pytest.param('<testcase name="a" status="notrun"/>', S, id="GoogleTest did not run it"),
        pytest.param('<testcase name="a" status="run" result="suppressed"/>', S, id="suppressed"),
        pytest.param('<testcase name="a" status="run" result="completed"/>', P, id="completed"),
        pytest.param('<testcase name="a" status="disabled"/>', S, id="CTest disabled it"),
        pytest.param('<testcase name="a" status="Failed"/>', F, id="status alone says failed"),
        pytest.param('<testcase name="a" result="broken"/>', E, id="result alone says broken"),
        pytest.param('<testcase name="a"><system-err>x</system-err></testcase>', P, id="stderr"),
        pytest.param('<j:testcase xmlns:j="u" name="a"><j:error/></j:testcase>', E, id="prefix"),
        pytest.param('<TESTCASE NAME="a"><FAILURE/></TESTCASE>', F, id="capitals"),
    ],
)
def test_outcome_of_a_case(case: str, outcome: Outcome) -> None:
    found = only(case)
    assert (found.name, found.outcome) == ("a", outcome)


def test_all_that_a_case_says_is_kept() -> None:
    found = only(
        '<testcase name="test_sum" classname="tests.test_cart" file="tests/test_cart.py" line="7" '
        'time="0.25"><system-out>adding</system-out>'
        '<failure type="AssertionError" message="3 is not 4">line 1\nline 2</failure></testcase>'
    )
    assert (found.id, found.suite, found.seconds) == ("tests.test_cart::test_sum", "s", 0.25)
    assert (found.file, found.line) == ("tests/test_cart.py", 7)
    assert (found.type, found.message) == ("AssertionError", "3 is not 4")
    assert (found.trace, found.output) == ("line 1\nline 2", "adding")


def test_output_of_a_passed_test_is_not_kept() -> None:
    assert only('<testcase name="a"><system-out>text</system-out></testcase>').output == ""


def test_several_failures_of_one_case_are_all_in_the_trace() -> None:
    found = only(
        '<testcase name="a"><failure message="one">first</failure>'
        '<failure message="two"/><failure message="three">third</failure></testcase>'
    )
    assert (found.message, found.trace) == ("one", "first\n\ntwo\n\nthird")


def test_skip_reason_is_the_message() -> None:
    assert only('<testcase name="a"><skipped message="winter"/></testcase>').message == "winter"


@pytest.mark.parametrize(
    "case, file, line",
    [
        ('<testcase name="a" file="t.py" lineno="3"/>', "t.py", 3),
        ('<testcase name="a" filepath="t.py"/>', "t.py", None),
        ('<testcase name="a" classname="src/cart.test.ts"/>', "src/cart.test.ts", None),
        ('<testcase name="a" classname="tests.test_cart.Test"/>', "", None),
        ('<testcase name="a" line="x"/>', "", None),
        ('<testcase name="a"><failure file="t.cc" line="9"/></testcase>', "t.cc", 9),
        (
            '<testcase name="a"><properties><property name="file" value="t.rs"/>'
            '<property name="line" value="4"/></properties></testcase>',
            "t.rs",
            4,
        ),
    ],
)
def test_where_a_test_is(case: str, file: str, line: int | None) -> None:
    found = only(case)
    assert (found.file, found.line) == (file, line)


def test_file_of_a_suite_holds_for_its_cases() -> None:
    assert only('<testcase name="a"/>', 'name="s" file="s.js"').file == "s.js"
    by_property = '<properties><property name="test.fileName" value="n.js"/></properties>'
    assert only(by_property + '<testcase name="a"/>').file == "n.js"
    assert (
        only('<testcase name="a" classname="cart"/>', 'name="cart.spec.ts"').file == "cart.spec.ts"
    )


@pytest.mark.parametrize(
    "time, seconds",
    [
        ("1.5", 1.5),
        ("1,234.5", 1234.5),
        ("0,25", 0.25),
        *[(odd, None) for odd in ("", "NaN", "inf", "-1", "1e99", "2s", "&lt;&lt;computed>>")],
    ],
)
def test_times_are_seconds_or_unknown(time: str, seconds: float | None) -> None:
    assert only(f'<testcase name="a" time="{time}"/>').seconds == seconds


def test_file_of_one_suite_is_not_that_of_the_next() -> None:
    found = report(
        '<testsuites><testsuite name="a.spec.ts"><testcase name="a"/></testsuite>'
        '<testsuite name="b.spec.ts"><testcase name="b"/></testsuite></testsuites>'
    )
    assert [c.file for c in found.cases] == ["a.spec.ts", "b.spec.ts"]


def test_nested_suites_tell_equal_names_apart() -> None:
    found = report(
        '<testsuites><testsuite name="chrome"><testsuite name="cart"><testcase name="a"><failure/>'
        '</testcase></testsuite></testsuite><testsuite name="webkit"><testsuite name="cart">'
        '<testcase name="a"/></testsuite></testsuite></testsuites>'
    )
    assert [(c.suite, c.scope, c.outcome) for c in found.cases] == [
        ("cart", "chrome", F),
        ("cart", "webkit", P),
    ]


def test_host_tells_projects_of_playwright_apart() -> None:
    found = report(
        '<testsuites><testsuite name="a.spec.ts" hostname="chromium"><testcase name="a"><failure/>'
        '</testcase></testsuite><testsuite name="a.spec.ts" hostname="webkit"><testcase name="a"/>'
        "</testsuite></testsuites>"
    )
    assert [c.outcome for c in found.cases] == [F, P]


@pytest.mark.parametrize("counters", ['tests="99" failures="0"', 'tests="-3" errors="many"', ""])
def test_cases_are_counted_whatever_the_counters_say(counters: str) -> None:
    found = suite('<testcase name="a"><failure/></testcase>', counters)
    assert (found.tests, found.count(F)) == (1, 1)


def test_suite_that_counts_errors_and_lists_nothing_is_red() -> None:
    found = only("", 'name="cart.test.ts" tests="0" errors="1"')
    assert (found.name, found.outcome, found.file) == ("cart.test.ts", E, "cart.test.ts")
    assert found.message == "The suite counts 1 failures, but lists no test."


def test_counters_of_outer_suites_make_one_crash_only_once() -> None:
    found = report('<testsuites errors="1"><testsuite name="s" errors="1"/></testsuites>')
    assert [c.name for c in found.cases] == ["s"]


def test_error_of_a_whole_suite_is_red() -> None:
    found = only('<error type="OSError" message="no database">trace</error>')
    assert (found.outcome, found.type, found.message) == (E, "OSError", "no database")
    assert found.trace == "trace"


def test_error_of_a_suite_whose_test_failed_is_not_counted_again() -> None:
    assert only('<testcase name="a"><failure/></testcase><error message="exit 1"/>').name == "a"


def test_counted_failure_that_no_test_shows_is_a_problem() -> None:
    found = report('<testsuite name="s" failures="2"><testcase name="a"/></testsuite>')
    assert found.tests == 1
    assert found.problems == (
        "junit.xml counts 2 failures in suite `s`, but none of its 1 tests is shown as failed.",
    )


def test_stderr_of_a_suite_is_no_failure() -> None:
    assert suite('<testcase name="a"/><system-err>ERROR: loud</system-err>').count(P) == 1


def test_test_in_a_test_is_a_test_too() -> None:
    found = suite('<testcase name="outer"><testcase name="inner"><failure/></testcase></testcase>')
    assert {c.name: c.outcome for c in found.cases} == {"outer": P, "inner": F}


def test_names_and_traces_carry_no_terminal_colors() -> None:
    found = only(
        '<testcase name="#x1B[31mred#x1B[0m&#27;[1m"><failure message="&#x1b;[31mno&#x1b;[39m">'
        "[31mexpected[39m rate(x[5m])</failure></testcase>"
    )
    assert (found.name, found.message, found.trace) == ("red", "no", "expected rate(x[5m])")


@pytest.mark.parametrize(
    "message, stage",
    [
        ("failed on setup with &quot;OSError: gone&quot;", Stage.SETUP),
        ("failed on teardown with &quot;OSError: gone&quot;", Stage.TEARDOWN),
        ("collection failure", Stage.COLLECTION),
        ("assert 1 == 2", Stage.CALL),
    ],
)
def test_stage_is_what_pytest_calls_it(message: str, stage: Stage) -> None:
    found = only(
        f'<testcase name="a"><error message="{message}">E   OSError: gone</error></testcase>'
    )
    assert found.stage is stage


LOG = "Running tests\nFATAL: no route to cart-db:5432\nbye"


def test_output_beside_the_only_test_of_a_suite_is_its_own_as_in_bazel() -> None:
    found = suite(
        '<testcase name="cart_test"><error message="exited with error code 134"/></testcase>'
        f"<system-out>{LOG}</system-out>"
    )
    assert [(case.output, case.trace) for case in found.cases] == [(LOG, LOG)]
    assert found.cases[0].message == "exited with error code 134"


def test_output_beside_several_tests_of_a_suite_is_nobodys() -> None:
    red = '<testcase name="{}"><error message="exited with error code 134"/></testcase>'
    found = suite(f"{red.format('a')}{red.format('b')}<system-out>{LOG}</system-out>")
    assert [(case.name, case.output) for case in found.cases] == [("a", ""), ("b", "")]


def test_only_test_that_says_why_keeps_its_words() -> None:
    found = suite(
        '<testcase name="a"><failure message="no cart">at cart.py:3</failure></testcase>'
        f"<system-out>{LOG}</system-out>"
    )
    assert [(c.message, c.trace, c.output) for c in found.cases] == [
        ("no cart", "at cart.py:3", LOG)
    ]
