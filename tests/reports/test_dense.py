"""As many results, lines or faults as a file can hold: still no more than a second a megabyte."""

import io

import pytest

from bot.reports.read import read_report
from tests.fuzz.blowup import repeated
from tests.fuzz.cost import best_cost, is_dear
from tests.fuzz.mutate import BITES
from tests.fuzz.readers import TARGETS
from tests.fuzz.target import Target

SIZE = 128 * 1024
READERS = [target for target in TARGETS if target.name.startswith("report-")]
_JUNIT = "<testsuites><testsuite name='s'>"
_JEST = '{"numTotalTests":1,"testResults":[{"assertionResults":['
_GO = '{"Action":"run","Package":"p","Test":"T"}\n'

DENSE = {
    "JUnit cases without an end": (_JUNIT, "<testcase>"),
    "JUnit failures without a word": (_JUNIT, "<testcase><failure/></testcase>"),
    "bare less-than signs in names": (_JUNIT, "<testcase name='a < b'/>"),
    "bare less-than signs in many values of one tag": (f"{_JUNIT}<testcase", " a='<'"),
    "a bare less-than sign in a value without an end": (f"{_JUNIT}<a b='", "<!--"),
    "JUnit cases that are broken off": (_JUNIT, "<testcase <"),
    "one document behind another": ("", "<testsuite/>"),
    "suites within suites": ("", "<testsuite name='a'>"),
    "ampersands": (_JUNIT, "&"),
    "control characters": (_JUNIT, "&#1;"),
    "bytes that are no UTF-8": (_JUNIT, "\xff"),
    "blank lines in the words of a failure": (f"{_JUNIT}<testcase><failure>", "\n"),
    "line ends in the words of a failure": (f"{_JUNIT}<testcase><failure>", "\n at"),
    "broken Robot tests": ('<robot generator="R"><suite>', "<test name='a'><status</test>"),
    "TAP tests": ("TAP version 13\n", "ok\n"),
    "TAP tests with their numbers": ("TAP version 13\n", "ok 2\n"),
    "TAP failures": ("TAP version 13\n", "not ok 1 - a\n"),
    "TAP comments": ("TAP version 13\nnot ok 1\n", "# a\n"),
    "TAP YAML": ("TAP version 13\nnot ok 1\n  ---\n", "  a: b\n"),
    "TAP labels": ("TAP version 13\nnot ok 1\n  ---\n  details: |-\n", " " * 4000 + "\n"),
    "Jest results without a key": (_JEST, "{},"),
    "Jest results with nothing but a failure": (_JEST, '{"status":"failed"},'),
    "blank lines between Go's events": (_GO, "\n"),
    "Go's events, each broken off": (_GO, '{"Ti:0}\n{"'),
    "subunit failures": ("test: a\nsuccess: a\n", "failure: a\n"),
    "TeamCity messages": (
        "##teamcity[testStarted name='a']\n",
        "##teamcity[testFailed name='a']\n",
    ),
    "TeamCity names of nothing but underscores": (
        "##teamcity[testStarted name='a']\n",
        f"##teamcity[testFailed name='{'_' * 4000}']\n",
    ),
}


@pytest.mark.parametrize("name", DENSE)
def test_dense_report_takes_at_most_a_second_a_megabyte(name: str) -> None:
    head, piece = DENSE[name]
    data = (head + piece * (SIZE // len(piece))).encode("latin-1")
    target = Target(name="dense", run=lambda data: check(data), starts=lambda: (), least=32 * 1024)
    check(head.encode("latin-1") + piece.encode("latin-1"))  # what is compiled once is so now

    cost = best_cost(target, data)

    assert not is_dear(target, cost), cost


@pytest.mark.parametrize("target", READERS, ids=lambda target: target.name)
def test_no_piece_repeated_within_an_honest_report_takes_more_than_a_second_a_megabyte(
    target: Target,
) -> None:
    start = max(target.starts(), key=len)

    dear = [
        (cost, bite)
        for bite in BITES[1::8]
        for at in (len(start) // 3, len(start) * 2 // 3)
        if is_dear(
            target,
            cost := best_cost(target, repeated(start[:at], bite, start[at:], target.least)),
        )
    ]

    assert dear == []


def check(data: bytes) -> None:
    found = read_report(io.BytesIO(data), "dense")
    assert found.format is not None
    assert len(found.problems) <= 60


@pytest.mark.parametrize(
    ("head", "piece", "format"),
    [
        pytest.param("TAP version 13\n", "not ok 1\n", "tap", id="TAP"),
        pytest.param(_JEST, "{},", "jest-json", id="JSON"),
    ],
)
def test_results_shorter_than_any_tool_writes_end_the_reading(
    head: str, piece: str, format: str
) -> None:
    data = (head + piece * 60_000).encode()

    found = read_report(io.BytesIO(data), "short")

    assert found.format == format
    assert "fewer than any tool writes, so reading stopped" in " ".join(found.problems)
    assert 500 < found.tests < 40_000


def test_ten_thousand_failures_of_few_words_are_all_read() -> None:
    lines = "".join(f"not ok {n} - adds {n}\n" for n in range(10_000))

    found = read_report(io.BytesIO(f"TAP version 13\n1..10000\n{lines}".encode()), "many.tap")

    assert found.tests == 10_000


def test_every_test_of_a_file_with_a_bare_less_than_sign_in_each_is_read() -> None:
    cases = "".join(f'<testcase name="{n} < 3" classname="a <b>"/>' for n in range(20_000))

    found = read_report(io.BytesIO(f"<testsuite>{cases}</testsuite>".encode()), "a.xml")

    assert found.tests == 20_000
    assert found.cases[7].id == "a <b>::7 < 3"
    assert len(found.problems) == 1
