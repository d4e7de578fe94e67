"""Cases that are read many at once are the same as those that a parser reads."""

from io import BytesIO
from itertools import groupby

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model.names import Outcome
from bot.model.report import PassedRun, Stretch, TestCase
from bot.reports.caps import Caps
from bot.reports.formats.junit import JUnit, read
from bot.reports.merge import Ledger
from bot.reports.xml.document import Document
from tests.reports.make import report

CASE = '<testcase classname="c" name="t{}" time="0.5"/>'
ORDINARY = (
    '<testcase classname="c" name="a" time="0.01" />',
    '<testcase classname="c" name="b" time="0.02" />\n  ',
    '<testcase classname="c" name="b" time="0.02" />\n\t',
    '<testcase classname="c" name="c" time="1,5"></testcase>\n',
    '<testcase name="d" classname="src/d.test.ts">\n</testcase >',
    '<testcase name = "e"\n classname="c"/>',
    '<testcase name="f &lt;&#65;&#x42;&quot;&amp;&#10;&nbsp; &" time="1"/>',
    '<testcase name="\u00e9\u00a0\u2028\U0001f41b" classname="\u00fc"/>',
    '<testcase name="\x1b[31mg\x1b[0m" classname="g"/>',
    '<testcase name="h" status="run" result="completed"/>',
    '<testcase name="i" file="i.py" line="7" class="C" duration="3"/>',
    '<testcase classname="c" time="x"/>',
    '<testcase name="j > k" xml:lang="en" xmlns="u"/>',
)
ODD = (
    '<testcase name="z" status="failed"/>',
    "<testcase name='y' classname='it says \"no\"'/>",
    '<testcase name="tab\there\nand\r\nthere" classname="c"/>',
    '<testcase name="x" name="w"/>',
    '<testcase name="v"time="1"/>',
    '<testcase name="less < than" classname="c"/>',
    '<testcase name="<testcase name=" classname="c"/>',
    '<testcase name="r" classname="c"><failure message="no">a < b</failure></testcase>',
    '<testcase classname="c" name="a" time="0.03" ><failure message="no">x</failure></testcase>',
    '<testcase classname="c" name="s" time="0.04" ><skipped/></testcase>',
    '<testcase name="o"><system-out><![CDATA[<testcase name="q"/>]]></system-out></testcase>',
    '<testcase name="p">words</testcase>',
    "<testcase/>",
    '<TESTCASE NAME="u"/>',
    '<j:testcase name="n"/>',
    '<testcases name="m"/>',
    '<testcase name="end" /',
    "]]>",
    "<!-- ",
    " -->",
    "<![CDATA[",
    "words",
    "\x00\ufffe",
    "<?php ",
    "<properties><property name='file' value='f.py'/></properties>",
    "</testsuite>",
    '</testsuite>\n<testsuite name="t.spec.ts">',
    "<testsuite name='inner' failures='1'>",
    '<?xml version="1.0"?><testsuite name="next">',
)
STARTS = (
    '<testsuites><testsuite name="s">',
    '<testsuite name="pytest" file="f.py">\n',
    '<?xml version="1.0" encoding="iso-8859-1"?><testsuite>',
    '<!DOCTYPE t [<!ATTLIST testcase status CDATA "failed">]><testsuite>',
    "",
)
pieces = st.lists(st.sampled_from(ORDINARY) | st.sampled_from(ORDINARY + ODD), max_size=14)


