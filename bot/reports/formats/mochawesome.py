"""The JSON of Mochawesome, also of reports that mochawesome-merge made one."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    Namesakes,
    contradiction,
    name_behind,
    told,
    unknown_status,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_OUTCOMES = {"passed": PASSED, "failed": FAILURE, "pending": SKIPPED, "skipped": SKIPPED}

sniff = has_keys(
    "stats.testsRegistered",
    "stats.passPercent",
    "results.beforeHooks",
    "results.uuid results.suites",
    "suites.uuid suites.tests stats",
)


class Mochawesome(Dialect):
    """Suites in suites. Of hooks those count that failed; tests they kept from running do not."""

    containers = frozenset({"results", "suites"})
    late = frozenset({"results", "suites"})
    results = frozenset({"tests", "beforeHooks", "afterHooks"})
    wanted = frozenset({"results", "suites"})
    useless = frozenset({"code", "context"})

    def begin(self) -> None:
        """A run begins."""
        self._names = Namesakes()

    def result(self, record: Record) -> Iterable[Item]:
        """A test or a hook."""
        state = record.text("state") or ("pending" if record.flag("pending") else "")
        is_hook = record.key != "tests"
        if (is_hook and state != "failed") or (not state and _never_ran(record)):
            return
        outcome = _OUTCOMES.get(state, SKIPPED)
        title, error = record.text("title"), record.record("err")
        words = told(error.text("message") or record.text("err"), error.text("estack", "stack"))
        milliseconds = record.number("duration")
        case = TestCase(
            name=title,
            classname=name_behind(record.text("fullTitle"), title),
            outcome=ERROR if is_hook else outcome,
            type=words.type,
            message=words.message,
            trace=_with_diff(words.trace, error.text("diff")),
            seconds=None if milliseconds is None else milliseconds / 1000,
        )
        yield self.fit(case)
        if state not in _OUTCOMES:
            yield unknown_status(state, title)

    def place(self, case: TestCase, around: Record) -> TestCase:
        """In the file of the innermost suite that tells one."""
        suite: Record | None = around
        file = ""
        for _ in range(100):
            if suite is None or file:
                break
            file = suite.text("fullFile", "file")[:1000]
            suite = suite.around
        scope = self._names.scope(case.classname, case.name, file)
        return replace(case, file=file, scope=scope)

    def end(self, around: Record) -> Iterable[Item]:
        """The counters must not contradict the tests."""
        if around.around is not None:
            return ()
        return contradiction(around.record("stats").count("failures"), self.reds)


def _never_ran(record: Record) -> bool:
    return record.flag("skipped") and not record.flag("fail") and not record.flag("pass")


def _with_diff(trace: str, diff: str) -> str:
    return f"{trace}\n\n{diff}" if diff and diff.strip() not in trace else trace


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test and failed hook as it is written."""
    return read_json(stream, caps, Mochawesome(caps))
