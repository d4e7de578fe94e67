"""Robot Framework's `output.xml`, versions 3 to 7: suites of tests of keywords, each with status."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import line_of
from bot.reports.caps import Caps, Item
from bot.reports.dialects.robot_words import (
    after_teardown,
    plain_message,
    seconds_of_status,
    tries_of,
)
from bot.reports.text import Clip
from bot.reports.texts import type_of
from bot.reports.xml.elements import Dialect, Element, walk

_OUTCOMES = {
    "PASS": Outcome.PASSED,
    "FAIL": Outcome.FAILURE,
    "SKIP": Outcome.SKIPPED,
    "NOT RUN": Outcome.SKIPPED,
    "NOT_RUN": Outcome.SKIPPED,
}
_TRACEBACK = "Traceback (most recent call last):"
_PRINTED = ("INFO", "WARN", "ERROR")
_OWNERS = ("test", "suite")
_DEEP = 20


class Robot(Dialect):
    """Tests count as Robot counts them: a tear-down of their suite that fails turns them red.

    That is known only behind them, so they wait for the end of the outermost suite. Of more tests
    than are kept the first do not wait; then such a tear-down is an error of its own, too.
    """

    resume = re.compile(rb"<(?:test|suite|robot)[\s>/]")
    elements: ClassVar = frozenset({"robot", "suite", "test", "kw", "msg", "status"})
    containers: ClassVar = frozenset({"robot", "suite"})
    parts: ClassVar = frozenset({"status"})
    owns: ClassVar = frozenset({"msg", "status"})

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._held: list[TestCase] = []
        self._most = caps.passing + caps.red
        self._path: list[str] = []
        self._owner: Element | None = None  # the test or suite that what is logged belongs to
        self._turned = (0, 0)  # the held tests that no further tear-down changes, from and to

    def opened(self, element: Element) -> None:
        """An element begins."""
        if element.name in _OWNERS:
            self._path = []
            self._owner = element

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "kw":
            self._keyword(element)
        elif element.name == "msg":
            self._printed(element)
        elif element.name == "test":
            self._owner = element.around
            self._test(element, is_unfinished=False)
        elif element.name == "suite":
            self._owner = element.around
            self._suite(element)

    def cut(self, element: Element, *, is_end: bool) -> None:
        """A test without an end is red when the report ends in it."""
        if element.name in _OWNERS:
            self._owner = element.around
        if element.name == "test" and (is_end or "status" in element.parts):
            self._test(element, is_unfinished=True)

    def _keyword(self, found: Element) -> None:
        """Follow a failure outwards through the keywords that did not catch it."""
        status = found.parts.get("status")
        around = found.around
        if status is None or status.get("status") != "FAIL":
            self._path = []
        elif len(self._path) < _DEEP:
            self._path.append(found.get("name"))
        if around is not None and around.name == "suite" and status is not None:
            around.parts[found.get("type").lower()] = found

    def _printed(self, found: Element) -> None:
        """A message goes to its test, or to the suite in whose set-up or tear-down it stands."""
        owner = self._owner
        if owner is None:
            return
        text = found.words()
        if found.get("level") in _PRINTED:
            owner.texts.setdefault("output", Clip(self.caps.output)).add(f"{text}\n")
        elif text.startswith(_TRACEBACK) and "\n  File " in text:
            owner.texts["trace"] = found.own or Clip(0)

    def _test(self, found: Element, *, is_unfinished: bool) -> None:
        status = found.parts.get("status")
        told = status.get("status") if status else ""
        outcome = _OUTCOMES.get(told)
        message = status.words() if status else ""
        if outcome is None and is_unfinished:
            outcome, message = Outcome.ERROR, "The test never finished."
        elif outcome is Outcome.FAILURE and status and status.get("critical") == "no":
            outcome = Outcome.SKIPPED  # before version 4 only critical tests turned a run red
        outcome = outcome or self.unknown()
        tries = tries_of(message, outcome)
        message = tries[-1].message if tries else plain_message(message)
        suite = found.inside("suite")
        long_name = _long_name(found)
        case = TestCase(
            name=found.get("name") or "(a test without a name)",
            classname=long_name,
            suite=long_name,
            file=suite.get("source") if suite else "",
            line=line_of(found.attributes),
            outcome=outcome,
            type=type_of(message) if outcome.is_red else "",
            message=message if outcome is not Outcome.PASSED else "",
            trace=self._trace(found) if outcome.is_red else "",
            seconds=seconds_of_status(status.attributes) if status else None,
            output=found.words("output") if outcome.is_red else "",
            tries=tries,
        )
        self._hold(case, found)

    def _trace(self, found: Element) -> str:
        """The keywords that lead to the failure, and Python's traceback where there is one."""
        path = " > ".join(reversed(self._path))
        trace = found.words("trace")
        suite = found.around
        if not path and not trace and suite is not None:
            trace = suite.words("trace")
        return "\n".join(part for part in (f"in keyword {path}" if path else "", trace) if part)

    def _hold(self, case: TestCase, within: Element) -> None:
        if len(self._held) >= self._most:
            self.items.extend(self._held)
            self._held, self._turned = [], (0, 0)
        self.emit(case, within)
        last = self.items.pop()
        if isinstance(last, TestCase):
            self._held.append(last)

    def _suite(self, suite: Element) -> None:
        teardown = suite.parts.get("teardown")
        status = teardown.parts.get("status") if teardown else None
        outcome = _OUTCOMES.get(status.get("status")) if status else None
        if outcome is Outcome.FAILURE or (outcome is Outcome.SKIPPED and teardown):
            own = suite.parts.get("status")
            message = plain_message(
                (status.words() if status else "") or (own.words() if own else "")
            )
            inside = min(suite.count, len(self._held))
            for at in self._unturned(len(self._held) - inside):
                trace = suite.words("trace")
                turned = after_teardown(self._held[at], outcome, message, trace)
                if turned is not self._held[at]:
                    self._held[at] = self.fit.apart(turned)
            if outcome is Outcome.FAILURE and inside < suite.count:
                self.emit(_broken(suite, message), suite)
        if suite.around is None or suite.around.name != "suite":
            self.items[:0] = self._held
            self._held, self._turned = [], (0, 0)

    def _unturned(self, start: int) -> Iterator[int]:
        """The held tests from `start` on, without those that an inner suite has turned already."""
        first, last = self._turned
        end = len(self._held)
        known = range(first, last) if start <= first else range(end, end)
        yield from range(start, known.start)
        yield from range(known.stop, end)
        self._turned = (start, end)

    def finish(self) -> Iterator[Item]:
        """Tests of suites that never ended."""
        yield from self._held
        self._held = []
        yield from super().finish()


def _broken(suite: Element, message: str) -> TestCase:
    return TestCase(
        name=suite.get("name"),
        classname=_long_name(suite),
        file=suite.get("source"),
        outcome=Outcome.ERROR,
        message=message,
    )


def _long_name(found: Element) -> str:
    """The suites around it, outermost first, as Robot joins their names."""
    names: list[str] = []
    suite = found.inside("suite")
    while suite is not None and len(names) < _DEEP:
        names.append(suite.get("name"))
        suite = suite.inside("suite")
    return ".".join(reversed(names))


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(Robot(caps), stream)
