"""TeamCity service messages amid any other text: `##teamcity[testFailed name='…']` → test cases.

https://www.jetbrains.com/help/teamcity/service-messages.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.attributes import path_like
from bot.reports.caps import Caps, Item
from bot.reports.text import Clip
from bot.reports.text_lines import Lines
from bot.reports.texts import Texts, python_error, type_of
from bot.reports.wording import short_text

_HEAD = re.compile(
    rb"^[^\n]{0,300}?##teamcity\[(?:test(?:SuiteStarted|Started|Count|Ignored|Failed|RetrySupport)\b"
    rb"|enteredTheMatrix)",
    re.M,
)
_OTHER = re.compile(
    rb"\s*+(?:<[?!a-zA-Z]|\{\s*\"|\[\s*[{\[\"\]]|(?:not )?ok \d|1\.\.\d|TAP version"
    rb"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z )"
)
_MESSAGE = re.compile(r"##teamcity\[(?P<name>\w{1,60})")
_ATTRIBUTE = re.compile(
    r"\s+(?P<key>[\w.-]{1,60})\s*=\s*'(?P<value>[^'|]*+(?:\|.[^'|]*+)*+)'", re.S
)
_SINGLE = re.compile(r"\s+'(?P<value>[^'|]*+(?:\|.[^'|]*+)*+)'", re.S)
_END = re.compile(r"\s*\]")
_ESCAPE = re.compile(r"\|(?:0x([0-9a-fA-F]{4})|(.))", re.S)
_ESCAPED = {"n": "\n", "r": "\r", "x": "\x85", "l": "\u2028", "p": "\u2029"}
_HINT = re.compile(
    r"(?:file|python<[^>]*>|php_qn)://(?P<file>[^:]+\.\w{1,5})(?::(?P<line>\d{1,8}))?"
)
_SET_UP = re.compile(
    r"[._ ](?:top_level_collect|setUpClass|tearDownClass|setUpModule|\w{1,200}_teardown|\w{1,200}_setup)$"
)
_VAGUE = re.compile(
    r"(?:\S*\.py:(?:\d+|None) \(.*\)|failure|error|failed|test (?:set-?up )?failed)?(?:\n|$)", re.I
)
MOST = 100_000
"""How many tests may be open at once, over all flows."""


def sniff(head: bytes) -> bool:
    """Whether a message about tests stands near the beginning; a job's log is none."""
    return _OTHER.match(head) is None and _HEAD.search(head) is not None


class _Test:
    """A test under way, or one that a message speaks of."""

    __slots__ = ("attributes", "failures", "is_started", "output", "reason", "suites")

    def __init__(
        self, attributes: Mapping[str, str], suites: list[str], *, is_started: bool = False
    ) -> None:
        self.attributes = attributes
        self.is_started = is_started
        self.suites = suites
        self.failures: list[Mapping[str, str]] = []
        self.reason: str | None = None
        self.output: Clip | None = None


class _Flow:
    """One thread of messages: its open suites and the tests in them by name."""

    def __init__(self) -> None:
        self.suites: list[str] = []
        self.tests: dict[str, _Test] = {}


