"""The JSON of Cucumber for JavaScript, Java and Ruby; https://github.com/cucumber/cucumber-json-schema."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zlib import crc32

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import ERROR, FAILURE, PASSED, SKIPPED, told, unknown_status
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_RANK = {"passed": 0, "skipped": 1, "pending": 2, "undefined": 3, "ambiguous": 4, "failed": 5}
_OUTCOMES = {"passed": PASSED, "skipped": SKIPPED, "pending": SKIPPED, "failed": FAILURE}
_HOOKS = ("before", "after")
_NANOSECONDS = 1e9

sniff = has_keys(
    "uri elements",
    "uri keyword name",
    "elements.steps.result elements.keyword !elements.location !location",
    "elements.id elements.keyword elements.steps",
)


class Cucumber(Dialect):
    """Features with scenarios. What failed in a background failed in the scenario behind it."""

    late = frozenset({""})
    results = frozenset({"elements"})
    useless = frozenset(
        {"embeddings", "match", "rows", "doc_string", "arguments", "tags", "comments"}
    )

    def begin(self) -> None:
        """A feature begins."""
        self._background: list[Record] = []

    def result(self, record: Record) -> Iterable[Item]:
        """A scenario; each row of an outline is one."""
        steps = _steps(record)
        if record.text("type") == "background" or record.text("keyword") == "Background":
            self._background = steps
            return
        steps = [*self._background, *steps]
        self._background = []
        case = _case(record, steps)
        yield self.fit(case)
        for status in {step.record("result").text("status") for step in steps} - set(_RANK):
            yield unknown_status(status, case.name)

    def place(self, case: TestCase, around: Record) -> TestCase | None:
        """In its feature; one whose name was cut off would be taken for another test."""
        name, uri = around.text("name"), around.text("uri")
        if not name and not uri:
            return None
        return replace(case, classname=name[:2000], file=uri.removeprefix("file:")[:1000])


def _rank(step: Record) -> int:
    return _RANK.get(step.record("result").text("status"), 1)


def _steps(element: Record) -> list[Record]:
    """Steps and hooks in the order they ran, as far as they have a result."""
    found = element.records("before")
    for step in element.records("steps"):
        found += [*step.records("before"), step, *step.records("after")]
    return [step for step in found + element.records("after") if step.record("result")]


def _case(element: Record, steps: list[Record]) -> TestCase:
    worst = max(steps, key=_rank, default=element)
    outcome = _outcome(worst)
    told_of = _step_name(worst)
    words = told(worst.record("result").text("error_message"))
    if outcome is ERROR and not words.message:
        words = told(f"{told_of} is {worst.record('result').text('status')}")
    # Rows of an outline may have one line and one name; their steps tell them apart.
    all_steps = "\n".join(step.text("name") for step in steps)
    return TestCase(
        name=element.text("name", "id"),
        line=element.whole("line"),
        outcome=outcome,
        type=words.type,
        message=words.message if outcome.is_red else "",
        trace=f"{words.trace}\n\n{told_of}" if told_of else words.trace,
        seconds=_seconds(steps),
        output="\n".join(text for step in steps for text in step.texts("output")),
        scope=f"{element.text('line')}:{crc32(all_steps.encode(errors='replace')):08x}",
    )


def _outcome(step: Record) -> Outcome:
    """What has no step definition could not run; so it is with a hook that failed."""
    status = step.record("result").text("status") or "passed"
    is_hook = step.key in _HOOKS or step.flag("hidden")
    if (status == "failed" and is_hook) or status in ("undefined", "ambiguous"):
        return ERROR
    return _OUTCOMES.get(status, SKIPPED)


def _step_name(step: Record) -> str:
    """The step as it is written in the feature; hooks have no name."""
    name = step.text("name")
    return f"`{step.text('keyword').strip()} {name}`" if name else ""


def _seconds(steps: list[Record]) -> float | None:
    known = [step.record("result").number("duration") for step in steps]
    spent = [value for value in known if value is not None]
    return sum(spent) / _NANOSECONDS if spent else None


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every scenario as it is written."""
    return read_json(stream, caps, Cucumber(caps))
