"""Whatever a tool may write is read back as it was."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.names import Outcome
from bot.model.report import TestCase
from tests.reports.make import report

# Letters, marks, digits, punctuation and symbols; no white space, which XML attributes change.
words = st.text(st.characters(categories=("L", "M", "N", "P", "S")), min_size=1, max_size=30).map(
    lambda text: text.replace("#x1B", "").replace("[", "(").replace("\\", "/") or "x"
)
lines = st.lists(words, max_size=4).map("\n".join)
TAGS = {Outcome.FAILURE: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}


@st.composite
def cases(draw: st.DrawFn) -> TestCase:
    outcome = draw(st.sampled_from(list(Outcome)))
    return TestCase(
        name=draw(words),
        classname=draw(words),
        file=draw(words),
        line=draw(st.integers(1, 10**6)),
        outcome=outcome,
        type=draw(words) if outcome in TAGS else "",
        message=f"says {draw(words)}" if outcome in TAGS else "",
        trace=f"trace {draw(lines)}" if outcome in TAGS else "",
        seconds=draw(st.floats(0, 1e6).map(lambda x: round(x, 3))),
        output=f"out {draw(lines)}" if outcome.is_red else "",
    )


def document(tests: Sequence[TestCase]) -> bytes:
    root = ET.Element("testsuites")
    suite = ET.SubElement(root, "testsuite", name="s")
    for test in tests:
        attributes = {"name": test.name, "classname": test.classname, "file": test.file}
        case = ET.SubElement(
            suite, "testcase", attributes, line=str(test.line), time=str(test.seconds)
        )
        if test.outcome in TAGS:
            tag = TAGS[test.outcome]
            ET.SubElement(case, tag, type=test.type, message=test.message).text = test.trace
        ET.SubElement(case, "system-out").text = test.output
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


@settings(max_examples=150, deadline=None)
@given(st.lists(cases(), max_size=6, unique_by=lambda c: (c.file, c.classname, c.name)))
def test_written_cases_are_read_back(written: list[TestCase]) -> None:
    found = report(document(written))
    assert found.problems == ()
    assert [(c.suite, c.id, c.file, c.line, c.outcome, c.seconds) for c in found.cases] == [
        ("s", c.id, c.file, c.line, c.outcome, c.seconds) for c in written
    ]
    assert [(c.type, c.message, c.trace, c.output) for c in found.cases] == [
        (c.type, c.message, c.trace.strip("\n"), c.output) for c in written
    ]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"<testsuite>", b"\xff\xfe<\0t\0"]))
def test_no_bytes_make_the_reader_raise(data: bytes, start: bytes) -> None:
    found = report(start + data)
    assert found.tests == 0 or found.format == "junit"