class _Reader:
    """Takes messages in the order they are written."""

    def __init__(self, caps: Caps) -> None:
        self.count = self._announced = 0
        self._most_flows = 1000
        self._flows: dict[str, _Flow] = {}
        self._caps = caps
        self._texts = Texts(caps)

    def take(self, name: str, attributes: Mapping[str, str]) -> Iterator[TestCase]:
        """Take one message."""
        flow = self._flow(attributes)
        test = attributes.get("name", "")
        if name == "testSuiteStarted":
            yield from self._finish_all(flow)
            if len(flow.suites) < self._caps.depth:
                flow.suites.append(test)
        elif name == "testSuiteFinished":
            yield from self._finish_all(flow)
            self._leave(flow, test)
        elif name == "testStarted":
            # The documentation: a test that starts in a flow finishes the one before.
            yield from self._finish_all(flow)
            flow.tests[test] = _Test(attributes, list(flow.suites), is_started=True)
        elif name == "buildProblem":
            yield self._problem(attributes)
        elif name == "testCount":
            count = attributes.get("count", "")
            self._announced += int(count) if _is_count(count) else 0
        elif name.startswith("test"):
            yield from self._of_test(name, flow, test, attributes)

    def _flow(self, attributes: Mapping[str, str]) -> _Flow:
        name = attributes.get("flowId", "")
        if name not in self._flows:
            if len(self._flows) > self._most_flows:
                busy = {key: flow for key, flow in self._flows.items() if flow.tests or flow.suites}
                self._flows, self._most_flows = busy, 2 * len(busy) + 1000
            parent = self._flows.get(attributes.get("parent", ""))
            self._flows[name] = _Flow()
            if parent is not None:
                self._flows[name].suites = list(parent.suites)
        return self._flows[name]

    def _leave(self, flow: _Flow, suite: str) -> None:
        """Close the suite and whatever was left open in it."""
        if suite in flow.suites:
            while flow.suites.pop() != suite:
                pass

    def _of_test(
        self, name: str, flow: _Flow, test: str, attributes: Mapping[str, str]
    ) -> Iterator[TestCase]:
        known = flow.tests.get(test)
        if known is None and name in ("testFailed", "testIgnored") and len(flow.tests) < MOST:
            known = flow.tests[test] = _Test(attributes, list(flow.suites))
        if known is None:
            return
        if name == "testFailed" and len(known.failures) < self._caps.tries:
            known.failures.append(attributes)
        elif name == "testIgnored":
            known.reason = attributes.get("message", "")
        elif name in ("testStdOut", "testStdErr"):
            known.output = known.output or Clip(self._caps.output)
            known.output.add(attributes.get("out", ""))
        elif name == "testFinished":
            del flow.tests[test]
            yield self._case(known, attributes)

    def _finish_all(self, flow: _Flow) -> Iterator[TestCase]:
        for test in flow.tests.values():
            yield self._case(test, {})
        flow.tests.clear()

    def _case(self, test: _Test, finished: Mapping[str, str]) -> TestCase:
        self.count += 1
        outcome = Outcome.PASSED
        if test.failures:
            is_set_up = _SET_UP.search(test.attributes.get("name", "")[-300:]) is not None
            is_error = test.failures[0].get("error") == "true" or is_set_up
            outcome = Outcome.ERROR if is_error else Outcome.FAILURE
        elif test.reason is not None:
            outcome = Outcome.SKIPPED
        classname, name = _names(test)
        file, line = _place(test.attributes.get("locationHint", ""))
        type_, message, trace = (
            _told(test.failures, name) if test.failures else ("", _reason(test.reason), "")
        )
        milliseconds = finished.get("duration", test.attributes.get("duration", ""))
        return TestCase(
            name=self._texts.name(name),
            classname=self._texts.name(classname),
            suite=self._texts.name(test.suites[0] if test.suites else ""),
            file=file or next((one for one in map(path_like, test.suites) if one), ""),
            line=line,
            outcome=outcome,
            type=type_,
            message=self._texts.message(message or ""),
            trace=self._texts.trace(trace),
            seconds=int(milliseconds) / 1000 if _is_count(milliseconds) else None,
            output=self._texts.output(test.output.text()) if test.failures and test.output else "",
        )

    def _problem(self, attributes: Mapping[str, str]) -> TestCase:
        self.count += 1
        return TestCase(
            name=self._texts.name(attributes.get("identity") or "(build problem)"),
            outcome=Outcome.ERROR,
            message=self._texts.message(attributes.get("description", "")),
        )

    def end(self, *, is_cut: bool) -> Iterator[Item]:
        """The stream is over: a test that is red already is; others never finished."""
        open_tests = [test for flow in self._flows.values() for test in flow.tests.values()]
        for test in open_tests:
            if not (test.failures or test.reason is not None or is_cut):
                test.failures.append({"message": "never finished", "error": "true"})
            if test.failures or test.reason is not None:
                yield self._case(test, {})
        if any(flow.suites for flow in self._flows.values()) or any(
            test.is_started for test in open_tests
        ):
            yield f"ends before the last suite or test did; {self.count} results were read"
        elif self._announced > self.count:
            yield f"announces {self._announced} tests, but tells of {self.count}"


def _reason(text: str | None) -> str:
    """Why a test was skipped; the trace of an expected failure is no part of it."""
    return (text or "").partition("Traceback (most recent")[0].split("\n\n")[0].strip()


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) < 13


def _names(test: _Test) -> tuple[str, str]:
    """Class and name: the suites around, or what stands before the last dot."""
    name = test.attributes.get("name", "")
    if test.suites:
        return " > ".join(one for one in test.suites if one), name
    bare = re.split(r"[(\[<\s]", name, maxsplit=1)[0]
    classname, dot, _ = bare.rpartition(".")
    return (classname, name[len(classname) + 1 :]) if dot and classname else ("", name)


def _place(hint: str) -> tuple[str, int | None]:
    found = _HINT.match(hint)
    if found is None:
        return "", None
    return found["file"][:1000], int(found["line"]) if found["line"] else None


def _told(failures: list[Mapping[str, str]], test: str) -> tuple[str, str, str]:
    """Type, message and trace; several failures of one test follow each other in the trace."""
    first = failures[0]
    message, details = first.get("message", ""), first.get("details", "")
    vague = _VAGUE.match(message)
    if vague:
        rest = message[vague.end() :].strip()
        message = rest or python_error(details) or short_text("", details, test) or message
    if "expected" in first and "actual" in first:
        said = f"expected: {first['expected'][:500]}\nactual: {first['actual'][:500]}"
        is_said = first["expected"] in message and first["actual"] in message
        message = message if is_said else f"{message}\n{said}".strip()
    traces = [f.get("details", "") or f.get("message", "") for f in failures]
    type_ = type_of(message) or type_of(details)
    return type_, message, "\n\n".join(filter(None, traces))


def messages(line: str) -> Iterator[tuple[str, dict[str, str]] | None]:
    """Every service message in a line; None for one that is broken off."""
    at = line.find("##teamcity[")
    while at >= 0:
        begin = _MESSAGE.match(line, at)
        if begin is None:
            at = line.find("##teamcity[", at + 11)
            continue
        attributes: dict[str, str] = {}
        at = begin.end()
        single = _SINGLE.match(line, at)
        at = single.end() if single else at
        while (found := _ATTRIBUTE.match(line, at)) is not None:
            attributes[found["key"]] = _unescaped(found["value"])
            at = found.end()
        end = _END.match(line, at)
        yield (begin["name"], attributes) if end else None
        at = line.find("##teamcity[", at)


def _unescaped(value: str) -> str:
    if "|" not in value:
        return value
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2]), value)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test that the messages tell of."""
    lines = Lines(stream)
    reader = _Reader(caps)
    broken_at = 0
    for line in lines:
        for message in messages(line):
            if message is not None:
                yield from reader.take(*message)
            elif not lines.is_open:
                broken_at = broken_at or lines.number
    yield from reader.end(is_cut=lines.is_open)
    if broken_at:
        yield f"has a service message at line {broken_at} that is broken, so results may be missing"
    if lines.is_open:
        yield f"ends without a line end at line {lines.number}, so it may be cut; {reader.count} results were read"
