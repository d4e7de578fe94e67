"""Catch2's XML reporter, v2 (`Catch`) and v3 (`Catch2TestRun`): test cases of nested sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import line_of, seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.xml.elements import Dialect, Element, walk

_FACTS = 20
_ROOTS = frozenset({"Catch", "Catch2TestRun", "Group"})
_ENDS = frozenset({"Exception", "FatalErrorCondition", "Failure", "Skip", "OverallResult"})
_CRASHES = {"Exception": "unexpected exception", "FatalErrorCondition": "fatal error"}


@dataclass(frozen=True, slots=True)
class _Fact:
    """One failed assertion. `text` is what Catch2's console prints of it."""

    is_crash: bool
    type: str
    message: str
    text: str


class Catch2(Dialect):
    """The file grows while tests run: one that breaks off inside a test shows where it crashed."""

    resume = re.compile(rb"<(?:TestCase|Group|Catch|Catch2TestRun)[\s>/]")
    elements: ClassVar = {"TestCase", "Section", "Expression", "Info", "Warning", *_ROOTS, *_ENDS}
    containers: ClassVar = _ROOTS
    parts: ClassVar = _ENDS
    owns: ClassVar = {"Info", "Warning", *_ENDS}
    texts: ClassVar = {
        ("Expression", "Original"): "original",
        ("Expression", "Expanded"): "expanded",
        ("OverallResult", "StdOut"): "output",
        ("OverallResult", "StdErr"): "output",
    }

    def __init__(self, caps: Caps) -> None:
        super().__init__(caps)
        self._facts: list[_Fact] = []
        self._infos: list[str] = []
        self._skip = ""

    def opened(self, element: Element) -> None:
        """An element begins."""
        if element.name == "TestCase":
            self._facts, self._infos, self._skip = [], [], ""

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "TestCase":
            self._test(element, is_unfinished=False)
        elif element.name in ("Info", "Warning"):
            self._infos = [*self._infos[-9:], element.words().strip()]
        elif element.name == "Skip":
            self._skip = element.words().strip() or "skipped"
        elif element.name == "Expression":
            if element.get("success") != "true":
                self._expression(element)
            self._infos = []
        elif element.name == "Failure":
            self._add(element, "FAIL", element.words().strip() or "explicit failure")
        elif element.name in _CRASHES and not _is_in_expression(element):
            self._add(element, _CRASHES[element.name], element.words().strip())

    def cut(self, element: Element, *, is_end: bool) -> None:
        """A test without an end is red when the report ends in it."""
        if element.name == "TestCase" and (is_end or self._facts):
            self._test(element, is_unfinished=True)
        elif element.name == "Expression" and element.get("success") == "false":
            self._expression(element)

    def _expression(self, found: Element) -> None:
        macro = found.get("type") or "REQUIRE"
        original, expanded = found.words("original").strip(), found.words("expanded").strip()
        message = f"{macro}( {original} )"
        crash = found.parts.get("Exception") or found.parts.get("FatalErrorCondition")
        if crash is not None:
            told = crash.words().strip()
            self._add(found, _CRASHES[crash.name], f"{told}\nin {message}" if told else message)
            return
        if expanded and expanded != original:
            message += f"\nwith expansion:\n  {expanded}"
        self._add(found, macro, message)

    def _add(self, found: Element, kind: str, message: str) -> None:
        """Note one failure, with the sections around it and what was logged before."""
        if len(self._facts) >= _FACTS:
            return
        where = f"{found.get('filename')}:{found.get('line')}: FAILED:"
        path: list[str] = []
        around = found.around
        while around is not None and around.name == "Section" and len(path) < _FACTS:
            path.append(around.get("name").strip())
            around = around.around
        told = [" / ".join(reversed(path)), where.lstrip(":"), message, *self._infos]
        text = "\n".join(part for part in told if part)
        is_crash = kind in _CRASHES.values()
        self._facts.append(_Fact(is_crash, "" if is_crash else kind, message, text))
        self._infos = []

    def _test(self, found: Element, *, is_unfinished: bool) -> None:
        result = found.parts.get("OverallResult")
        worst = max(self._facts, key=lambda fact: fact.is_crash, default=None)
        outcome = self._outcome(result, worst, is_unfinished=is_unfinished)
        message = worst.message if worst else self._skip
        if outcome.is_red and worst is None:
            message = (
                "The test never finished."
                if is_unfinished
                else "No assertion failed: it was to fail, or it has none."
            )
        elif outcome is Outcome.SKIPPED and worst:
            message = f"failed as expected: {worst.message}"
        run = found.inside("Catch") or found.inside("Catch2TestRun")
        case = TestCase(
            name=found.get("name").strip() or "(a test without a name)",
            suite=run.get("name") if run is not None else "",
            file=found.get("filename"),
            line=line_of(found.attributes),
            outcome=outcome,
            type=worst.type if worst and outcome.is_red else "",
            message=message if outcome is not Outcome.PASSED else "",
            trace="\n\n".join(fact.text for fact in self._facts) if outcome.is_red else "",
            seconds=seconds_of(result.get("durationInSeconds")) if result else None,
            output=result.words("output") if result and outcome.is_red else "",
        )
        self._facts = []
        self.emit(case, found)

    def _outcome(
        self, result: Element | None, worst: _Fact | None, *, is_unfinished: bool
    ) -> Outcome:
        success = result.get("success") if result else ""
        if success == "true":
            # With tags such as [!mayfail] assertions may fail and the test case is still fine.
            is_skip = worst is not None or self._skip
            return Outcome.SKIPPED if is_skip else Outcome.PASSED
        if is_unfinished and (worst is None or worst.is_crash):
            return Outcome.ERROR
        if worst is not None:
            return Outcome.ERROR if worst.is_crash else Outcome.FAILURE
        return Outcome.FAILURE if success == "false" else self.unknown()


def _is_in_expression(element: Element) -> bool:
    return element.around is not None and element.around.name == "Expression"


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(Catch2(caps), stream)
