"""The JSON of GoogleTest; https://google.github.io/googletest/advanced.html#generating-a-json-report."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.json.case import ERROR, FAILURE, PASSED, SKIPPED, contradiction, unknown_status
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect
from bot.reports.wording import short_text

_OUTCOMES = {"COMPLETED": PASSED, "SKIPPED": SKIPPED, "SUPPRESSED": SKIPPED, "": PASSED}

sniff = has_keys(
    "testsuites.testsuite",
    "testsuites tests disabled",
    "testsuites.name testsuites.disabled",
)


class GoogleTest(Dialect):
    """Suites with their tests. What failed outside of tests stands there without a name."""

    containers = frozenset({"testsuites"})
    late = frozenset({"testsuites"})
    results = frozenset({"testsuite"})
    wanted = frozenset({"testsuites"})

    def result(self, record: Record) -> Iterable[Item]:
        """A test; it failed when failures are told."""
        result = record.text("result")
        failures = [_mended(one.text("failure", "message")) for one in record.records("failures")]
        is_off = record.text("status") == "NOTRUN"
        outcome = SKIPPED if is_off else _OUTCOMES.get(result, SKIPPED)
        if failures:
            outcome = FAILURE if record.text("name") else ERROR
        yield self.fit(_case(record, failures, outcome))
        if result not in _OUTCOMES:
            yield unknown_status(result, record.text("name"))

    def place(self, case: TestCase, around: Record) -> TestCase:
        """In its suite."""
        suite = _mended(around.text("name"))[:2000]
        return replace(
            case,
            name=case.name or suite,
            classname=case.classname or (suite if case.name else ""),
            suite=suite,
        )

    def end(self, around: Record) -> Iterable[Item]:
        """The counters must not contradict the tests."""
        if around.key:
            return ()
        return contradiction(around.count("failures") + around.count("errors"), self.reds)


def _case(record: Record, failures: list[str], outcome: Outcome) -> TestCase:
    name = _mended(record.text("name"))
    skips = [_mended(one.text("message")) for one in record.records("skipped")]
    said = failures or (skips if outcome is SKIPPED else [])
    return TestCase(
        name=name,
        classname=_mended(record.text("classname")),
        file=record.text("file"),
        line=record.whole("line"),
        outcome=outcome,
        message=short_text(said[0], said[0], name) if said else "",
        trace="\n\n".join(failures),
        seconds=seconds_of(record.text("time").removesuffix("s")),
    )


def _mended(text: str) -> str:
    """GoogleTest writes each byte of UTF-8 as a character of its own."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test as it is written."""
    return read_json(stream, caps, GoogleTest(caps))
