"""The results of Cypress; https://docs.cypress.io/app/references/module-api#Results."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    WHOLE_RUN,
    Namesakes,
    contradiction,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_OUTCOMES = {"passed": PASSED, "failed": FAILURE, "pending": SKIPPED, "skipped": SKIPPED}

sniff = has_keys(
    "totalTests totalFailed runs",
    "startedTestsAt runs",
    "runs.tests.attempts",
    "runs.tests.displayError",
    "runs.stats.suites runs.stats.passes",
    "status failures message !runs !stats !name !results !tests",
)


class Cypress(Dialect):
    """Runs of spec files with their tests; a run names its file behind them."""

    containers = frozenset({"runs"})
    late = frozenset({"runs"})
    results = frozenset({"tests"})
    useless = frozenset(
        {"config", "body", "video", "screenshots", "testConfig", "codeFrame", "hooks"}
        | {"runnerCapabilities", "reporterStats"}
    )

    def begin(self) -> None:
        """All runs begin."""
        self._names = Namesakes()
        self._reds_before = 0

    def result(self, record: Record) -> Iterable[Item]:
        """A test with its attempts."""
        state = record.text("state")
        titles = record.texts("title") or [""]
        outcome = _OUTCOMES.get(state, SKIPPED)
        attempts = [_try(attempt) for attempt in record.records("attempts")]
        words = told("", record.text("displayError", "error"))
        red = next((one for one in attempts if one.outcome.is_red and one.message), None)
        spent = [one.seconds for one in attempts if one.seconds is not None]
        milliseconds = record.number("duration")
        case = TestCase(
            name=titles[-1],
            classname=" > ".join(titles[:-1]),
            outcome=outcome,
            type=words.type or (red.type if red else ""),
            message=words.message or (red.message if red else ""),
            trace=words.trace or (red.trace if red else ""),
            seconds=(sum(spent) if spent else None)
            if milliseconds is None
            else milliseconds / 1000,
        )
        if not outcome.is_red:
            case = replace(case, type="", message="", trace="")
        tries = tuple(attempts) if len(attempts) > 1 else ()
        scope = self._names.scope(*titles)
        yield self.fit(replace(case, tries=tries, scope=scope))
        if state not in _OUTCOMES:
            yield unknown_status(state, case.name)

    def place(self, case: TestCase, around: Record) -> TestCase:
        """In its spec file."""
        if case.file or around.key != "runs":
            return case
        return replace(case, file=_spec(around)[:1000])

    def end(self, around: Record) -> Iterable[Item]:
        """A spec file, or the whole run, that failed by itself."""
        if around.key == "runs":
            self._names = Namesakes()
            failures = around.record("stats").count("failures")
            error = around.text("error")
            if error and self.reds == self._reds_before:
                yield self._broken(_spec(around), error)
            else:
                yield from contradiction(failures, self.reds - self._reds_before)
            self._reds_before = self.reds
            return
        failed = around.count("totalFailed") or around.count("failures")
        if around.text("status") == "failed" and around.text("message") and not self.reds:
            yield self._broken("", around.text("message"))
        else:
            yield from contradiction(failed, self.reds)

    def _broken(self, spec: str, error: str) -> TestCase:
        words = told("", error)
        return self.fit(
            TestCase(
                name=spec or WHOLE_RUN,
                file=spec,
                outcome=ERROR,
                type=words.type,
                message=words.message,
                trace=words.trace,
            )
        )


def _spec(run: Record) -> str:
    return run.record("spec").text("relative", "relativeToCommonRoot", "name") or run.text("spec")


def _try(attempt: Record) -> Try:
    error = attempt.record("error")
    words = told(error.text("message"), error.text("stack"), error.text("name"))
    milliseconds = attempt.number("duration")
    if milliseconds is None:
        milliseconds = attempt.number("wallClockDuration")
    return Try(
        outcome=_OUTCOMES.get(attempt.text("state"), SKIPPED),
        type=words.type,
        message=words.message,
        trace=words.trace,
        seconds=None if milliseconds is None else milliseconds / 1000,
    )


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of every spec file as it is written."""
    return read_json(stream, caps, Cypress(caps))
