"""The JSON of Mocha; https://mochajs.org/#json."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.json.case import (
    ERROR,
    FAILURE,
    PASSED,
    SKIPPED,
    Namesakes,
    contradiction,
    lost_tries,
    name_behind,
    told,
)
from bot.reports.json.read import read_json
from bot.reports.json.sniff import has_keys
from bot.reports.json.values import Record
from bot.reports.json.walk import Dialect

_LISTS = {"passes": PASSED, "pending": SKIPPED, "failures": FAILURE}
_HOOKS = ('"before', '"after')

sniff = has_keys(
    "stats.suites stats.passes !results !suites !stats.testsRegistered !stats.passPercent !runs",
    "failures.fullTitle !stats.testsRegistered !results",
    "passes.fullTitle !stats.testsRegistered !results",
    "pending.fullTitle !stats.testsRegistered !results",
    "tests.fullTitle tests.err !stats.testsRegistered !results",
)

_NOTHING = TestCase(name="")


class Mocha(Dialect):
    """Three lists by outcome, behind a list of all tests that does not tell passed from pending.

    Failed hooks stand among the failures alone, tests that they kept from running nowhere.
    """

    results = frozenset({"tests", *_LISTS})
    wanted = frozenset({"tests", "passes"})

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._room = caps.red
        # Failures that only the list of all tests, or only that of failures, has told of so far.
        self._early: dict[tuple[str, str], list[TestCase]] = {}
        self._late: dict[tuple[str, str], list[TestCase]] = {}

    def begin(self) -> None:
        """A run begins."""
        self._names = Namesakes()

    def result(self, record: Record) -> Iterable[Item]:
        """A test, unless only the list of all tests tells of it yet."""
        is_early = record.key == "tests"
        if is_early and not record.values.get("err"):
            return
        outcome = _LISTS.get(record.key, FAILURE)
        case = _case(record, outcome)
        key = case.classname, case.name
        if is_early:
            if case.message and not self._is_paired(self._late, key) and self._room:
                self._room -= 1
                self._early.setdefault(key, []).append(self.fit(case))
            return
        if outcome is FAILURE and not self._is_paired(self._early, key) and self._room:
            self._room -= 1
            self._late.setdefault(key, []).append(_NOTHING)
        yield self.fit(replace(case, scope=self._names.scope(*key, case.file)))

    def end(self, around: Record) -> Iterable[Item]:
        """The counters must not contradict the lists."""
        yield from self.left()
        yield from contradiction(around.record("stats").count("failures"), self.reds)

    def _is_paired(
        self, waiting: dict[tuple[str, str], list[TestCase]], key: tuple[str, str]
    ) -> bool:
        """Whether the other list has told of this failure; then it waits no longer."""
        cases = waiting.get(key)
        if not cases:
            return False
        cases.pop()
        return True

    def left(self) -> Iterator[TestCase]:
        """Failed tests that no list of failures tells of."""
        for cases in self._early.values():
            yield from cases
        self._early, self._late = {}, {}


def _case(record: Record, outcome: Outcome) -> TestCase:
    title, full = record.text("title"), record.text("fullTitle")
    error = record.record("err")
    words = told(error.text("message") or record.text("err"), error.text("stack"))
    milliseconds = record.number("duration")
    if outcome is FAILURE and title.startswith(_HOOKS):
        outcome = ERROR
    case = TestCase(
        name=title or full,
        classname=name_behind(full, title),
        file=record.text("file"),
        outcome=outcome,
        type=words.type,
        message=words.message,
        trace=words.trace,
        seconds=None if milliseconds is None else milliseconds / 1000,
    )
    return replace(case, tries=lost_tries(record.count("currentRetry"), case))


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test as its list is written; what a cut file shows only in front counts, too."""
    mocha = Mocha(caps)
    yield from read_json(stream, caps, mocha)
    yield from mocha.left()
