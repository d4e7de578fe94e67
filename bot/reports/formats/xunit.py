"""xUnit.net results, v1 to v3: assemblies of collections (or classes) of tests."""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import seconds_of
from bot.reports.caps import Caps, Item
from bot.reports.dialects.dotnet import assembly_of, exception_of, split_name, without_class
from bot.reports.sniff import xml_root, xml_tag
from bot.reports.xml.elements import Dialect, Element, walk

# https://xunit.net/docs/format-xml-v2 and https://xunit.net/docs/format-xml-v3
_RESULTS = {
    "Pass": Outcome.PASSED,
    "Fail": Outcome.FAILURE,
    "Skip": Outcome.SKIPPED,
    "NotRun": Outcome.SKIPPED,
}

_ASSEMBLIES = xml_root("assemblies")
_ASSEMBLY = xml_tag("assembly", " test-framework=", " run-date=", "<collection", "<class")


class XUnit(Dialect):
    """`<error>` is a clean-up or an assembly that broke, `<failure>` of a class (v1) its fixture."""

    resume = re.compile(rb"<(?:\w{1,30}:)?(?:test|collection|class|assembly|assemblies)[\s>/]")
    elements: ClassVar = frozenset(
        {"assemblies", "assembly", "collection", "class", "test", "error", "failure"}
    )
    containers: ClassVar = frozenset({"assemblies", "assembly", "collection", "class", "errors"})
    parts: ClassVar = frozenset({"failure"})
    texts: ClassVar = {
        ("failure", "message"): "message",
        ("failure", "stack-trace"): "trace",
        ("test", "reason"): "reason",
        ("reason", "message"): "reason",
        ("test", "output"): "output",
    }

    def closed(self, element: Element) -> None:
        """An element has ended."""
        if element.name == "test":
            self._test(element)
        elif element.name == "error":
            self._broken(element, element.get("name") or element.get("type") or "(an error)")
        elif element.name == "class" and "failure" in element.parts:
            self._broken(element, element.get("name") or "(a class)")

    def cut(self, element: Element, *, is_end: bool) -> None:
        """Keep what is already known to be red."""
        if element.name == "failure" and element.around is not None:
            element.around.parts["failure"] = element
        elif element.name == "test" and (
            element.get("result") == "Fail" or "failure" in element.parts
        ):
            self._test(element)

    def _test(self, found: Element) -> None:
        failure = found.parts.get("failure")
        outcome = _RESULTS.get(found.get("result"))
        if outcome is None:
            outcome = Outcome.FAILURE if failure else self.unknown()
        classname = found.get("type")
        name = found.get("name") or found.get("method") or "(a test without a name)"
        classname, name = (
            (classname, without_class(name, classname)) if classname else split_name(name)
        )
        line = found.get("source-line")
        case = TestCase(
            name=name,
            classname=classname,
            suite=_assembly(found),
            file=found.get("source-file"),
            line=int(line) if line.isascii() and line.isdecimal() and len(line) < 9 else None,
            outcome=outcome,
            type=_type(failure),
            message=failure.words("message") if failure else found.words("reason"),
            trace=failure.words("trace") if failure else "",
            seconds=seconds_of(found.get("time")),
            output=found.words("output") if outcome.is_red else "",
        )
        self.emit(case, found)

    def _broken(self, found: Element, name: str) -> None:
        failure = found.parts.get("failure")
        case = TestCase(
            name=name,
            suite=_assembly(found),
            outcome=Outcome.ERROR,
            type=_type(failure),
            message=failure.words("message") if failure else found.get("type"),
            trace=failure.words("trace") if failure else "",
        )
        self.emit(case, found)


def _type(failure: Element | None) -> str:
    if failure is None:
        return ""
    return failure.get("exception-type") or exception_of(failure.words("message"))


def _assembly(found: Element) -> str:
    assembly = found.inside("assembly")
    return assembly_of(assembly.get("name")) if assembly is not None else ""


def sniff(head: bytes) -> bool:
    """Whether it begins with assemblies, or with one that was tested: manifests do, too."""
    return _ASSEMBLIES(head) or _ASSEMBLY(head)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every result of the report as it is written."""
    return walk(XUnit(caps), stream)
