"""TRX, element by element."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
ERROR = "<Output><ErrorInfo><Message>no cart</Message><StackTrace>   at A.B()</StackTrace></ErrorInfo></Output>"


def trx(results: str, rest: str = "") -> TestReport:
    """The reading of a run, in the order in which the test platform writes it."""
    found = report(
        '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">'
        f"<Results>{results}</Results>{rest}</TestRun>"
    )
    assert found.format == "trx"
    return found


def result(outcome: str, inner: str = "", name: str = "Total") -> str:
    return (
        f'<UnitTestResult testId="1" testName="{name}" outcome="{outcome}">{inner}</UnitTestResult>'
    )


def definition(classname: str, name: str = "Total", test: str = "1") -> str:
    return (
        f'<TestDefinitions><UnitTest id="{test}" storage="c:\\shop\\shop.tests.dll" name="{name}">'
        f'<TestMethod className="{classname}" name="{name}"/></UnitTest></TestDefinitions>'
    )


def only(found: TestReport) -> TestCase:
    (case,) = found.cases
    return case


@pytest.mark.parametrize(
    "outcome, inner, expected",
    [
        pytest.param("Passed", "", P, id="passed"),
        pytest.param("PassedButRunAborted", "", P, id="passed though the run was aborted"),
        pytest.param("Completed", "", P, id="completed without a judgement"),
        pytest.param("Warning", "", P, id="a warning is no failure"),
        pytest.param("Failed", ERROR, F, id="failed"),
        pytest.param("Timeout", "", F, id="timed out"),
        pytest.param("Error", "", E, id="could not be executed"),
        pytest.param("Aborted", "", E, id="aborted"),
        pytest.param("Disconnected", "", E, id="disconnected"),
        pytest.param("InProgress", "", E, id="never finished"),
        pytest.param("Inconclusive", ERROR, S, id="inconclusive, though it has a message"),
        pytest.param("NotExecuted", "", S, id="not executed"),
        pytest.param("Pending", "", S, id="pending"),
        pytest.param("NotRunnable", "", S, id="switched off"),
        pytest.param("NotRunnable", ERROR, E, id="written wrongly"),
    ],
)
def test_outcome_of_a_result(outcome: str, inner: str, expected: Outcome) -> None:
    assert only(trx(result(outcome, inner))).outcome is expected


def test_result_without_outcome_is_an_error_for_that_is_the_default() -> None:
    assert only(trx('<UnitTestResult testName="a"/>')).outcome is E


def test_unknown_outcome_is_skipped_and_said() -> None:
    found = trx(result("Sideways"))
    assert only(found).outcome is S
    assert "holds 1 results without a known outcome" in found.problems[0]


def test_all_that_a_result_says_is_kept() -> None:
    inner = (
        "<Output><StdOut>adding</StdOut><StdErr> loudly</StdErr><ErrorInfo>"
        "<Message>Test method Shop.CartTests.Total threw exception: \n"
        "System.TimeoutException: no shop</Message>"
        "<StackTrace>   at Shop.Cart.Total() in /src/Cart.cs:line 9</StackTrace></ErrorInfo></Output>"
    )
    found = trx(
        f'<UnitTestResult testId="AB" testName="Total" duration="00:01:02.5" outcome="Failed">{inner}'
        "</UnitTestResult>",
        definition("Shop.CartTests, Shop, Version=1.0.0.0", test="ab"),
    )
    case = only(found)
    assert (case.id, case.suite, case.seconds) == ("Shop.CartTests::Total", "shop.tests.dll", 62.5)
    assert case.type == "System.TimeoutException"
    assert case.message.endswith("System.TimeoutException: no shop")
    assert case.trace == "   at Shop.Cart.Total() in /src/Cart.cs:line 9"
    assert case.output == "adding loudly"


@pytest.mark.parametrize(
    "name, classname, expected",
    [
        pytest.param("Total", "Shop.CartTests", "Shop.CartTests::Total", id="method alone"),
        pytest.param("A.B.C(x: 1.5)", "A.B", "A.B::C(x: 1.5)", id="name repeats the class"),
        pytest.param("adds up. Really", "A.B", "A.B::adds up. Really", id="name is a sentence"),
        pytest.param("A.B.C(x: 1.5)", "", "A.B::C(x: 1.5)", id="class only in the name"),
        pytest.param("adds up. Really", "", "adds up. Really", id="class nowhere"),
        pytest.param("C(1)", "A.B+Inner", "A.B+Inner::C(1)", id="nested class"),
    ],
)
def test_class_of_a_test_is_that_of_its_definition(
    name: str, classname: str, expected: str
) -> None:
    rest = definition(classname, name) if classname else ""
    assert only(trx(result("Passed", name=name), rest)).id == expected


def test_definitions_in_front_of_the_results_count_too() -> None:
    found = report(
        f'<TestRun xmlns="TeamTest">{definition("A.B")}<Results>{result("Passed")}</Results></TestRun>'
    )
    assert only(found).id == "A.B::Total"


def test_trace_tells_the_class_where_no_definition_does() -> None:
    trace = ERROR.replace("A.B()", "A.B.Total() in x.cs:line 3")
    assert only(trx(result("Failed", trace, name="Total (1)"))).classname == "A.B"


def test_rows_of_a_data_driven_test_count_and_their_parent_does_not() -> None:
    rows = result("Passed", name="Row 0") + result("Failed", ERROR, name="Row 1")
    found = trx(result("Failed", f"<InnerResults>{rows}</InnerResults>"))
    assert [(c.name, c.outcome) for c in found.cases] == [("Row 0", P), ("Row 1", F)]


def test_parent_that_failed_while_all_rows_passed_is_an_error() -> None:
    row = result("Passed", name="Row 0")
    found = trx(result("Failed", f"{ERROR}<InnerResults>{row}</InnerResults>"))
    assert [(c.name, c.outcome, c.message) for c in found.cases] == [
        ("Row 0", P, ""),
        ("Total", E, "no cart"),
    ]


def test_equal_names_are_different_tests() -> None:
    found = trx(result("Failed", ERROR) + result("Passed") + result("Failed", ERROR))
    assert [c.outcome for c in found.cases] == [F, P, F]
    assert not any(c.tries for c in found.cases)


def summary(outcome: str, *infos: tuple[str, str]) -> str:
    told = "".join(f'<RunInfo outcome="{o}"><Text>{text}</Text></RunInfo>' for o, text in infos)
    return f'<ResultSummary outcome="{outcome}"><RunInfos>{told}</RunInfos></ResultSummary>'


CRASH = "The active test run was aborted. Reason: Test host process crashed"


@pytest.mark.parametrize(
    "results, rest, red",
    [
        pytest.param(
            result("Passed"), summary("Failed", ("Error", CRASH)), ["(the whole run)"], id="crash"
        ),
        pytest.param(
            result("Failed"),
            summary("Failed", ("Error", CRASH)),
            ["Total", "(the whole run)"],
            id="crash beside a failure",
        ),
        pytest.param(
            result("Failed"), summary("Failed", ("Error", "a note")), ["Total"], id="a note"
        ),
        pytest.param(
            result("Failed"),
            summary("Failed", ("Error", "[xUnit.net 00:00:01.2]  A.aborted [FAIL]")),
            ["Total"],
            id="xUnit repeats a failure",
        ),
        pytest.param(
            result("Failed"),
            summary("Aborted", ("Error", "Stopped.")),
            ["Total", "(the whole run)"],
            id="the summary says aborted",
        ),
        pytest.param(
            "", summary("Failed", ("Error", "No assembly.")), ["(the whole run)"], id="no test"
        ),
        pytest.param("", summary("Completed", ("Warning", "No test.")), [], id="a warning"),
    ],
)
def test_run_that_broke_as_a_whole_is_red(results: str, rest: str, red: list[str]) -> None:
    assert [c.name for c in trx(results, rest).red] == red


def test_failed_run_without_a_red_test_is_said() -> None:
    found = trx(result("Passed"), '<ResultSummary outcome="Failed"/>')
    assert not found.red
    assert found.problems == (
        "junit.xml says that the run ended as `Failed`, but shows no red test.",
    )


@pytest.mark.parametrize(
    "content",
    [
        '<TestRun xmlns="TeamTest"><Results><UnitTestResult/></Results></TestRun>',
        '<TestRun xmlns="TeamTest"><UnitTestResult duration="soon" testId="" outcome="Passed"/></TestRun>',
        '<TestRun xmlns="TeamTest"><TestMethod className="A"/><RunInfo outcome="Error"/></TestRun>',
        '<t:TestRun xmlns:t="TeamTest"><t:UnitTestResult testName="a" outcome="Failed"/></t:TestRun>',
    ],
)
def test_odd_content_is_read_without_an_error(content: str) -> None:
    assert report(content).format == "trx"


@pytest.mark.parametrize(
    "content",
    [
        '<testrun name="x" tests="3"><testsuite/></testrun>',
        "<TestRun/>",
        "<TestRuns xmlns='TeamTest'/>",
    ],
)
def test_other_files_that_begin_alike_are_not_taken(content: str) -> None:
    assert report(content).format is None
