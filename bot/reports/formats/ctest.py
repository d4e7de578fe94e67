"""CTest's own `Test.xml`: a status per test, measurements, and its output, often packed."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.dialects.packed import Allowance, Packed
from bot.reports.text import Clip
from bot.reports.xml.elements import Dialect, Element, walk

_OUTCOMES = {"passed": Outcome.PASSED, "failed": Outcome.FAILURE}
_SKIPS = ("disabled", "skip_return_code", "skip_regular_expression")
_FAULTS = ("", "Failed", "Timeout")  # each other exit code names a crash or a command not found
_KEPT = frozenset({"Exit Code", "Execution Time", "Completion Status", "Fail Reason", "Exit Value"})


class CTest(Dialect):
    """A test that could not be started is red, as it is for `ctest`; a disabled one is skipped."""

    resume = re.compile(rb"<Test[\s>]")
    elements: ClassVar = frozenset({"Testing", "Test", "NamedMeasurement", "Measurement", "Value"})
    containers: ClassVar = frozenset({"Site", "Testing"})
    texts: ClassVar = {("Test", "Name"): "name", ("Test", "Path"): "path"}

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._allowance = Allowance()

    def opened(self, element: Element) -> None:
        """Choose what collects a value: names are short, the output of a passed test is nothing."""
        around = element.around
        if element.name != "Value" or around is None:
            return
        if around.name == "NamedMeasurement" and around.get("name") in _KEPT:
            element.own = Clip(self.caps.name)
        elif around.name == "Measurement" and _status(around) != "passed":
            if element.get("encoding") == "base64":
                element.own = Packed(self.caps.output, self._allowance)
            else:
                element.own = Clip(self.caps.output)

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "Test":
            if "name" in element.texts:  # those of the list in front have none
                self._test(element)
        elif element.name == "Value" and element.own is not None:
            test = element.inside("Test")
            measure = element.around
            if test is not None and measure is not None:
                test.texts[measure.get("name") or "output"] = element.own

    def cut(self, element: Element, *, is_end: bool) -> None:
        """Keep what is already known to be red."""
        if element.name == "Value" or (
            element.name == "Test" and element.get("Status") == "failed"
        ):
            self.closed(element)

    def _test(self, found: Element) -> None:
        outcome = _OUTCOMES.get(found.get("Status"))
        code, completion = found.words("Exit Code").strip(), found.words("Completion Status")
        if found.get("Status") == "notrun":
            is_skip = not completion or completion.lower().startswith(_SKIPS)
            outcome = Outcome.SKIPPED if is_skip else Outcome.ERROR
        elif outcome is Outcome.FAILURE and code not in _FAULTS:
            outcome = Outcome.ERROR
        outcome = outcome or self.unknown()
        path = found.words("path").removeprefix("./")
        output = found.words("output") if outcome is not Outcome.PASSED else ""
        case = TestCase(
            name=found.words("name"),
            suite="" if path == "." else path,
            outcome=outcome,
            type="" if code == "Failed" else code,
            message=_message(found, code, output) if outcome is not Outcome.PASSED else "",
            trace=output if outcome.is_red else "",
            seconds=seconds_of(found.words("Execution Time").strip()),
            output=output,
        )
        self.emit(case, found)


def _message(found: Element, code: str, output: str) -> str:
    """CTest knows why only sometimes; else the last that the test printed has to do."""
    last = output.rstrip().rpartition("\n")[2].strip()[:500]
    reason = found.words("Fail Reason").strip()
    if reason:
        return reason
    if found.get("Status") == "notrun":
        return last or found.words("Completion Status").strip()
    if code not in ("", "Failed"):
        return f"{code}: {last}".strip(": ")
    value = found.words("Exit Value").strip()
    return last or (f"Exited with code {value} and printed nothing." if value else "")


def _status(measurement: Element) -> str:
    test = measurement.inside("Test")
    return test.get("Status") if test is not None else ""


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(CTest(caps), stream)
