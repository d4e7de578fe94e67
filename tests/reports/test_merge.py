"""Several results of one test."""

import pytest

from bot.model.names import Outcome
from bot.model.report import PassedRun, TestCase
from bot.reports.caps import Caps
from tests.reports.make import only, report, suite

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
RESULTS = {"P": "", "F": '<failure message="f"/>', "E": '<error message="e"/>', "S": "<skipped/>"}


def written(letters: str) -> str:
    """One test written several times."""
    return "".join(f'<testcase classname="C" name="a">{RESULTS[x]}</testcase>' for x in letters)


@pytest.mark.parametrize(
    "letters, outcome, flaky, message",
    [
        pytest.param("FP", P, True, "", id="failed then passed is flaky"),
        pytest.param("FFP", P, True, "", id="the last word counts"),
        pytest.param("EP", P, True, "", id="an error then a pass is flaky"),
        pytest.param("FF", F, False, "f", id="failed twice stays failed"),
        pytest.param("FE", F, False, "f", id="a failing clean-up leaves the failure in front"),
        pytest.param("EF", E, False, "e", id="an error repeated as failure stays an error"),
        pytest.param("FPF", F, True, "f", id="red at the end is red"),
        pytest.param("FS", F, False, "f", id="a skip is no pass"),
        pytest.param("SF", F, False, "f", id="a skip in front hides nothing"),
    ],
)
def test_tries_of_one_test(letters: str, outcome: Outcome, flaky: bool, message: str) -> None:
    case = only(written(letters))
    assert (case.outcome, case.is_flaky, case.message) == (outcome, flaky, message)
    assert [t.outcome for t in case.tries] == [
        dict(zip("PFES", (P, F, E, S), strict=True))[x] for x in letters
    ]


@pytest.mark.parametrize("letters", ["PP", "PF", "PFP", "PS", "SS"])
def test_equal_names_of_different_tests_are_each_counted(letters: str) -> None:
    found = suite(written(letters))
    assert found.tests == len(letters)
    assert bool(found.red) == ("F" in letters)


def test_tests_without_a_name_are_never_taken_for_one() -> None:
    found = suite("<testcase><failure/></testcase><testcase/>")
    assert [c.outcome for c in found.cases] == [F, P]


def test_hidden_tries_of_pytest_are_one_flaky_test() -> None:
    case = only(written("PP"), 'name="pytest"')
    assert (case.outcome, case.is_flaky) == (P, True)


def test_hidden_tries_of_pytest_that_never_passed_are_not_flaky() -> None:
    case = only(written("PPF"), 'name="pytest"')
    assert (case.outcome, case.is_flaky, case.message) == (F, False, "f")
    assert len(case.tries) == 3


def test_two_runs_of_pytest_in_one_file_are_no_tries() -> None:
    found = report(
        f'<testsuites><testsuite name="pytest">{written("F")}</testsuite>'
        f'<testsuite name="pytest">{written("P")}</testsuite></testsuites>'
    )
    assert [c.outcome for c in found.cases] == [F, P]


def test_flaky_children_of_a_passed_test_are_tries_before_it() -> None:
    case = only(
        '<testcase name="a"><flakyFailure message="x" type="T"><stackTrace>at y</stackTrace>'
        "<system-out>noise</system-out></flakyFailure><flakyError/></testcase>"
    )
    assert (case.outcome, case.is_flaky) == (P, True)
    assert [(t.outcome, t.message, t.trace) for t in case.tries] == [
        (F, "x", "at y"),
        (E, "", ""),
        (P, "", ""),
    ]


def test_rerun_children_of_a_failed_test_are_further_tries() -> None:
    case = only('<testcase name="a"><failure message="x"/><rerunFailure message="y"/></testcase>')
    assert (case.outcome, case.is_flaky) == (F, False)
    assert [t.message for t in case.tries] == ["x", "y"]


def test_tries_are_capped() -> None:
    case = only(written("F" * 500 + "P"))
    assert len(case.tries) == Caps().tries + 1
    assert case.is_flaky


def test_passed_cases_beyond_the_cap_are_counted_and_said() -> None:
    cases = "".join(f'<testcase name="t{n}"/>' for n in range(10))
    found = report(
        f"<testsuite>{cases}<testcase name='r'><failure/></testcase></testsuite>", Caps(passing=4)
    )
    assert (len(found.cases), found.dropped, found.tests, found.count(P)) == (5, 6, 11, 10)
    assert [c.name for c in found.red] == ["r"]
    assert found.problems == (
        "junit.xml holds so many tests that 6 passed ones were only counted: "
        "their names are not remembered.",
    )


def test_red_and_skipped_cases_beyond_the_cap_are_said() -> None:
    found = report(
        "<testsuite>"
        + "".join(f'<testcase name="r{n}"><failure/></testcase>' for n in range(3))
        + "".join(f'<testcase name="s{n}"><skipped/></testcase>' for n in range(3))
        + "</testsuite>",
        Caps(passing=1, red=1),
    )
    assert len(found.cases) == 2
    assert found.problems == (
        "junit.xml holds 2 more skipped tests than were kept.",
        "junit.xml holds 2 more failed tests than were kept.",
    )


def test_names_that_other_classes_have_too_stay_columns() -> None:
    case = '<testcase classname="{}" name="t{}" time="0.5"/>'
    passed = "".join(case.format(letter, number) for letter in "AB" for number in range(9))
    found = suite(f'{passed}<testcase classname="C" name="t3"><failure/></testcase>')
    assert [type(part) for part in found.parts] == [PassedRun, TestCase]
    assert (found.tests, [case.id for case in found.cases[8:10]]) == (19, ["A::t8", "B::t0"])


def test_test_met_again_takes_its_run_apart_and_no_other() -> None:
    case = '<testcase classname="{}" name="t{}" time="0.5"/>'
    first, second = ("".join(case.format(x, n) for n in range(9)) for x in "AB")
    again = '<testcase classname="B" name="t4"><failure message="no"/></testcase>'
    split = '<testcase classname="C" name="x"><skipped/></testcase>'
    found = suite(first + split + second + again)
    assert [type(part) for part in found.parts] == [PassedRun, *[TestCase] * 11]
    assert [case.name for case in found.cases[14:17]] == ["t4", "t4", "t5"]
    assert [case.outcome for case in found.cases[14:17]] == [P, F, P]
