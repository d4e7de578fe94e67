"""Robot Framework's output.xml, element by element."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from bot.reports.caps import Caps
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
TEAR_DOWN = '<kw name="Fail" type="{}"><status status="{}">no till</status></kw>'


def robot(content: str, caps: Caps | None = None) -> TestReport:
    found = report(
        f'<robot generator="Robot 7.0"><suite name="Shop" source="/src/shop.robot">{content}</suite>'
        "</robot>",
        caps,
    )
    assert found.format == "robot"
    return found


def ended(status: str, inner: str = "", message: str = "", name: str = "a") -> str:
    """One test; the status may be followed by further attributes."""
    word, _, more = status.partition(" ")
    told = f'<status status="{word}" {more}>{message}</status>'
    return f'<test name="{name}" line="7">{inner}{told}</test>'


@pytest.mark.parametrize(
    "status, outcome",
    [
        pytest.param("PASS", P, id="pass"),
        pytest.param("FAIL", F, id="fail"),
        pytest.param("SKIP", S, id="skip"),
        pytest.param("NOT_RUN", S, id="not run"),
        pytest.param('FAIL critical="yes"', F, id="critical"),
        pytest.param('FAIL critical="no"', S, id="not critical"),
        pytest.param("PERHAPS", S, id="unknown"),
    ],
)
def test_outcome_of_a_test(status: str, outcome: Outcome) -> None:
    assert [c.outcome for c in robot(ended(status)).cases] == [outcome]


def test_all_that_a_test_says_is_kept() -> None:
    inner = (
        '<kw name="Pay"><kw name="Log"><msg level="INFO">adding</msg><status status="PASS"/></kw>'
        '<kw name="Check"><msg level="FAIL">CartError: no cart</msg><msg level="DEBUG">'
        'Traceback (most recent call last):\n  File "cart.py", line 3, in pay\nCartError: no cart'
        '</msg><status status="FAIL">CartError: no cart</status></kw><status status="FAIL"/></kw>'
    )
    (case,) = robot(ended('FAIL elapsed="0.25"', inner, "CartError: no cart")).cases
    assert (case.id, case.file, case.line) == ("Shop::a", "/src/shop.robot", 7)
    assert (case.type, case.message, case.seconds) == ("CartError", "CartError: no cart", 0.25)
    assert case.output == "adding"
    assert case.trace.startswith("in keyword Pay > Check\nTraceback (most recent")


def test_keyword_that_failed_and_was_caught_is_not_where_the_test_failed() -> None:
    caught = (
        '<kw name="Try"><kw name="Inner"><status status="FAIL"/></kw><status status="PASS"/></kw>'
    )
    last = '<kw name="Check"><status status="FAIL"/></kw>'
    (case,) = robot(ended("FAIL", caught + last, "no")).cases
    assert case.trace == "in keyword Check"


@pytest.mark.parametrize("kind", ["teardown", "TEARDOWN"])
def test_tear_down_that_fails_turns_the_tests_of_its_suite_red(kind: str) -> None:
    inner = f'<suite name="Till">{ended("PASS")}</suite>{ended("FAIL", message="bad")}'
    inner += ended("SKIP", name="c") + TEAR_DOWN.format(kind, "FAIL")
    found = robot(inner + '<status status="FAIL">Suite teardown failed:\nno till</status>')
    assert [(c.classname, c.outcome, c.message) for c in found.cases] == [
        ("Shop.Till", F, "Parent suite teardown failed:\nno till"),
        ("Shop", F, "bad"),
        ("Shop", S, ""),
    ]


def test_tests_of_one_name_that_a_tear_down_turned_are_two() -> None:
    found = robot(ended("PASS") * 2 + TEAR_DOWN.format("TEARDOWN", "FAIL"))
    assert [c.outcome for c in found.cases] == [F, F]


def test_tear_downs_inside_one_another_turn_every_test_once() -> None:
    inner = f'<suite name="In">{ended("PASS")}{TEAR_DOWN.format("TEARDOWN", "FAIL")}</suite>'
    outer = ended("PASS", name="b") + TEAR_DOWN.format("TEARDOWN", "FAIL")
    found = robot(ended("PASS", name="first") + inner + outer)
    assert [(c.name, c.outcome) for c in found.cases] == [("first", F), ("a", F), ("b", F)]


def test_tear_down_of_one_suite_leaves_the_others_alone() -> None:
    red = f'<suite name="Till">{ended("PASS")}{TEAR_DOWN.format("TEARDOWN", "FAIL")}</suite>'
    found = robot(ended("PASS") + red + f'<suite name="Bank">{ended("PASS")}</suite>')
    assert [c.outcome for c in found.cases] == [P, F, P]


def test_tear_down_that_is_skipped_skips_the_tests() -> None:
    found = robot(ended("PASS") + TEAR_DOWN.format("TEARDOWN", "SKIP"))
    assert [(c.outcome, c.message) for c in found.cases] == [
        (S, "Skipped in parent suite teardown:\nno till")
    ]


def test_tear_down_after_more_tests_than_are_held_is_an_error_too() -> None:
    tests = "".join(ended("PASS", name=f"t{n}") for n in range(7))
    found = robot(tests + TEAR_DOWN.format("TEARDOWN", "FAIL"), Caps(passing=2, red=3))
    assert [c.name for c in found.red if c.outcome is E] == ["Shop"]


def test_set_up_keyword_is_no_tear_down() -> None:
    found = robot(TEAR_DOWN.format("SETUP", "FAIL") + ended("PASS"))
    assert [c.outcome for c in found.cases] == [P]


MERGED = (
    "*HTML* &lt;span&gt;Test has been re-executed and results merged.&lt;/span&gt;&lt;hr&gt;"
    "&lt;b&gt;New status:&lt;/b&gt; &lt;i&gt;{}&lt;/i&gt;&lt;br&gt;{}&lt;hr&gt;"
    "Old status: FAIL&lt;br&gt;Old message: no &amp;lt;cart&amp;gt;&lt;br&gt;"
)


def test_test_that_passed_when_it_was_run_again_is_flaky() -> None:
    (case,) = robot(ended("PASS", message=MERGED.format("PASS", ""))).cases
    assert case.is_flaky
    assert case.outcome is P
    assert [(one.outcome, one.message) for one in case.tries] == [(F, "no <cart>"), (P, "")]


def test_test_that_failed_again_shows_its_last_words() -> None:
    new = "New message: no till&lt;br&gt;"
    (case,) = robot(ended("FAIL", message=MERGED.format("FAIL", new))).cases
    assert (case.outcome, case.message) == (F, "no till")
    assert [one.message for one in case.tries] == ["no <cart>", "no till"]


def test_html_is_taken_out_of_a_message() -> None:
    message = "*HTML* &lt;b&gt;no&lt;/b&gt; cart"
    assert robot(ended("FAIL", message=message)).cases[0].message == "no cart"
    assert robot(ended("FAIL", message="a &lt;b&gt; c")).cases[0].message == "a <b> c"


def test_test_in_which_the_report_ends_never_finished() -> None:
    found = report(
        f'<robot generator="Robot"><suite name="Shop">{ended("PASS")}<test name="b"><kw name="W'
    )
    assert [(c.name, c.outcome, c.message) for c in found.cases] == [
        ("a", P, ""),
        ("b", E, "The test never finished."),
    ]
    assert "ends in the middle of <test>" in found.problems[0]


def test_equal_names_are_different_tests() -> None:
    found = robot(ended("FAIL") + ended("PASS") + ended("FAIL"))
    assert [c.outcome for c in found.cases] == [F, P, F]


def test_description_of_a_robot_is_not_taken() -> None:
    assert report('<robot name="arm"><link name="base"/></robot>').format is None
