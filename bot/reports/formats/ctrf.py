"""CTRF, the Common Test Report Format; https://ctrf.io/docs/specification/overview."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.dialects.pytest_nodes import node_names
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    Namesakes,
    contradiction,
    lost_tries,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_OUTCOMES = {
    "passed": PASSED,
    "failed": FAILURE,
    "skipped": SKIPPED,
    "pending": SKIPPED,
    "other": SKIPPED,
}
_RAW = {"error": ERROR, "errored": ERROR, "broken": ERROR, "crashed": ERROR, "aborted": ERROR}

sniff = has_keys(
    "results.tool",
    "results.tests.name results.tests.status",
    "results.summary.tests results.summary.passed",
    "reportFormat specVersion",
)


class Ctrf(Dialect):
    """One list of tests, below `results`."""

    containers = frozenset({"results"})
    results = frozenset({"tests"})
    wanted = frozenset({"tests"})
    useless = frozenset(
        {"attachments", "steps", "snippet", "extra", "labels", "parameters", "environment"}
        | {"screenshot", "insights", "baseline", "ai"}
    )

    def begin(self) -> None:
        """Names may repeat across documents: those are tries."""
        self._names = Namesakes()

    def result(self, record: Record) -> Iterable[Item]:
        """A test with its tries."""
        status = record.text("status")
        case = _case(record, _outcome(record))
        case = replace(case, tries=_tries(record, case))
        where = (case.classname, case.name, case.file, case.scope)
        yield self.fit(replace(case, scope=case.scope + self._names.scope(*where)))
        if status not in _OUTCOMES:
            yield unknown_status(status, case.name)

    def end(self, around: Record) -> Iterable[Item]:
        """The summary must not contradict the tests."""
        return contradiction(around.record("summary").count("failed"), self.reds)


def _outcome(record: Record) -> Outcome:
    status, raw = record.text("status"), record.text("rawStatus").lower()
    if status == "other":
        return _RAW.get(raw, SKIPPED)
    outcome = _OUTCOMES.get(status, SKIPPED)
    is_error = raw in _RAW or raw in ("setup_failed", "teardown_failed")  # as pytest's writer says
    return ERROR if outcome is FAILURE and is_error else outcome


def _case(record: Record, outcome: Outcome) -> TestCase:
    name, file = record.text("name"), record.text("filePath")
    classname = " > ".join(record.texts("suite"))
    if file and name.startswith(f"{file}::"):
        _, classname, name = node_names(name)
    words = told(record.text("message"), record.text("trace"))
    milliseconds = record.number("duration")
    return TestCase(
        name=name,
        classname=classname,
        file=file,
        line=record.whole("line"),
        outcome=outcome,
        type=words.type if outcome.is_red else "",
        message=words.message if outcome is not PASSED else "",
        trace=words.trace,
        seconds=None if milliseconds is None else milliseconds / 1000,
        output="\n".join(record.texts("stdout") + record.texts("stderr")),
        scope=record.text("browser"),
    )


def _tries(record: Record, case: TestCase) -> tuple[Try, ...]:
    """The attempts before the last, then the last; of some writers only their number is known."""
    attempts, retries = record.records("retryAttempts"), record.count("retries")
    if not attempts:
        is_flaky = record.flag("flaky") and case.outcome is PASSED
        return lost_tries(max(retries, 1), case) if is_flaky else ()
    found = [_try(attempt) for attempt in attempts]
    if len(found) == 1 and not retries and not record.flag("flaky"):
        return ()
    if len(found) <= max(retries, 1):
        last = case.as_try
        found.append(last)
    return tuple(found)


def _try(attempt: Record) -> Try:
    words = told(attempt.text("message"), attempt.text("trace"))
    milliseconds = attempt.number("duration")
    return Try(
        outcome=_outcome(attempt),
        type=words.type,
        message=words.message,
        trace=words.trace,
        seconds=None if milliseconds is None else milliseconds / 1000,
    )


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test as it is written."""
    return read_json(stream, caps, Ctrf(caps))