class Slow(BytesIO):
    """Gives at most `size` bytes at once."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self._size, size) if size and size > 0 else self._size)


def told(items: list[TestCase | str]) -> tuple[list[TestCase], bool]:
    """The cases, and whether there is a problem: what words between documents are called depends
    on where a chunk ends."""
    cases = [item for item in items if not isinstance(item, str)]
    return cases, len(cases) < len(items)


def by_lane(data: bytes, size: int) -> list[TestCase | str]:
    found: list[TestCase | str] = []
    for item in read(Slow(data, size), Caps()):
        found += item.cases() if isinstance(item, PassedRun) else [item]
    return found


def by_parser(data: bytes, size: int) -> list[TestCase | str]:
    document: Document[TestCase | PassedRun] = Document(JUnit(Caps()), Caps())
    return [item for item in document.read(Slow(data, size)) if not isinstance(item, PassedRun)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), pieces, st.integers(1, 400), st.sampled_from([7, 100, 10_000]))
@example(STARTS[0], list(ORDINARY + ODD), 10_000, 10_000)
@example(STARTS[3], list(ORDINARY), 10_000, 10_000)
def test_document_cut_anywhere_is_read_alike_by_lane_and_parser(
    start: str, cases: list[str], end: int, size: int
) -> None:
    data = (start + "".join(cases) + "</testsuite>").encode()[:end]
    assert told(by_lane(data, size)) == told(by_parser(data, size))


@settings(max_examples=150, deadline=None)
@given(pieces, st.integers(0, 600), st.binary(min_size=1, max_size=2), st.booleans())
def test_document_with_any_byte_changed_is_read_alike_by_lane_and_parser(
    cases: list[str], at: int, bad: bytes, crlf: bool
) -> None:
    data = (STARTS[0] + "".join(cases) + "</testsuite></testsuites>").encode()
    data = data[:at] + bad + data[at + 1 :]
    data = data.replace(b"\n", b"\r\n") if crlf else data
    assert by_lane(data, 10_000) == by_parser(data, 10_000)


@pytest.mark.parametrize("case", [pytest.param(case, id=case) for case in ORDINARY[:-1]])
def test_ordinary_cases_take_the_lane(case: str) -> None:
    sink = JUnit(Caps())
    sink.start("testsuite", {"name": "s"})
    assert sink.take(f"{case * 3}</testsuite>".encode(), 0) == len((case * 3).encode())
    assert sink.count == 3


@pytest.mark.parametrize("case", [pytest.param(case, id=case) for case in (ORDINARY[-1], *ODD)])
def test_odd_cases_are_left_to_the_parser(case: str) -> None:
    sink = JUnit(Caps())
    sink.start("testsuite", {"name": "s"})
    is_plain = "status" in case
    assert (sink.take(f"{case}</testsuite>".encode(), 0) > 0) == is_plain


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<!-- {} -->", id="a comment"),
        pytest.param("<![CDATA[{}]]>", id="a CDATA section"),
        pytest.param("<?php {} ?>", id="a processing instruction"),
        pytest.param("<system-out><![CDATA[{}]]></system-out>", id="an output"),
    ],
)
@pytest.mark.parametrize("size", [7, 10_000])
def test_cases_in_what_is_no_element_are_none(around: str, size: int) -> None:
    cases = "".join(CASE.format(number) for number in range(9))
    red = '<testcase name="r"><failure/></testcase>'
    text = f"<testsuite>{CASE.format(0)}{around.format(cases)}{red}{CASE.format(1)}</testsuite>"
    found = [item for item in by_lane(text.encode(), size) if isinstance(item, TestCase)]
    assert [case.name for case in found] == ["t0", "r", "t1"]


def test_attributes_that_the_document_type_gives_count() -> None:
    found = report(f"{STARTS[3]}{CASE.format(1)}{CASE.format(2)}</testsuite>")
    assert [case.outcome for case in found.cases] == [Outcome.FAILURE] * 2


def test_line_of_a_problem_counts_what_went_by_the_parser() -> None:
    cases = "".join(CASE.format(number) + "\n" for number in range(5_000))
    (problem,) = report(f'<testsuite>\n{cases}<testcase name="').problems
    assert "in the middle of <testsuite> at line 5002; 5000 results were read" in problem


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h", ""]), max_size=12),
    st.lists(st.sampled_from(["a", "b", "x", ""]), max_size=4),
    st.sampled_from(["s", "pytest"]),
    st.integers(0, 8),
)
def test_run_of_cases_is_kept_like_its_cases(
    names: list[str], before: list[str], suite: str, passing: int
) -> None:
    known = [TestCase(name=name, suite=suite, outcome=Outcome.FAILURE) for name in before]
    run = PassedRun(
        suite=suite,
        scope="",
        names=names,
        stretches=[
            Stretch(classname, "", len(list(names)))
            for classname, names in groupby("" if name < "c" else "C" for name in names)
        ],
        seconds=[None] * len(names),
    )
    together, apart = Ledger(Caps(passing=passing)), Ledger(Caps(passing=passing))
    for case in known:
        together.add(case)
        apart.add(case)
    for _ in range(2):
        together.add_run(run)
        for case in run.cases():
            apart.add(case)
    assert tuple(together.kept()) == tuple(apart.kept())
    assert list(together.problems()) == list(apart.problems())
