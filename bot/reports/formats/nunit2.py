"""NUnit 2 results (`test-results`), from 2.2 on: cases say `success`, later ones a `result`."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.dialects.dotnet import assembly_of, exception_of, split_name
from bot.reports.xml.elements import Dialect, Element, walk

# The console ends red for a test that is written wrongly, though it lists it as not run.
_RESULTS = {
    "Success": Outcome.PASSED,
    "Failure": Outcome.FAILURE,
    "Error": Outcome.ERROR,
    "Cancelled": Outcome.ERROR,
    "Ignored": Outcome.SKIPPED,
    "Skipped": Outcome.SKIPPED,
    "Inconclusive": Outcome.SKIPPED,
    "NotRunnable": Outcome.ERROR,
    "Invalid": Outcome.ERROR,
}


class NUnit2(Dialect):
    """A suite is a result of its own only where it failed and no test below tells of it."""

    resume = re.compile(rb"<(?:\w{1,30}:)?test-(?:case|suite|results)[\s>/]")
    elements: ClassVar = frozenset({"test-results", "test-suite", "test-case"})
    containers: ClassVar = frozenset({"test-results", "test-suite", "results"})
    texts: ClassVar = {
        ("failure", "message"): "message",
        ("failure", "stack-trace"): "trace",
        ("reason", "message"): "reason",
    }

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._is_told = False
        self._assembly = ""

    def opened(self, element: Element) -> None:
        """Remember the file that holds what comes: later versions say so, earlier only name it."""
        name = element.get("name")
        if element.get("type") == "Assembly" or name.endswith((".dll", ".exe")):
            self._assembly = assembly_of(name)

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "test-case":
            self._case(element, _outcome(element))
        elif element.name == "test-suite" and _failed_by_itself(element):
            self._suite(element)

    def cut(self, element: Element, *, is_end: bool) -> None:
        """Keep what is already known to be red."""
        if element.name == "test-case":
            outcome = _outcome(element)
            if outcome is not None and outcome.is_red:
                self._case(element, outcome)

    def _suite(self, suite: Element) -> None:
        """Without words it is no failure to the console either, often it is a lost tear-down."""
        if suite.words("message") or suite.words("trace"):
            self._case(suite, Outcome.ERROR)
            return
        suite.has_red = True  # the suites around it have nothing to add
        if not self._is_told:
            name = suite.get("name")[:100]
            self.items.append(f"marks suite `{name}` as failed, but none of its tests")
        self._is_told = True

    def _case(self, found: Element, outcome: Outcome | None) -> None:
        outcome = outcome or self.unknown()
        source = _cause(found)
        message = source.words("message")
        reason = found.words("reason")
        name = found.get("name") or "(a suite without a name)"
        classname, name = split_name(name) if found.name == "test-case" else ("", name)
        case = TestCase(
            name=name,
            classname=classname or _fixture(found),
            suite=self._assembly,
            outcome=outcome,
            type=exception_of(message) if outcome.is_red else "",
            message=message or reason if outcome.is_red else reason or message,
            trace=source.words("trace"),
            seconds=seconds_of(found.get("time")),
        )
        self.emit(case, found)


def _outcome(case: Element) -> Outcome | None:
    """None when the report does not say."""
    outcome = _RESULTS.get(case.get("result"))
    if outcome is not None:
        return outcome
    if "message" in case.texts or "trace" in case.texts or case.get("success") == "False":
        return Outcome.FAILURE
    if case.get("executed") == "False":
        return Outcome.SKIPPED
    return Outcome.PASSED if "True" in (case.get("success"), case.get("executed")) else None


def _cause(found: Element) -> Element:
    """Where the words stand: those of a broken set-up stand at the fixture, not at its tests."""
    around = found.around
    if found.words("message").startswith("TestFixtureSetUp failed in") and around is not None:
        return around if around.words("message") else found
    return found


def _failed_by_itself(suite: Element) -> bool:
    """Set-up and tear-down of a fixture leave their words at the suite, what it holds does not."""
    if suite.has_red:
        return suite.words("trace").lstrip().startswith("--TearDown")
    return _outcome(suite) in (Outcome.FAILURE, Outcome.ERROR)


def _fixture(found: Element) -> str:
    """The fixture around a case whose name tells none."""
    fixture = found.inside("test-suite") if found.name == "test-case" else None
    return fixture.get("name") if fixture is not None else ""


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(NUnit2(caps), stream)
