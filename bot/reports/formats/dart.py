"""The JSON reporter of Dart and Flutter (`--reporter json`, `--machine`): events → test cases.

https://github.com/dart-lang/test/blob/master/pkgs/test/doc/json_reporter.md
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.joined import Joined
from bot.reports.json.lines import Event, Records, inner, number, word
from bot.reports.text import Clip
from bot.reports.texts import Texts, type_of

_START = re.compile(rb'"type"\s*:\s*"(?:start|suite|testStart|allSuites|group)"')
_PROTOCOL = re.compile(rb'"protocolVersion"\s*:\s*"|"(?:suiteID|groupIDs)"\s*:|"suite"\s*:\s*\{')
_NO_TESTS = re.compile(r"\((?:setUpAll|tearDownAll)\)$|^loading ")
_THROWN = re.compile(
    r"^(?>[^\n]*?The following (?P<type>\w{1,80}) was thrown)[^\n]*:\n(?P<text>.*)", re.S | re.M
)
_RETRY = "Retry: "
_MOST = 1_000_000


def sniff(head: bytes) -> bool:
    """Whether the first object is an event; what Flutter prints may stand before it."""
    for line in head.split(b"\n")[:60]:
        if line.lstrip().startswith(b"{"):
            return _START.search(line) is not None and _PROTOCOL.search(line) is not None
    return False


class _Test:
    """A test under way."""

    __slots__ = (
        "began",
        "errors",
        "file",
        "group",
        "is_failure",
        "line",
        "name",
        "output",
        "tries",
    )

    def __init__(self, name: str, file: str, group: str, line: int | None, began: float) -> None:
        self.name, self.file, self.group, self.line, self.began = name, file, group, line, began
        self.output: Clip | None = None
        self.errors: list[tuple[str, str]] = []  # message and stack
        self.is_failure = True
        self.tries: list[Try] = []


class _Run:
    """What was told of suites, groups and tests."""

    def __init__(self, caps: Caps) -> None:
        self.joined = Joined(caps)
        self.is_done = False
        self.has_red = False
        self._suites: dict[object, str] = {}
        self._groups: dict[object, str] = {}
        self._open: dict[object, _Test] = {}
        self._texts = Texts(caps)
        self._caps = caps

    def take(self, event: Event) -> Iterator[Item]:
        """Take one event."""
        kind = word(event, "type")
        if kind == "suite":
            suite = inner(event, "suite")
            self._learn(self._suites, suite, word(suite, "path"))
        elif kind == "group":
            self._learn(self._groups, inner(event, "group"), word(inner(event, "group"), "name"))
        elif kind == "testStart":
            self._start(inner(event, "test"), number(event, "time") or 0.0)
        elif kind == "done":
            self.is_done = True
            if event.get("success") is False and not self.has_red:
                yield "says that the run failed, but shows no failed test"
        else:
            yield from self._of_test(event, kind, event.get("testID"))

    def _of_test(self, event: Event, kind: str, test_id: object) -> Iterator[TestCase]:
        if not isinstance(test_id, int):
            return
        test = self._open.get(test_id)
        if kind == "error":
            yield from self._error(test_id, test, event)
        elif test is not None and kind == "print":
            self._print(test, word(event, "message"))
        elif test is not None and kind == "testDone":
            yield from self._done(test_id, test, event)

    def _learn(self, known: dict[object, str], about: Event, text: str) -> None:
        name = about.get("id")
        if isinstance(name, int) and len(known) < _MOST:
            known[name] = text[:2000]

    def _start(self, test: Event, time: float) -> None:
        name, test_id = word(test, "name"), test.get("id")
        groups = test.get("groupIDs")
        known = (
            [self._groups.get(g, "") for g in groups if isinstance(g, int)]
            if isinstance(groups, list)
            else []
        )
        group = next((one for one in reversed(known) if one), "")
        suite = test.get("suiteID")
        file = self._suites.get(suite, "") if isinstance(suite, int) else ""
        if group and name.startswith(f"{group} "):
            name = name[len(group) + 1 :]
        line = test.get("root_line") or test.get("line")
        at = line if type(line) is int and 0 < line < 10**9 else None
        if isinstance(test_id, int):
            self._open[test_id] = _Test(name, file, group, at, time)

    def _print(self, test: _Test, message: str) -> None:
        if message.startswith(_RETRY) and test.errors:
            if len(test.tries) < self._caps.tries:
                said, stack = test.errors[0]
                test.tries.append(
                    Try(outcome=Outcome.FAILURE, type=type_of(said), message=said, trace=stack)
                )
            test.errors, test.is_failure = [], True
            return
        test.output = test.output or Clip(self._caps.output)
        test.output.add(f"{message}\n")

    def _error(self, test_id: int, test: _Test | None, event: Event) -> Iterator[TestCase]:
        """An error may come after its test was done: then that test is red all the same."""
        said = self._texts.message(word(event, "error"))
        stack = self._texts.trace(word(event, "stackTrace"))
        is_failure = event.get("isFailure") is True
        if test is not None:
            test.is_failure &= is_failure
            if len(test.errors) < self._caps.tries:
                test.errors.append((said, stack))
            return
        known = self.joined.get(test_id)
        if known is not None and not known.outcome.is_red:
            case = replace(known, outcome=Outcome.ERROR, **_told([(said, stack)]))
            yield from self._put(test_id, case, late=True)

    def _done(self, test_id: int, test: _Test, event: Event) -> Iterator[TestCase]:
        del self._open[test_id]
        result = word(event, "result")
        is_red = result in ("failure", "error")
        if event.get("hidden") is True and not is_red:
            return
        time = number(event, "time")
        seconds = (time - test.began) / 1000 if time is not None and time >= test.began else None
        case = self._case(test, seconds)
        if is_red:
            outcome = Outcome.FAILURE if result == "failure" else Outcome.ERROR
            if _NO_TESTS.search(test.name):
                outcome = Outcome.ERROR
            output = self._texts.output(test.output.text()) if test.output else ""
            case = replace(case, outcome=outcome, output=output, **_told(test.errors))
        elif event.get("skipped") is True:
            reason = test.output.text().strip().removeprefix("Skip: ") if test.output else ""
            case = replace(case, outcome=Outcome.SKIPPED, message=self._texts.message(reason))
        if test.tries:
            last = Try(outcome=case.outcome, type=case.type, message=case.message, trace=case.trace)
            case = replace(case, tries=(*test.tries, last))
        yield from self._put(test_id, case)

    def _case(self, test: _Test, seconds: float | None) -> TestCase:
        return TestCase(
            name=self._texts.name(test.name),
            classname=self._texts.name(test.group),
            suite=test.file,
            file=test.file,
            line=test.line,
            seconds=seconds,
        )

    def _put(self, test_id: int, case: TestCase, *, late: bool = False) -> Iterator[TestCase]:
        self.has_red |= case.outcome.is_red
        if late:
            self.joined.change(test_id, case)
        else:
            yield from self.joined.put(test_id, case, retry=False)

    def end(self, *, is_cut: bool) -> Iterator[Item]:
        """The stream is over: what has no end never finished."""
        if not is_cut:
            for test_id, test in self._open.items():
                case = replace(self._case(test, None), outcome=Outcome.ERROR, **_told(test.errors))
                message = f"never finished: {case.message}" if case.message else "never finished"
                yield from self.joined.put(test_id, replace(case, message=message), retry=False)
        yield from self.joined.cases()


def _told(errors: list[tuple[str, str]]) -> dict[str, str]:
    """Type, message and trace of what was thrown; Flutter wraps it in a box."""
    if not errors:
        return {"type": "", "message": "", "trace": ""}
    message = errors[0][0]
    thrown = _THROWN.search(message)
    type_ = thrown["type"] if thrown else type_of(message)
    trace = "\n\n".join(f"{said}\n{stack}".strip("\n") for said, stack in errors)
    if thrown:
        lines = thrown["text"].split("\n\nWhen the exception was thrown")[0].split("\n")
        message = "\n".join(lines[:8]).strip()
    return {"type": type_, "message": message, "trace": trace}


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test that is no hidden one."""
    records = Records(stream, caps)
    run = _Run(caps)
    for record in records:
        if not isinstance(record, str):
            yield from run.take(record)
    yield from run.end(is_cut=records.is_cut)
    yield from records.problems(run.joined.count)
    if not run.is_done and not records.is_cut:
        yield f"ends before the run did; {run.joined.count} results were read, later ones are unknown"
