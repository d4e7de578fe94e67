"""NUnit 3 and 4 results (`test-run`): nested suites of `test-case`, each with result and label."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.dialects.dotnet import assembly_of, exception_of, split_name, without_class
from bot.reports.xml.elements import Dialect, Element, walk

_RESULTS = {
    "Passed": Outcome.PASSED,
    "Success": Outcome.PASSED,
    "Warning": Outcome.PASSED,  # https://docs.nunit.org/articles/nunit/writing-tests/Warnings.html
    "Failed": Outcome.FAILURE,
    "Skipped": Outcome.SKIPPED,
    "Inconclusive": Outcome.SKIPPED,
}
_ERRORS = ("Error", "Invalid", "Cancelled")


class NUnit3(Dialect):
    """Cases count as NUnit counts them, also those that a broken set-up of their fixture took down.

    A suite is a result of its own only where it failed by itself: in its tear-down, or in a set-up
    or a load that no test below tells of.
    """

    resume = re.compile(rb"<(?:\w{1,30}:)?test-(?:case|suite|run)[\s>/]")
    elements: ClassVar = frozenset({"test-run", "test-suite", "test-case"})
    containers: ClassVar = frozenset({"test-run", "test-suite"})
    texts: ClassVar = {
        ("failure", "message"): "message",
        ("failure", "stack-trace"): "trace",
        ("reason", "message"): "reason",
        ("test-case", "output"): "output",
        ("test-suite", "output"): "output",
    }

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._assembly = ""

    def opened(self, element: Element) -> None:
        """Remember the file that holds what comes, as its outermost suite names it."""
        if element.get("type") == "Assembly":
            self._assembly = assembly_of(element.get("name") or element.get("fullname"))

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "test-case":
            self._case(element, _outcome(element))
        elif element.name == "test-suite" and _failed_by_itself(element):
            self._case(element, Outcome.ERROR)

    def cut(self, element: Element, *, is_end: bool) -> None:
        """Keep what is already known to be red."""
        if element.name == "test-case":
            outcome = _outcome(element)
            if outcome is not None and outcome.is_red:
                self._case(element, outcome)

    def _case(self, found: Element, outcome: Outcome | None) -> None:
        message, trace = found.words("message"), found.words("trace")
        if not trace and found.get("site") == "Parent" and found.around is not None:
            trace = found.around.words("trace")  # a test has only the words of a broken set-up
        classname, name = _names(found)
        outcome = outcome or self.unknown()
        case = TestCase(
            name=name,
            classname=classname,
            suite=self._assembly,
            outcome=outcome,
            type=exception_of(message) if outcome.is_red else "",
            message=message if outcome.is_red else found.words("reason") or message,
            trace=trace,
            seconds=seconds_of(found.get("duration") or found.get("time")),
            output=found.words("output") if outcome.is_red else "",
        )
        self.emit(case, found)


def _outcome(case: Element) -> Outcome | None:
    """None when the report does not say."""
    outcome = _RESULTS.get(case.get("result"))
    if outcome is Outcome.FAILURE and case.get("label") in _ERRORS:
        return Outcome.ERROR
    if outcome is None and ("message" in case.texts or "trace" in case.texts):
        return Outcome.FAILURE
    return outcome


def _failed_by_itself(suite: Element) -> bool:
    if suite.get("result") != "Failed" or suite.get("site") in ("Child", "Parent"):
        return False
    return suite.get("site") == "TearDown" or not suite.has_red


def _names(found: Element) -> tuple[str, str]:
    """The class and the name. A fixture is its own class."""
    name, full = found.get("name"), found.get("fullname")
    if found.name == "test-suite":
        return "", full or name or "(a suite without a name)"
    classname = found.get("classname")
    if classname and name:
        return classname, without_class(name, classname)
    return split_name(full or name)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(NUnit3(caps), stream)
