"""The JSON of Behave; https://behave.readthedocs.io/en/latest/formatters."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import ERROR, FAILURE, PASSED, SKIPPED, Told, unknown_status
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect
from bot.reports.texts import type_of
from bot.reports.wording import short_text

_OUTCOMES = {
    "passed": PASSED,
    "failed": FAILURE,
    **dict.fromkeys(("error", "hook_error", "cleanup_error", "undefined"), ERROR),
    **dict.fromkeys(("skipped", "untested", "pending", "pending_warn"), SKIPPED),
    **dict.fromkeys(("untested_pending", "untested_undefined"), SKIPPED),
}
_WORST = ("hook_error", "cleanup_error", "error", "failed", "undefined", "pending")
_PRINTED = re.compile(r"^Captured (?:stdout|stderr|logging):", re.MULTILINE)

sniff = has_keys(
    "keyword location name !uri",
    "elements.location elements.keyword !elements.uri !uri",
)


class Behave(Dialect):
    """Features with scenarios; backgrounds stand between them without a result."""

    late = frozenset({""})
    results = frozenset({"elements"})
    useless = frozenset({"match", "table", "tags", "description"})

    def result(self, record: Record) -> Iterable[Item]:
        """A scenario; each row of an outline is one."""
        if record.text("type") == "background" or record.text("keyword") == "Background":
            return
        steps = record.records("steps")
        status = record.text("status") or _status(steps)
        outcome = _OUTCOMES.get(status, SKIPPED)
        name = record.text("name").strip() or record.text("location")
        step = next((step for step in steps if _status([step]) in _WORST), Record({}))
        message = "\n".join(step.record("result").texts("error_message"))
        told_of = f"`{step.text('keyword')} {step.text('name')}`" if step else ""
        said = step.record("result").text("status")
        if outcome.is_red and not message:
            message = (
                f"{told_of} ended with status {said}" if step else f"Ended with status {status}"
            )
        words = _told(message)
        known = [step.record("result").number("duration") for step in steps]
        spent = [value for value in known if value is not None]
        _, line = _place(record)
        yield self.fit(
            TestCase(
                name=name,
                line=line,
                outcome=outcome,
                type=words.type if outcome.is_red else "",
                message=words.message if outcome.is_red else "",
                trace=f"{words.trace}\n\n{told_of}".rstrip(),
                seconds=sum(spent) if spent else None,
                scope=str(line or ""),
            )
        )
        if status not in _OUTCOMES:
            yield unknown_status(status, name)

    def place(self, case: TestCase, around: Record) -> TestCase | None:
        """In its feature; one whose name was cut off would be taken for another test."""
        if not around.text("name", "location"):
            return None
        return replace(case, classname=around.text("name")[:2000], file=_place(around)[0][:1000])

    def end(self, around: Record) -> Iterable[Item]:
        """A feature that failed by itself: a hook of it did."""
        status = around.text("status")
        if _OUTCOMES.get(status, SKIPPED).is_red and not self.reds:
            file, line = _place(around)
            yield self.fit(
                TestCase(
                    name=around.text("name") or file,
                    line=line,
                    outcome=ERROR,
                    message=f"The feature ended with status {status}, though none of its scenarios did.",
                )
            )


def _told(message: str) -> Told:
    """Old versions write a whole traceback, and what was printed behind it."""
    said = _PRINTED.split(message, maxsplit=1)[0].strip()
    if "Traceback (most recent call last):" in said:
        said = short_text("", said, "")
    return Told(type_of(said), said, message)


def _place(record: Record) -> tuple[str, int | None]:
    """Where it is written, `features/cart.feature:6`."""
    file, _, line = record.text("location").rpartition(":")
    return file, int(line) if line.isdecimal() and len(line) < 9 else None


def _status(steps: list[Record]) -> str:
    """What old versions leave to the reader."""
    found = [step.record("result").text("status") for step in steps]
    worst = next((status for status in _WORST if status in found), "")
    if worst:
        return worst
    return "passed" if found and all(status == "passed" for status in found) else "skipped"


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every scenario as it is written."""
    return read_json(stream, caps, Behave(caps))
