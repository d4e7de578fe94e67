"""The JSON of Playwright Test; https://playwright.dev/docs/api/class-testreporter#json."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    WHOLE_RUN,
    Told,
    contradiction,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_OUTCOMES = {"expected": PASSED, "flaky": PASSED, "unexpected": FAILURE, "skipped": SKIPPED}
_NONE_FOUND = "Error: No tests found"

sniff = has_keys(
    "config.rootDir config.fullyParallel",
    "config.rootDir config.forbidOnly",
    "config.rootDir config.projects",
    "config suites.specs",
    "suites.specs.tests.results",
    "suites.file suites.specs.ok",
)


class Playwright(Dialect):
    """Suites in suites; a spec is one test in each project, with a result for each try."""

    containers = frozenset({"suites"})
    late = frozenset({"suites"})
    results = frozenset({"specs"})
    wanted = frozenset({"suites"})
    useless = frozenset({"attachments", "snippet", "config", "steps"})

    def result(self, record: Record) -> Iterable[Item]:
        """The tests of a spec, one for each project."""
        for test in record.records("tests"):
            status = test.text("status") or _status(test)
            yield self.fit(_case(record, test, _OUTCOMES.get(status, SKIPPED)))
            if status not in _OUTCOMES:
                yield unknown_status(status, record.text("title"))

    def place(self, case: TestCase, around: Record) -> TestCase:
        """Below the titles of its suites; the outermost one is named after the file."""
        titles: list[str] = []
        suite: Record | None = around
        while suite is not None and suite.key and len(titles) < 100:
            title, file = suite.text("title"), suite.text("file")
            if title and title != file:
                titles.insert(0, title)
            case = case if case.file else replace(case, file=file[:1000])
            suite = suite.around
        return replace(case, classname=" > ".join(titles)[:2000])

    def end(self, around: Record) -> Iterable[Item]:
        """Errors outside of tests: files that do not load, global set-up, time-outs."""
        if around.key:
            return
        errors = around.records("errors")
        told_of = [error for error in errors if error.text("message") != _NONE_FOUND] or errors
        for error in told_of:
            words = told(error.text("message", "value"), error.text("stack"))
            place = error.record("location")
            yield self.fit(
                TestCase(
                    name=place.text("file") or WHOLE_RUN,
                    file=place.text("file"),
                    line=place.whole("line"),
                    outcome=ERROR,
                    type=words.type,
                    message=words.message,
                    trace=words.trace,
                )
            )
        if not errors:
            yield from contradiction(around.record("stats").count("unexpected"), self.reds)


def _status(test: Record) -> str:
    """What old versions leave to the reader."""
    last = (test.records("results") or [test])[-1].text("status")
    if last == "skipped":
        return "skipped"
    expected = test.text("expectedStatus") or "passed"
    return ("expected" if last == expected else "unexpected") if last else ""


def _case(spec: Record, test: Record, outcome: Outcome) -> TestCase:
    tries = [_try(result, test.text("expectedStatus")) for result in test.records("results")]
    red = next((one for one in tries if one.outcome.is_red and one.message), None)
    shown = red if red is not None and outcome.is_red else Try(outcome=outcome)
    message = shown.message
    if outcome.is_red and not message:
        message = _without_error(test)
    if outcome is SKIPPED:
        message = next((a.text("description") for a in test.records("annotations")), "")
    return TestCase(
        name=spec.text("title"),
        file=spec.text("file"),
        line=spec.whole("line"),
        outcome=outcome,
        type=shown.type,
        message=message,
        trace=shown.trace,
        seconds=tries[-1].seconds if tries else None,
        output="".join(_output(test)) if outcome.is_red else "",
        tries=tuple(tries) if len(tries) > 1 else (),
        scope=test.text("projectName", "projectId"),
    )


def _without_error(test: Record) -> str:
    last = (test.records("results") or [test])[-1].text("status")
    if last == "passed":
        return "Expected to fail, but passed."
    return f"Ended as {last[:100]} without an error." if last else ""


def _output(test: Record) -> Iterator[str]:
    for result in test.records("results"):
        for stream in ("stdout", "stderr"):
            yield from (piece.text("text") for piece in result.records(stream))


def _try(result: Record, expected: str) -> Try:
    status = result.text("status")
    words = _words(result)
    outcome = PASSED if status == (expected or "passed") else FAILURE
    milliseconds = result.number("duration")
    return Try(
        outcome=SKIPPED if status == "skipped" else outcome,
        type=words.type,
        message=words.message,
        trace=words.trace,
        seconds=None if milliseconds is None else milliseconds / 1000,
    )


def _words(result: Record) -> Told:
    """The first error in words, all of them in the trace."""
    first = result.record("error")
    errors = result.records("errors")
    if not first:
        first = errors[0] if errors else first
    words = told(first.text("message", "value"), first.text("stack"))
    further = [told(error.text("message", "value")) for error in errors[1:20]]
    if not further:
        return words
    return Told(
        words.type, words.message, "\n\n".join([words.trace, *(one.trace for one in further)])
    )


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of every project as it is written."""
    return read_json(stream, caps, Playwright(caps))
