"""The JSON of RSpec; https://rspec.info/features/3-13/rspec-core/formatters/json-formatter."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    contradiction,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_OUTCOMES = {"passed": PASSED, "failed": FAILURE, "pending": SKIPPED}
_OUTSIDE = re.compile(
    r"\s*An error occurred (?:while loading (\S+?)\.?(?=\s)|in an? `?(\S+ \S+)` hook)?"
)
_DETAIL = re.compile(r"^(\w+(?:::\w+)*(?:Error|Exception)):\n((?:  .*\n?)+)", re.MULTILINE)

sniff = has_keys(
    "examples.full_description",
    "summary.example_count",
    "summary.errors_outside_of_examples_count",
    "summary_line examples",
    "version examples.status",
    "version messages examples",
)


class RSpec(Dialect):
    """One list of examples; what broke outside of them is only told in messages."""

    results = frozenset({"examples"})
    wanted = frozenset({"examples"})

    def result(self, record: Record) -> Iterable[Item]:
        """An example, named as RSpec's JUnit formatter names it."""
        status = record.text("status")
        outcome = _OUTCOMES.get(status, SKIPPED)
        file = record.text("file_path").removeprefix("./")
        error = record.record("exception")
        words = told(
            error.text("message"), "\n".join(error.texts("backtrace")), error.text("class")
        )
        name = record.text("full_description", "description", "id")
        yield self.fit(
            TestCase(
                name=name,
                classname=file.removesuffix(".rb").replace("/", "."),
                file=file,
                line=record.whole("line_number"),
                outcome=outcome,
                type=words.type if outcome.is_red else "",
                message=words.message if outcome.is_red else record.text("pending_message"),
                trace=words.trace,
                seconds=record.number("run_time"),
                scope=record.text("id"),
            )
        )
        if status not in _OUTCOMES:
            yield unknown_status(status, name)

    def end(self, around: Record) -> Iterable[Item]:
        """Files that do not load and hooks of the whole run."""
        summary = around.record("summary")
        outside = summary.count("errors_outside_of_examples_count")
        found = 0
        for message in around.texts("messages"):
            head = _OUTSIDE.match(message)
            if head and found < max(outside, 1):
                found += 1
                yield self.fit(_outside(message, head[1] or ""))
        claimed = summary.count("failure_count") + outside - found
        yield from contradiction(claimed, self.reds)


def _outside(message: str, file: str) -> TestCase:
    detail = _DETAIL.search(message)
    words = told(detail[2] if detail else message, "", detail[1] if detail else "")
    return TestCase(
        name=file or "(outside of examples)",
        file=file.removeprefix("./"),
        outcome=ERROR,
        type=words.type,
        message=words.message,
        trace=message,
    )


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every example as it is written."""
    return read_json(stream, caps, RSpec(caps))
