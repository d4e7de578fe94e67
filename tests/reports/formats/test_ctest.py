"""CTest's Test.xml, element by element."""

import base64
import gzip
import zlib

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from bot.reports.caps import Caps
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR


def ctest(content: str, caps: Caps | None = None) -> TestReport:
    found = report(
        "<Site Name='runner'><Testing><TestList><Test>./a</Test></TestList>"
        f"{content}</Testing></Site>",
        caps,
    )
    assert found.format == "ctest-xml"
    return found


def ended(status: str, output: str = "", **measures: str) -> str:
    told = "".join(
        f'<NamedMeasurement type="text/string" name="{name.replace("_", " ")}"><Value>{value}</Value>'
        "</NamedMeasurement>"
        for name, value in measures.items()
    )
    return (
        f'<Test Status="{status}"><Name>a</Name><Path>./till</Path><FullName>./till/a</FullName>'
        f"<Results>{told}<Measurement>{output or '<Value></Value>'}</Measurement></Results></Test>"
    )


@pytest.mark.parametrize(
    "content, outcome",
    [
        pytest.param(ended("passed"), P, id="passed"),
        pytest.param(ended("failed", Exit_Code="Failed", Exit_Value="1"), F, id="exit code"),
        pytest.param(ended("failed", Exit_Code="Timeout"), F, id="timeout"),
        pytest.param(ended("failed", Exit_Code="SEGFAULT"), E, id="crash"),
        pytest.param(ended("failed"), F, id="failed without measurements"),
        pytest.param(ended("notrun", Completion_Status="Disabled"), S, id="disabled"),
        pytest.param(ended("notrun", Completion_Status="SKIP_RETURN_CODE=77"), S, id="skipped"),
        pytest.param(
            ended("notrun", Completion_Status="SKIP_REGULAR_EXPRESSION_MATCHED"), S, id="skip words"
        ),
        pytest.param(
            ended("notrun", Completion_Status="Fixture dependency failed"), E, id="fixture"
        ),
        pytest.param(ended("notrun", Completion_Status="Required Files Missing"), E, id="files"),
        pytest.param(ended("notrun"), S, id="not run, nobody knows why"),
        pytest.param(ended("sideways"), S, id="unknown status"),
    ],
)
def test_outcome_of_a_test(content: str, outcome: Outcome) -> None:
    assert [c.outcome for c in ctest(content).cases] == [outcome]


def test_all_that_a_test_says_is_kept() -> None:
    output = "<Value>adding\nthe total is wrong\n</Value>"
    (case,) = ctest(
        ended("failed", output, Exit_Code="Failed", Execution_Time="0.25", Exit_Value="1")
    ).cases
    assert (case.name, case.suite, case.seconds, case.type) == ("a", "till", 0.25, "")
    assert case.message == "the total is wrong"
    assert case.trace == case.output == "adding\nthe total is wrong"


@pytest.mark.parametrize(
    "content, message",
    [
        (ended("failed", "<Value>x</Value>", Fail_Reason="Regex=[x]"), "Regex=[x]"),
        (ended("failed", "<Value>one\ntwo</Value>", Exit_Code="SEGFAULT"), "SEGFAULT: two"),
        (ended("failed", Exit_Code="Timeout"), "Timeout"),
        (
            ended("failed", Exit_Code="Failed", Exit_Value="3"),
            "Exited with code 3 and printed nothing.",
        ),
        (
            ended("notrun", "<Value>Unable to find x</Value>", Completion_Status=""),
            "Unable to find x",
        ),
        (ended("notrun", Completion_Status="Required Files Missing"), "Required Files Missing"),
    ],
)
def test_message_is_why_it_failed(content: str, message: str) -> None:
    assert ctest(content).cases[0].message == message


def packed(data: bytes) -> str:
    code = base64.encodebytes(data).decode()
    return f'<Value encoding="base64" compression="gzip">{code}</Value>'


TEXT = "adding é prices\n" * 500 + "the total is wrong"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zlib.compress(TEXT.encode()), id="zlib"),
        pytest.param(gzip.compress(TEXT.encode()), id="gzip"),
        pytest.param(TEXT.encode(), id="only base64"),
    ],
)
def test_packed_output_is_unpacked(data: bytes) -> None:
    (case,) = ctest(ended("failed", packed(data))).cases
    assert case.message == "the total is wrong"
    assert case.output.startswith("adding é prices\nadding")


@pytest.mark.parametrize(
    "output",
    [
        pytest.param('<Value encoding="base64">!!!! $$$$</Value>', id="no base64"),
        pytest.param('<Value encoding="base64">eJx9</Value>', id="cut"),
        pytest.param(packed(zlib.compress(b"x" * 100)[:10] + b"junk" * 30), id="damaged"),
        pytest.param('<Value encoding="rot13" compression="yes">text</Value>', id="unknown"),
    ],
)
def test_damaged_output_leaves_the_test_red(output: str) -> None:
    (case,) = ctest(ended("failed", output)).cases
    assert case.outcome is F


def test_output_that_swells_without_end_is_cut() -> None:
    bomb = packed(zlib.compress(b"\0" * 200_000_000, 9))
    (case,) = ctest(ended("failed", bomb), Caps(output=500)).cases
    assert len(case.output) < 1_000


def test_output_of_a_passed_test_is_not_kept() -> None:
    (case,) = ctest(ended("passed", "<Value>adding</Value>")).cases
    assert (case.output, case.message, case.trace) == ("", "", "")


@pytest.mark.parametrize(
    "content",
    [
        "<Site Name='x'><Build><Error><Text>cannot compile</Text></Error></Build></Site>",
        "<Site Name='x'><Configure/></Site>",
        "<site xmlns='http://maven.apache.org/SITE/2.0.0'><body/></site>",
    ],
)
def test_other_files_of_the_dashboard_are_not_taken(content: str) -> None:
    found = report(content)
    assert found.format is None
    assert "a CTest dashboard file without tests" in found.problems[0]
