"""What every XML format beside JUnit shares: damage, depth, caps and flat memory."""

import gc
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase

import pytest

from bot.model.names import Outcome
from bot.reports.caps import Caps
from bot.reports.read import read_report
from tests.reports.make import report

PASSED = 25_000
BEYOND = 12_000_000
"""How many bytes reading may take beside the cases that it keeps."""

SHAPES = {
    "trx": (
        '<TestRun xmlns="TeamTest"><Results>',
        '<UnitTestResult testId="{0}" testName="Price({0})" duration="00:00:00.1" outcome="Passed"/>',
        "</Results></TestRun>",
    ),
    "nunit3": (
        '<test-run><test-suite type="TestFixture" fullname="A.B">',
        '<test-case name="Price({0})" classname="A.B" result="Passed" duration="0.1"/>',
        "</test-suite></test-run>",
    ),
    "nunit2": (
        '<test-results><test-suite name="B"><results>',
        '<test-case name="A.B.Price({0})" executed="True" result="Success" time="0.1"/>',
        "</results></test-suite></test-results>",
    ),
    "xunit": (
        '<assemblies><assembly name="a.dll"><collection>',
        '<test name="A.B.Price({0})" type="A.B" result="Pass" time="0.1"/>',
        "</collection></assembly></assemblies>",
    ),
    "ctest-xml": (
        "<Site><Testing>",
        '<Test Status="passed"><Name>price{0}</Name><Path>.</Path></Test>',
        "</Testing></Site>",
    ),
    "catch2-xml": (
        '<Catch2TestRun name="cart">',
        '<TestCase name="price {0}" filename="a.cc" line="7"><OverallResult success="true"/></TestCase>',
        "</Catch2TestRun>",
    ),
    "robot": (
        '<robot generator="Robot"><suite name="Shop">',
        '<test name="Price {0}"><kw name="Pay"><status status="PASS"/></kw><status status="PASS"/></test>',
        "</suite></robot>",
    ),
}
RED = {
    "trx": '<UnitTestResult testName="{0}" outcome="Failed">{1}</UnitTestResult>',
    "nunit3": '<test-case name="{0}" result="Failed"><failure><message>{1}</message></failure></test-case>',
    "nunit2": '<test-case name="{0}" success="False"><failure><message>{1}</message></failure></test-case>',
    "xunit": '<test name="{0}" result="Fail"><failure><message>{1}</message></failure></test>',
    "ctest-xml": '<Test Status="failed"><Name>{0}</Name><Results><Measurement><Value>{1}</Value></Measurement></Results></Test>',
    "catch2-xml": '<TestCase name="{0}"><Failure>{1}</Failure><OverallResult success="false"/></TestCase>',
    "robot": '<test name="{0}"><status status="FAIL">{1}</status></test>',
}
each = pytest.mark.parametrize("name", sorted(SHAPES))


class Made(RawIOBase):
    """A stream that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        data, self._left = self._left[:size], self._left[size:]
        return data


def many(name: str, count: int) -> Iterator[bytes]:
    begin, row, end = SHAPES[name]
    yield begin.encode()
    for start in range(0, count, 500):
        yield "".join(row.format(at) for at in range(start, start + 500)).encode()
    yield end.encode()


def test_every_shape_is_tried() -> None:
    assert set(SHAPES) == set(RED)


@pytest.mark.slow
@each
def test_very_many_passed_tests_are_read_in_little_memory(name: str) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        found = read_report(Made(many(name, PASSED)), "report", Caps(passing=1_000))  # type: ignore[arg-type]
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.format, found.tests) == (name, PASSED)
    assert found.count(Outcome.PASSED) == PASSED
    assert peak - held < BEYOND


@each
def test_nesting_beyond_the_cap_ends_the_reading(name: str) -> None:
    begin, row, _ = SHAPES[name]
    found = report(begin + row.format(1) + "<x>" * 600, Caps(depth=500))
    assert found.tests == 1
    assert "nests elements more than 500 deep" in found.problems[0]


@each
def test_red_test_behind_a_broken_place_is_read(name: str) -> None:
    begin, row, end = SHAPES[name]
    found = report(begin + row.format(1) + "<b></c>" + RED[name].format("r", "no") + end)
    assert [case.outcome.is_red for case in found.cases] == [False, True]
    assert "is not well-formed XML" in found.problems[0]


@each
def test_texts_and_names_are_cut(name: str) -> None:
    begin, _, end = SHAPES[name]
    words = "Error: " + "word " * 20_000
    if name == "trx":
        words = f"<Output><ErrorInfo><Message>{words}</Message></ErrorInfo></Output>"
    (case,) = report(begin + RED[name].format("n" * 5_000, words) + end).cases
    caps = Caps()
    assert len(case.name) < caps.name + 100
    assert len(case.message) < caps.message + 100
    assert len(case.trace) < caps.trace + 100
    assert len(case.output) < caps.output + 100


@each
def test_two_red_tests_of_one_name_are_two(name: str) -> None:
    begin, _, end = SHAPES[name]
    found = report(begin + RED[name].format("r", "no") * 2 + end)
    assert [case.outcome.is_red for case in found.cases] == [True, True]
    assert not any(case.tries for case in found.cases)


@each
def test_empty_document_of_a_format_has_no_tests(name: str) -> None:
    begin, _, end = SHAPES[name]
    found = report(begin + end)
    assert (found.format, found.tests, found.problems) == (name, 0, ())


@each
def test_declared_entities_are_refused(name: str) -> None:
    begin, row, end = SHAPES[name]
    doctype = '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    found = report(BytesIO((doctype + begin + row.format("&a;") + end).encode()).getvalue())
    assert found.tests == 0
    assert "declares the entity `a`" in found.problems[0]
