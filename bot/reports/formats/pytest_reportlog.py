"""pytest-reportlog: one JSON object for each phase of a test → one test case for each test.

https://github.com/pytest-dev/pytest-reportlog; the objects are pytest's serialized reports.
"""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome, Stage
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.dialects.pytest_nodes import STAGES, node_names
from bot.reports.dialects.pytest_words import PytestWords, words_of
from bot.reports.json.lines import Event, Records, number, word
from bot.reports.merge import merged
from bot.reports.texts import Texts

_KIND = "$report_type"
_SUITE = "pytest"
_STATUS = {
    2: "was interrupted before all tests had run",
    3: "tells of an internal error of pytest (exit status 3)",
    4: "tells that pytest was called wrongly (exit status 4), so no test ran",
}


def sniff(head: bytes) -> bool:
    """Whether the first line is an object that names its report type."""
    start = head.lstrip()
    return start.startswith(b"{") and b'"$report_type"' in start.split(b"\n", 1)[0][:8192]


class _Node:
    """A test whose phases come one by one; `tries` are the attempts that were run again."""

    __slots__ = ("phases", "rerun", "tries")

    def __init__(self) -> None:
        self.phases: list[tuple[str, Outcome, PytestWords | None]] = []
        self.rerun = False
        self.tries: list[TestCase] = []


class _Session:
    """The tests that are under way."""

    def __init__(self, caps: Caps) -> None:
        self.count = 0
        self.is_finished = False
        self.has_red = False
        self._nodes: dict[str, _Node] = {}
        self._where: dict[str, Event] = {}
        self._seconds: dict[str, float] = {}
        self._runs = 0
        self._caps = caps
        self._texts = Texts(caps)

    def take(self, event: Event) -> Iterator[Item]:
        """Take one object."""
        kind = word(event, _KIND)
        if kind == "SessionStart":
            self._runs += 1
        elif kind == "TestReport":
            yield from self._phase(event, word(event, "nodeid"))
        elif kind == "CollectReport":
            yield from self._collected(event)
        elif kind == "SessionFinish":
            self.is_finished = True
            status = event.get("exitstatus")
            if isinstance(status, int) and status in _STATUS and not self.has_red:
                yield _STATUS[status]

    def _phase(self, event: Event, node_id: str) -> Iterator[TestCase]:
        node = self._nodes.get(node_id)
        if node is None:
            node = self._nodes[node_id] = _Node()
        when, outcome = word(event, "when"), word(event, "outcome")
        seconds = number(event, "duration")
        if seconds is not None:
            self._seconds[node_id] = self._seconds.get(node_id, 0.0) + seconds
        self._where[node_id] = event
        node.rerun |= outcome == "rerun"
        if outcome == "passed":
            node.phases.append((when, Outcome.PASSED, None))
        elif outcome == "skipped":
            node.phases.append((when, Outcome.SKIPPED, words_of(event, self._caps)))
        else:
            red = Outcome.FAILURE if when == "call" else Outcome.ERROR
            node.phases.append((when, red, words_of(event, self._caps)))
        if when not in ("setup", "call"):
            yield from self._end(node_id)

    def _end(self, node_id: str) -> Iterator[TestCase]:
        """One attempt is over; it is the last unless some phase of it was to be run again."""
        node = self._nodes[node_id]
        case = self._case(node_id, node)
        self._seconds.pop(node_id, None)
        if node.rerun and len(node.tries) < self._caps.tries:
            node.tries.append(case)
            node.phases, node.rerun = [], False
            return
        del self._nodes[node_id]
        del self._where[node_id]
        yield self._count(merged([*node.tries, case]))

    def _count(self, case: TestCase) -> TestCase:
        self.count += 1
        self.has_red |= case.outcome.is_red
        return case

    def _case(self, node_id: str, node: _Node) -> TestCase:
        _file, classname, name = node_names(node_id)
        red = [words for _, outcome, words in node.phases if words and outcome.is_red]
        quiet = [words for _, outcome, words in node.phases if words and not outcome.is_red]
        broke = next(
            (phase for phase in node.phases if phase[1].is_red), ("call", Outcome.PASSED, None)
        )
        outcome = broke[1]
        if quiet and not red:
            outcome = Outcome.SKIPPED
        told = (red or quiet or [PytestWords()])[0]
        file, line = _place(self._where.get(node_id, {}))
        return TestCase(
            name=self._texts.name(name),
            classname=self._texts.name(classname),
            suite=_SUITE,
            file=file,
            line=line,
            outcome=outcome,
            type=told.type,
            message=self._texts.message(told.message),
            trace=self._texts.trace("\n\n".join(one.trace for one in red)),
            seconds=self._seconds.get(node_id),
            output=self._texts.output(red[-1].output) if red else "",
            scope=self._scope(),
            stage=STAGES.get(broke[0], Stage.CALL),
        )

    def _scope(self) -> str:
        return f"session {self._runs}" if self._runs > 1 else ""

    def _collected(self, event: Event) -> Iterator[TestCase]:
        """A module that could not be collected is one test, named as pytest's JUnit names it."""
        outcome = word(event, "outcome")
        if outcome not in ("failed", "skipped"):
            return
        told = words_of(event, self._caps)
        node_id = word(event, "nodeid")
        _file, classname, name = node_names(node_id)
        yield self._count(
            TestCase(
                name=self._texts.name(name or "(collection)"),
                classname=self._texts.name(classname),
                suite=_SUITE,
                file=node_id.partition("::")[0][:1000] if ".py" in node_id else "",
                outcome=Outcome.ERROR if outcome == "failed" else Outcome.SKIPPED,
                type=told.type,
                message=self._texts.message(told.message),
                trace=self._texts.trace(told.trace),
                output=self._texts.output(told.output),
                scope=self._scope(),
                stage=Stage.COLLECTION,
            )
        )

    def unfinished(self) -> Iterator[TestCase]:
        """The tests that began and have no end: the process died in them."""
        for node_id, node in list(self._nodes.items()):
            case = self._case(node_id, node)
            if not case.outcome.is_red:
                case = replace(case, outcome=Outcome.ERROR, message="never finished")
            last = Try(outcome=case.outcome, message=case.message, trace=case.trace)
            tries = (*(one.as_try for one in node.tries), last) if node.tries else ()
            yield self._count(replace(case, tries=tries))


def _place(event: Event) -> tuple[str, int | None]:
    location = event.get("location")
    if not isinstance(location, list) or len(location) < 2 or not isinstance(location[0], str):
        return word(event, "nodeid").partition("::")[0][:1000], None
    line = location[1]
    return location[0][:1000], line + 1 if type(line) is int and 0 <= line < 10**9 else None


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of the sessions, each once with its tries."""
    records = Records(stream, caps)
    session = _Session(caps)
    for record in records:
        if not isinstance(record, str):
            yield from session.take(record)
    if not records.is_cut:
        yield from session.unfinished()
    yield from records.problems(session.count)
    if not session.is_finished and not records.is_cut:
        yield f"ends before the session did; {session.count} results were read, later ones are unknown"
