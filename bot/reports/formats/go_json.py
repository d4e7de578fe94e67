"""`go test -json`: a stream of events → test cases, a package that failed by itself one more.

The events are those of https://pkg.go.dev/cmd/test2json and, since Go 1.24, of the build.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.dialects.go_build import Builds
from bot.reports.dialects.go_output import Told, running, told
from bot.reports.joined import Joined
from bot.reports.json.lines import Event, Records, number, word
from bot.reports.text import Clip
from bot.reports.texts import Texts

_ACTION = re.compile(
    rb'"Action"\s*:\s*"(?:start|run|pause|cont|pass|bench|fail|output|skip|build-output|build-fail)"'
)
_OF_TESTS = re.compile(rb'"(?:Package|Test|ImportPath|Output)"\s*:')
_ENDS = {"pass": Outcome.PASSED, "bench": Outcome.PASSED, "skip": Outcome.SKIPPED}
_NO_PACKAGE = "(the whole package)"
DEEPEST = 50
"""How many slashes of a name are tried for the test that runs it."""

_NEVER = "never finished"
_NOTHING = Told("", "", "")


def sniff(head: bytes) -> bool:
    """Whether some line among the first is an event; text of the build may stand before it."""
    for line in head.split(b"\n")[:60]:
        if line.lstrip().startswith(b"{"):
            return _ACTION.search(line) is not None and _OF_TESTS.search(line) is not None
        if line[:1] in b"<[" and line.strip():
            return False
    return False


class _Open:
    """A test that runs. A parent is one that started others."""

    __slots__ = ("has_red_child", "is_parent", "is_waiting", "output")

    def __init__(self) -> None:
        self.output: Clip | None = None
        self.is_parent = self.has_red_child = self.is_waiting = False


class _Package:
    """A package whose tests run."""

    __slots__ = ("has_red", "output", "panic", "tests")

    def __init__(self, limit: int) -> None:
        self.tests: dict[str, _Open] = {}
        self.output = Clip(limit)
        self.has_red = False
        self.panic: Told | None = None

    def parent(self, test: str) -> _Open | None:
        """The open test that runs this one; a subtest's own name may hold slashes, too."""
        for _ in range(DEEPEST):
            test, slash, _end = test.rpartition("/")
            if not slash or test in self.tests:
                break
        return self.tests.get(test)


