"""TRX of .NET's test platform and MSTest: results that point at definitions further down."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.dialects.dotnet import (
    assembly_of,
    class_in_trace,
    exception_of,
    seconds_of_span,
    split_name,
    without_class,
)
from bot.reports.xml.elements import Dialect, Element, walk

_RESULTS = frozenset(
    f"{kind}Result"
    for kind in ("Test", "UnitTest", "GenericTest", "ManualTest", "WebTest", "LoadTest")
) | {"TestResultAggregation"}
# https://github.com/microsoft/vstest/blob/main/src/Microsoft.TestPlatform.Extensions.TrxLogger/ObjectModel/TestOutcome.cs
_OUTCOMES = {
    **dict.fromkeys(("Passed", "PassedButRunAborted", "Completed", "Warning"), Outcome.PASSED),
    **dict.fromkeys(("Failed", "Timeout"), Outcome.FAILURE),
    **dict.fromkeys(("Error", "Aborted", "Disconnected", "InProgress"), Outcome.ERROR),
    **dict.fromkeys(("Inconclusive", "NotExecuted", "NotRunnable", "Pending"), Outcome.SKIPPED),
    "": Outcome.ERROR,  # writers leave out what is the default, and that is the first: Error
}
_FINE = ("", "Completed", "Passed", "Warning", "NotExecuted", "Inconclusive", "Pending")
_ABORTED = re.compile(
    r"(?i)\babort(?:ed|ing)\b|\bcrashed|\btest ?host\b|process exited|stack overflow|out of memory"
    r"|hang dump"
)
_ECHO = re.compile(r"\s*\[xUnit\.net [\d:.]+\]")


class Trx(Dialect):
    """Rows of a data-driven test and members of an ordered one are tests, what holds them is none.

    The class of a test stands in its definition, behind all results, so cases wait for it.
    """

    resume = re.compile(rb"<(?:\w{1,30}:)?(?:UnitTestResult|UnitTest|ResultSummary|TestRun)[\s>/]")
    elements: ClassVar = _RESULTS | {
        "UnitTest",
        "TestMethod",
        "ResultSummary",
        "RunInfo",
        "TestRun",
    }
    containers: ClassVar = frozenset({"TestRun", "Results", "TestDefinitions", "ResultSummary"})
    texts: ClassVar = {
        ("ErrorInfo", "Message"): "message",
        ("ErrorInfo", "StackTrace"): "trace",
        ("Output", "StdOut"): "output",
        ("Output", "StdErr"): "output",
        ("Output", "DebugTrace"): "output",
        ("TextMessages", "Message"): "output",
        ("RunInfo", "Text"): "text",
    }

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._held: list[tuple[int, TestCase]] = []
        self._defined: dict[int, tuple[str, str]] = {}
        self._classes: dict[str, str] = {}  # each only once in memory
        self._run_errors: list[str] = []
        self._told = ""
        self._most = caps.passing + caps.red

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name in _RESULTS:
            self._result(element)
        elif element.name == "TestMethod":
            self._definition(element)
        elif element.name == "RunInfo" and element.get("outcome") in ("Error", "Failed"):
            text = element.words("text").strip()
            if not _ECHO.match(text) and len(self._run_errors) < self.caps.problems:
                self._run_errors.append(text)
        elif element.name == "ResultSummary":
            self._told = element.get("outcome")
        elif element.name == "TestRun":
            self._run(element)

    def cut(self, element: Element, *, is_end: bool) -> None:
        """Keep what is already known to be red."""
        if element.name in _RESULTS:
            is_parent = element.count or element.get("resultType") == "DataDrivenTest"
            if not is_parent and _outcome(element, self).is_red:
                self._result(element)
        elif element.name == "TestRun":
            self._told = ""  # which tests made it so may be behind the cut
            self._run(element)

    def _result(self, found: Element) -> None:
        outcome = _outcome(found, self)
        if found.count:
            if not outcome.is_red or found.has_red:
                return
            outcome = Outcome.ERROR  # it failed by itself, all it holds went well
        message, trace = found.words("message").strip(), found.words("trace")
        is_unfinished = found.get("outcome") == "InProgress"
        case = TestCase(
            name=found.get("testName") or "(a test without a name)",
            outcome=outcome,
            type=exception_of(message) if outcome.is_red else "",
            message=message or ("The test never finished." if is_unfinished else ""),
            trace=trace,
            seconds=seconds_of_span(found.get("duration")),
            output=found.words("output") if outcome.is_red else "",
        )
        found.count += 1
        found.has_red |= outcome.is_red
        key = hash(found.get("testId").lower())
        if key not in self._defined and len(self._held) < self._most:
            self._held.append((key, case))
        else:
            self._place(key, case)

    def _definition(self, method: Element) -> None:
        test = method.inside("UnitTest")
        if test is None or len(self._defined) >= self._most:
            return
        classname = method.get("className").partition(",")[0].strip()
        classname = self._classes.setdefault(classname, classname)
        assembly = assembly_of(test.get("storage") or method.get("codeBase"))
        assembly = self._classes.setdefault(assembly, assembly)
        self._defined[hash(test.get("id").lower())] = classname, assembly

    def _place(self, key: int, case: TestCase) -> None:
        """Emit a case with its class, as its definition, its name or its trace tell it."""
        classname, assembly = self._defined.get(key, ("", ""))
        name = without_class(case.name, classname) if classname else case.name
        if not classname:
            classname, name = split_name(case.name)
            classname = classname or class_in_trace(case.trace, name)
        self.emit(replace(case, name=name, classname=classname, suite=assembly), None)

    def _flush(self) -> None:
        for key, case in self._held:
            self._place(key, case)
        self._held.clear()

    def end(self, tag: str, /) -> None:
        """An element ends; behind the definitions all classes are known."""
        super().end(tag)
        if tag.endswith("TestDefinitions"):
            self._flush()

    def _run(self, run: Element) -> None:
        """A run that broke as a whole must not look passed because no test of it is red."""
        self._flush()
        has_red = run.has_red
        broke = [text for text in self._run_errors if not has_red or _ABORTED.search(text)]
        if self._told not in (*_FINE, "Failed"):
            broke = self._run_errors
        if broke:
            text = "\n".join(broke)
            lines = [line for line in text.splitlines() if line.strip()]
            case = TestCase(
                name="(the whole run)",
                outcome=Outcome.ERROR,
                type=exception_of(text),
                message="\n".join(lines[:6]),
                trace=text,
            )
            self.emit(case, run)
        elif self._told not in _FINE and not has_red:
            told = self._told[:60]
            self.items.append(f"says that the run ended as `{told}`, but shows no red test")
        self._run_errors, self._told = [], ""

    def finish(self) -> Iterator[Item]:
        """What waits for definitions that never came."""
        self._flush()
        yield from self.items
        self.items = []
        yield from super().finish()


def _outcome(result: Element, dialect: Dialect) -> Outcome:
    told = result.get("outcome")
    outcome = _OUTCOMES.get(told)
    if told == "NotRunnable" and "message" in result.texts:
        return Outcome.ERROR  # written wrongly; without words it was switched off
    if outcome is None:
        return Outcome.FAILURE if "message" in result.texts else dialect.unknown()
    return outcome


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(Trx(caps), stream)
