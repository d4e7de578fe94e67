"""xUnit.net, element by element."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
FAILURE = (
    '<failure exception-type="System.TimeoutException"><message>no shop</message>'
    "<stack-trace>   at A.B.C()</stack-trace></failure>"
)


def xunit(content: str) -> TestReport:
    found = report(
        f'<assemblies><assembly name="/src/Shop.dll" total="1">{content}</assembly></assemblies>'
    )
    assert found.format == "xunit"
    return found


@pytest.mark.parametrize(
    "attributes, inner, outcome",
    [
        pytest.param('result="Pass"', "", P, id="pass"),
        pytest.param('result="Fail"', FAILURE, F, id="fail"),
        pytest.param('result="Fail"', "", F, id="fail without words"),
        pytest.param('result="Skip"', "<reason>later</reason>", S, id="skip"),
        pytest.param('result="NotRun"', "", S, id="explicit test of v3"),
        pytest.param("", FAILURE, F, id="no result but a failure"),
    ],
)
def test_outcome_of_a_test(attributes: str, inner: str, outcome: Outcome) -> None:
    found = xunit(f'<collection><test name="a" {attributes}>{inner}</test></collection>')
    assert [c.outcome for c in found.cases] == [outcome]
    assert found.problems == ()


def test_unknown_result_is_skipped_and_said() -> None:
    found = xunit('<collection><test name="a" result="Perhaps"/></collection>')
    assert [c.outcome for c in found.cases] == [S]
    assert "holds 1 results without a known outcome" in found.problems[0]


def test_all_that_a_test_says_is_kept() -> None:
    (case,) = xunit(
        '<collection><test name="A.B.C(x: 1.5)" type="A.B" method="C" result="Fail" time="0.25" '
        f'source-file="/src/B.cs" source-line="7">{FAILURE}<output>adding</output></test></collection>'
    ).cases
    assert (case.id, case.suite, case.seconds) == ("A.B::C(x: 1.5)", "Shop.dll", 0.25)
    assert (case.file, case.line) == ("/src/B.cs", 7)
    assert (case.type, case.message) == ("System.TimeoutException", "no shop")
    assert (case.trace, case.output) == ("   at A.B.C()", "adding")


@pytest.mark.parametrize(
    "inner", ["<reason>later</reason>", "<reason><message>later</message></reason>"]
)
def test_reason_of_a_skip_is_its_message(inner: str) -> None:
    found = xunit(f'<class><test name="a" result="Skip">{inner}</test></class>')
    assert found.cases[0].message == "later"


@pytest.mark.parametrize(
    "content, name",
    [
        pytest.param(
            f'<errors><error type="test-class-cleanup" name="A.B">{FAILURE}</error></errors>',
            "A.B",
            id="clean-up of a class",
        ),
        pytest.param(
            f'<errors><error type="fatal">{FAILURE}</error></errors>', "fatal", id="no name"
        ),
        pytest.param(
            f'<class name="A.B">{FAILURE}<test name="a" result="Pass"/></class>',
            "A.B",
            id="fixture of a class in v1",
        ),
    ],
)
def test_what_breaks_outside_a_test_is_an_error(content: str, name: str) -> None:
    (case,) = xunit(content).red
    assert (case.name, case.outcome, case.message) == (name, E, "no shop")


def test_equal_names_are_different_tests() -> None:
    test = f'<test name="a" type="A.B" result="Fail">{FAILURE}</test>'
    found = xunit(f'<collection>{test}{test}<test name="a" type="A.B" result="Pass"/></collection>')
    assert [c.outcome for c in found.cases] == [F, F, P]


@pytest.mark.parametrize(
    "content, name",
    [
        ('<assembly test-framework="xUnit.net 1.9"/>', "xunit"),
        ('<assembly name="a.dll"><collection/></assembly>', "xunit"),
        ('<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>', None),
        ('<assembly xmlns="http://maven.apache.org/ASSEMBLY/2.2.0"><id>bin</id></assembly>', None),
    ],
)
def test_manifests_of_assemblies_are_not_taken(content: str, name: str | None) -> None:
    assert report(content).format == name


@pytest.mark.parametrize("line", ["", "x", "-3", "9" * 30, "²"])
def test_odd_lines_are_unknown(line: str) -> None:
    found = xunit(f'<collection><test name="a" result="Pass" source-line="{line}"/></collection>')
    assert found.cases[0].line is None