class _Stream:
    """Everything that is open while the events are read."""

    def __init__(self, caps: Caps) -> None:
        self.joined = Joined(caps)
        self.packages: dict[str, _Package] = {}
        self.builds = Builds(caps)
        self._ended: dict[str, int] = {}
        self._caps = caps
        self._texts = Texts(caps)

    def event(self, event: Event) -> Iterator[TestCase]:
        """Take one event."""
        action, name, test = word(event, "Action"), word(event, "Package"), word(event, "Test")
        if action in ("build-output", "build-fail"):
            self.builds.add(word(event, "ImportPath"), word(event, "Output"))
            return
        package = self.packages.get(name)
        if package is None:
            if action == "output" and not word(event, "Output").strip():
                return
            package = self.packages[name] = _Package(self._caps.trace)
        if action == "output":
            self._output(package, test, word(event, "Output"))
        elif not test and action in ("pass", "fail", "skip"):
            yield from self._end_package(name, action == "fail", word(event, "FailedBuild"))
        elif test and (action in _ENDS or action == "fail"):
            yield from self._end_test(name, test, action, number(event, "Elapsed"))
        elif test:
            self._begin(package, test, action)

    def _begin(self, package: _Package, test: str, action: str) -> None:
        known = package.tests.get(test)
        if known is None:
            known = package.tests[test] = _Open()
            parent = package.parent(test)
            if parent is not None:
                parent.is_parent = True
        known.is_waiting = action == "pause"

    def _output(self, package: _Package, test: str, text: str) -> None:
        if not test:
            package.output.add(text)
            return
        if test not in package.tests:
            self._begin(package, test, "run")
        known = package.tests[test]
        known.output = known.output or Clip(self._caps.trace)
        known.output.add(text)

    def _end_test(
        self, package: str, test: str, action: str, seconds: float | None
    ) -> Iterator[TestCase]:
        inside = self.packages[package]
        ended = inside.tests.pop(test, None) or _Open()
        if action == "fail":
            inside.has_red = True
            parent = inside.parent(test)
            if parent is not None:
                parent.has_red_child = True
        outcome = _ENDS.get(action, Outcome.FAILURE)
        if outcome is Outcome.PASSED:
            if not ended.is_parent:
                yield from self._put(self._case(package, test, outcome, _NOTHING, seconds))
            return
        words = told(ended.output.text() if ended.output else "")
        if ended.is_parent and (
            outcome is Outcome.SKIPPED or (ended.has_red_child and not words.is_own)
        ):
            return
        if words.type == "panic":
            outcome, inside.panic = Outcome.ERROR, words
        yield from self._put(self._case(package, test, outcome, words, seconds))

    def _put(self, case: TestCase) -> Iterator[TestCase]:
        retry = self._ended.get(case.classname, 0) > 0
        yield from self.joined.put((case.classname, case.name), case, retry=retry)

    def _case(
        self, package: str, test: str, outcome: Outcome, words: Told, seconds: float | None = None
    ) -> TestCase:
        trace = self._texts.trace(words.trace) if outcome.is_red else ""
        return TestCase(
            name=self._texts.name(test),
            classname=self._texts.name(package),
            suite=package[:500],
            outcome=outcome,
            type=words.type,
            message=self._texts.message(words.message),
            trace=trace,
            seconds=seconds,
        )

    def _end_package(self, name: str, is_red: bool, build: str) -> Iterator[TestCase]:
        package = self.packages[name]
        output = package.output.text()
        if is_red:
            yield from self._unfinished(name, package, output)
            if not package.has_red:
                yield from self.broken_package(name, output, build)
        del self.packages[name]
        key = self._texts.name(name)
        self._ended[key] = self._ended.get(key, 0) + 1

    def broken_package(self, name: str, output: str, build: str) -> Iterator[TestCase]:
        """A package that failed though none of its tests did: not built, crashed, or exited."""
        words = self.builds.told(name, output, build) or told(output)
        if not words.message:
            words = Told(words.type, "failed, though none of its tests did", words.trace)
        yield from self._put(self._case(name, name or _NO_PACKAGE, Outcome.ERROR, words))

    def _unfinished(self, name: str, package: _Package, output: str) -> Iterator[TestCase]:
        """The tests that ran when the package ended: a panic, an exit or a timeout took them."""
        texts = {test: open_.output.text() for test, open_ in package.tests.items() if open_.output}
        timed_out = {test for text in (output, *texts.values()) for test in running(text)}
        panics = (one for one in map(told, (output, *texts.values())) if one.type == "panic")
        package.panic = package.panic or next(panics, None)
        for test, open_ in package.tests.items():
            if open_.is_parent and test not in timed_out:
                continue
            words = told(texts.get(test, ""))
            if open_.is_waiting:
                waiting = Told("", "waited for its turn (t.Parallel) when the package ended", "")
                yield from self._put(self._case(name, test, Outcome.SKIPPED, waiting))
                continue
            if words.type != "panic":
                words = _taken(words, told(output), package.panic, is_blamed=test in timed_out)
            package.has_red = True
            yield from self._put(self._case(name, test, Outcome.ERROR, words))
        package.tests.clear()

    def end(self, *, is_cut: bool) -> Iterator[Item]:
        """The stream is over: what still ran never finished, unless the file itself was cut."""
        for name, package in self.packages.items():
            yield f"ends before the package `{name[:200]}` did, so results may be missing"
            if not is_cut:
                yield from self._unfinished(name, package, package.output.text())
        if not is_cut:
            for name in self.builds.unheard():
                yield from self.broken_package(name, "", name)
        yield from self.joined.cases()


def _taken(words: Told, around: Told, panic: Told | None, *, is_blamed: bool) -> Told:
    """What ended a test that panicked not itself: Go's timeout, an exit, another test's panic."""
    if panic is not None and is_blamed:
        return panic
    why = words.message or (panic or around).message
    trace = "\n".join(filter(None, (words.trace, around.trace)))
    return Told("", f"{_NEVER}: {why}" if why else _NEVER, trace)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of the stream, each once, and the packages that failed by themselves."""
    records = Records(stream, caps, opening=r'\{"(?:Time|Action)":')
    inside = _Stream(caps)
    for record in records:
        if not isinstance(record, str):
            yield from inside.event(record)
            continue
        broken = inside.builds.text(record)
        if broken:
            yield from inside.broken_package(broken, record, broken)
    yield from inside.end(is_cut=records.is_cut)
    yield from records.problems(inside.joined.count)
