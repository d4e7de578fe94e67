"""The JSON of Jest and Vitest; https://jestjs.io/docs/configuration#testresultsprocessor-string."""

import re
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
    Told,
    contradiction,
    lost_tries,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect
from bot.reports.text import plain
from bot.reports.wording import short_text

_OUTCOMES = {
    "passed": PASSED,
    "failed": FAILURE,
    **dict.fromkeys(("pending", "skipped", "todo", "disabled", "focused"), SKIPPED),
}
_NO_RUN = "Test suite failed to run"
_BULLET = re.compile(r"\A\s*\u25cf " + _NO_RUN + r"\s*")

sniff = has_keys(
    "numTotalTests",
    "numFailedTests numFailedTestSuites",
    "testResults.assertionResults",
    "testResults.name testResults.status",
)


class Jest(Dialect):
    """Files with their tests; a file says its name behind them."""

    containers = frozenset({"testResults"})
    late = frozenset({"testResults"})
    results = frozenset({"assertionResults"})
    wanted = frozenset({"testResults"})
    useless = frozenset(
        {"coverage", "coverageMap", "openHandles", "snapshot", "failureDetails", "retryMessages"}
        | {"meta", "tags", "perfStats", "sourceMaps"}
    )

    def begin(self) -> None:
        """A run begins."""
        self._names = Namesakes()
        self._reds_before = self._cases = 0

    def result(self, record: Record) -> Iterable[Item]:
        """A test of the file that is open."""
        self._cases += 1
        status = record.text("status")
        titles = record.texts("ancestorTitles")
        milliseconds = record.number("duration")
        outcome = _OUTCOMES.get(status, SKIPPED)
        messages = record.texts("failureMessages") if outcome.is_red else []
        words = told("", messages[0]) if messages else Told()
        case = TestCase(
            name=record.text("title", "fullName"),
            classname=" > ".join(titles),
            line=record.record("location").whole("line"),
            outcome=outcome,
            type=words.type,
            message=words.message,
            trace="\n\n".join(messages),
            seconds=None if milliseconds is None else milliseconds / 1000,
        )
        scope = self._names.scope(case.classname, case.name)
        yield self.fit(replace(case, tries=_tries(record, case), scope=scope))
        if status not in _OUTCOMES:
            yield unknown_status(status, case.name)

    def place(self, case: TestCase, around: Record) -> TestCase:
        """In its file."""
        if case.file or around.key != "testResults":
            return case
        return replace(case, file=around.text("name", "testFilePath")[:1000])

    def end(self, around: Record) -> Iterable[Item]:
        """A file that failed without any of its tests could not run; so could a whole run."""
        if around.key == "testResults":
            # Old versions of Vitest call a file passed that they could not load.
            words = around.text("message", "failureMessage")
            is_failed = around.text("status") == "failed" or (words and not self._cases)
            if self.reds == self._reds_before and is_failed:
                yield self.fit(_no_run(around))
            self._names = Namesakes()
            self._reds_before, self._cases = self.reds, 0
            return
        yield from contradiction(around.count("numFailedTests"), self.reds)
        if around.flag("wasInterrupted"):
            yield "says that the run was interrupted, so results may be missing"
        elif around.values.get("success") is False and not self.reds:
            yield "says that the run failed, but shows no test as failed"


def _no_run(file: Record) -> TestCase:
    message = plain(file.text("message", "failureMessage")).strip()
    body = _BULLET.sub("", message)
    words = told(short_text("", body, "") or body)
    return TestCase(
        name=file.text("name", "testFilePath") or WHOLE_RUN,
        outcome=ERROR,
        type=words.type or (_NO_RUN if body != message else ""),
        message=words.message or "The file failed, though none of its tests is shown as failed.",
        trace=message,
    )


def _tries(record: Record, case: TestCase) -> tuple[Try, ...]:
    """Jest writes why it tried again; of other writers only the number is known."""
    reasons = [told("", plain(reason)) for reason in record.texts("retryReasons")]
    if not reasons:
        return lost_tries(record.count("invocations") - 1, case)
    red = [
        Try(outcome=FAILURE, type=words.type, message=words.message, trace=words.trace)
        for words in reasons
    ]
    last = case.as_try
    return (*red, last)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of every file as it is written."""
    return read_json(stream, caps, Jest(caps))
