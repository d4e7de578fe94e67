"""JUnit XML in every dialect: elements → test cases, each as it is written."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.model.names import Outcome
from bot.model.report import PassedRun, TestCase
from bot.reports.caps import Caps, Items
from bot.reports.dialects.junit_case import Builder, OpenCase, OpenResult, OpenSuite
from bot.reports.dialects.junit_rows import cases_of
from bot.reports.dialects.junit_tags import KINDS, PROPERTIES, RESULTS, known
from bot.reports.text import Clip
from bot.reports.xml.document import Document
from bot.reports.xml.rows import RowReader
from bot.reports.xml.sink import Refused

_PASSED = Outcome.PASSED
Open = OpenSuite | OpenCase | OpenResult | Clip | dict[str, str] | None


class JUnit:
    """The sink for JUnit XML: keeps a stack of what is open, emits a case at its end tag.

    Most cases are one tag without children. They stand on the stack as their bare attributes and
    become an `OpenCase` only when a child arrives.
    """

    marker = b"<testcase"
    resume = re.compile(rb"<(?:\w{1,30}:)?(?i:testcase|testsuites?)[\s>/]")

    def __init__(self, caps: Caps) -> None:
        self.items: list[Items] = []
        self.tags: list[str] = []
        self.count = 0
        self._caps = caps
        self._build = Builder(caps)
        self._rows = RowReader("testcase")
        self._open: list[Open] = []
        self._pytest_runs = 0
        self._suites = [OpenSuite({}, None, caps.name)]  # the first is for cases without a suite

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """An element begins."""
        self.tags.append(tag)
        kind = KINDS.get(tag)
        if kind is None:
            tag, kind, attributes = known(tag, attributes)
        if kind == "case":
            self._open.append(attributes)
        elif kind == "suite":
            self._suite(attributes)
        else:
            self._open.append(self._child(tag, kind, attributes))

    def take(self, data: bytes, start: int, /) -> int:
        """Read ordinary cases that stand in a suite from `start` on; where they end."""
        while self._open and type(self._open[-1]) is OpenSuite:
            rows = self._rows.read(data, start)
            if rows is None:
                break
            start = rows.end
            found = cases_of(rows, self._suites[-1], self._build)
            if isinstance(found, PassedRun):
                self._let_go(self._suites[-1])
                self.items.append(found)
                self.count += rows.count
            else:
                for case in found:
                    self._plain(case)
        return start

    def _check_depth(self) -> None:
        if len(self.tags) > self._caps.depth:
            raise Refused(
                f"nests elements more than {self._caps.depth} deep, so reading stopped there; "
                f"{self.count} results were read"
            )

    def _suite(self, attributes: dict[str, str]) -> None:
        self._check_depth()
        suite = OpenSuite(attributes, self._suites[-1], self._caps.name)
        if suite.scope.startswith("pytest tests") or suite.name == "pytest":
            # One run of pytest is one suite: a second one is another run in a merged report.
            self._pytest_runs += 1
            if self._pytest_runs > 1:
                suite.scope = f"{suite.scope} #{self._pytest_runs}"
        suite.before = self.count
        self._suites.append(suite)
        self._open.append(suite)

    def _child(self, tag: str, kind: str, attributes: dict[str, str]) -> Open:
        """What collects the text of this element; inside a result its unknown children too."""
        self._check_depth()
        case = self._case()
        around = self._open[-1] if self._open else None
        if isinstance(around, OpenResult):
            return None if kind == "output" else around
        if kind == "result":
            return self._result(tag, attributes, case)
        if kind == "output" and case is not None:
            case.output = case.output or Clip(self._caps.output)
            return case.output
        if kind == "output" and around is self._suites[-1]:
            around.output = around.output or Clip(self._caps.output)
            return around.output
        if kind == "property" and attributes.get("name") in PROPERTIES:
            self._property(attributes["name"], attributes.get("value", ""), case)
        return None

    def _case(self) -> OpenCase | None:
        """The case around what begins now."""
        for at in range(len(self._open) - 1, max(-1, len(self._open) - 6), -1):
            around = self._open[at]
            if isinstance(around, dict):
                around = self._open[at] = OpenCase(around)
            if isinstance(around, OpenCase):
                return around
            if isinstance(around, OpenSuite):
                return None
        return None

    def _result(self, tag: str, attributes: dict[str, str], case: OpenCase | None) -> Open:
        outcome, role = RESULTS[tag]
        result = OpenResult(outcome, role, attributes, self._caps.trace)
        if case is not None:
            case.results = case.results or []
            case.results.append(result)
        elif outcome.is_red:
            self._suites[-1].results.append(result)
        return result

    def _property(self, name: str, value: str, case: OpenCase | None) -> None:
        if case is not None:
            case.properties = {**(case.properties or {}), name: value}
        elif not self._suites[-1].file and "file" in name.lower():
            self._suites[-1].file = value[:1000]

    def text(self, data: str, /) -> None:
        """Text of the innermost open element, in pieces."""
        top = self._open[-1]
        if isinstance(top, OpenResult):
            top.text.add(data)
        elif isinstance(top, Clip):
            top.add(data)

    def end(self, tag: str, /) -> None:
        """An element ends."""
        self.tags.pop()
        top = self._open.pop()
        if type(top) is dict:
            self._plain(self._build.plain(top, self._suites[-1]))
        elif isinstance(top, OpenCase):
            self._emit(top)
        elif isinstance(top, OpenSuite):
            self._suites.pop()
            self._close_suite(top)

    def _plain(self, case: TestCase) -> None:
        self._let_go(self._suites[-1])
        self.items.append(case)
        self.count += 1
        if case.outcome is not _PASSED and case.outcome.is_red:
            self._suites[-1].has_red = True

    def _emit(self, found: OpenCase) -> None:
        suite = self._suites[-1]
        case = self._build.detailed(found, suite)
        is_first = self.count == suite.before
        self.count += 1
        suite.has_red |= bool(case.tries) or case.outcome.is_red
        if is_first and case.outcome.is_red:
            suite.held = case
            return
        self._let_go(suite)
        self.items.append(case)

    def _let_go(self, suite: OpenSuite) -> None:
        """The first case is not the only one, or its suite is over."""
        held, suite.held = suite.held, None
        if held is not None:
            is_alone = self.count - suite.before == 1
            self.items.append(self._build.alone(held, suite) if is_alone else held)

    def _close_suite(self, suite: OpenSuite) -> None:
        """A suite that is red as a whole must not look passed because no test of it is."""
        self._let_go(suite)
        claimed = sum(_count(suite.attributes.get(key)) for key in ("failures", "errors"))
        cases = self.count - suite.before
        if (suite.results or (claimed and not cases)) and not suite.has_red:
            self._crash(suite, f"The suite counts {claimed} failures, but lists no test.")
        elif claimed and not suite.has_red:
            self.items.append(
                f"counts {claimed} failures in suite `{suite.name[:100]}`, "
                f"but none of its {cases} tests is shown as failed"
            )
        # An outer suite that counts the same failures has nothing to add.
        self._suites[-1].has_red |= suite.has_red or claimed > 0

    def _crash(self, suite: OpenSuite, message: str) -> None:
        self.items.append(self._build.crashed(suite, message))
        self.count += 1
        suite.has_red = True

    def abandon(self, *, keep_containers: bool) -> None:
        """Close what is open as far as it is known: a test already red is red, others unknown."""
        while self._open and not (keep_containers and isinstance(self._open[-1], OpenSuite)):
            top = self._open.pop()
            self.tags.pop()
            if isinstance(top, OpenCase):
                if any(r.outcome.is_red and not r.role for r in top.results or ()):
                    self._emit(top)
            elif isinstance(top, OpenSuite):
                self._suites.pop()
                self._close_cut_suite(top)

    def _close_cut_suite(self, suite: OpenSuite) -> None:
        """Its counters may speak of tests behind the cut; only what it says itself counts."""
        self._let_go(suite)
        if suite.results and not suite.has_red:
            self._crash(suite, "")
        self._suites[-1].has_red = True


def _count(text: str | None) -> int:
    """A counter as written; what is no number counts nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def read(stream: BinaryIO, caps: Caps) -> Iterator[Items]:
    """Every result of the report as it is written."""
    sink = JUnit(caps)
    document: Document[TestCase | PassedRun] = Document(sink, caps, lane=sink)
    return document.read(stream)
