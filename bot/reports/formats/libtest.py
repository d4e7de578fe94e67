"""Rust's libtest JSON, of cargo and of nextest: events → test cases, many binaries in one stream."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.model.names import Outcome
from bot.model.report import TestCase, Try
from bot.reports.caps import Caps, Item
from bot.reports.json.lines import Event, Records, inner, number, word
from bot.reports.text import Clip
from bot.reports.texts import Texts
from bot.reports.wording import LINES, short_text

_EVENT = re.compile(
    rb'"type"\s*:\s*"(?:suite|test|bench)"(?:[^\n]*?)"event"\s*:\s*"(?:started|ok|failed|ignored|discovered)"'
    rb'|"event"\s*:\s*"(?:started|ok|failed|ignored|discovered)"(?:[^\n]*?)"type"\s*:\s*"(?:suite|test|bench)"'
)
_RUNNING = re.compile(
    r"\s+(?:Running (?:unittests )?(?P<source>\S+) \((?:\S*[\\/])?(?P<binary>[^\\/]+?)(?:-[0-9a-f]{16})?(?:\.exe)?\)"
    r"|Doc-tests (?P<crate>\S+))$"
)
_DIED = "process didn't exit successfully: "
_HOW = re.compile(r"\((?P<how>[^()]{1,200})\)$")
_UNBUILT = re.compile(
    r"error: could not compile `(?P<crate>[^`]{1,200})`(?: (?P<target>\([^)]{0,200}\)))?"
)
_ERROR = re.compile(r"^error(?:\[E\d+\])?: .+(?:\n +--> .+)?", re.M)
_PANIC = re.compile(
    r"^thread '.{0,300}?'(?: \(\d+\))? panicked at (?:'(?P<old>.*)', )?\S+:\d+:\d+:?$", re.M
)
_BEHIND = ("note: ", "stack backtrace:", "thread '")
_TRIED = re.compile(r"#(?P<tries>\d{1,4})$")
_RESULTS = {"ok": Outcome.PASSED, "failed": Outcome.FAILURE, "ignored": Outcome.SKIPPED}
_NEVER = "never finished"


def sniff(head: bytes) -> bool:
    """Whether the first object is an event; what cargo prints may stand before it."""
    for line in head.split(b"\n")[:200]:
        if line.lstrip().startswith(b"{"):
            return _EVENT.search(line) is not None and b'"Action"' not in line
        if line[:1] in b"<[" and line.strip():
            return False
    return False


class _Stream:
    """The tests of the binary that runs now; nextest runs several at once and names each."""

    def __init__(self, caps: Caps) -> None:
        self.count = 0
        self.is_open = False
        self._open: dict[str, None] = {}
        self._suites = 0
        self._binary = ""
        self._ended = ""
        self._has_red = False
        self._loose = Clip(caps.trace)
        self._texts = Texts(caps)
        self._caps = caps

    def take(self, event: Event) -> Iterator[TestCase]:
        """Take one event."""
        kind, what, name = word(event, "type"), word(event, "event"), word(event, "name")
        if kind == "suite" and not inner(event, "nextest"):
            if what == "started":
                yield from self.close()
                self._suites += 1
                self.is_open = True
            elif what in _RESULTS:
                yield from self.close(is_whole=True)
        elif kind == "bench":
            yield from self._result(event, name, Outcome.PASSED)
        elif kind == "test" and what == "started":
            self._open[name] = None
        elif kind == "test" and what in _RESULTS:
            yield from self._result(event, name, _RESULTS[what])

    def text(self, line: str) -> Iterator[TestCase]:
        """Take a line that is no event: what cargo says of binaries and of the build."""
        running = _RUNNING.match(line)
        ended = _HOW.search(line, line.find(_DIED)) if _DIED in line else None
        unbuilt = _UNBUILT.match(line)
        if running:
            yield from self.close()
            self.is_open = True
            self._binary = running["binary"] or f"{running['crate']} doc-tests"
        elif ended:
            self._ended = ended["how"]
        elif unbuilt:
            yield self._unbuilt(unbuilt)
        else:
            self._loose.add(f"{line}\n")

    def _unbuilt(self, found: re.Match[str]) -> TestCase:
        text = self._loose.text().strip("\n")
        self._loose = Clip(self._caps.trace)
        first = _ERROR.search(text)
        message = first[0] if first else found[0]
        name = f"{found['crate']} {found['target'] or ''}".strip()
        return self._case("", name, Outcome.ERROR, message, text)

    def _result(self, event: Event, name: str, outcome: Outcome) -> Iterator[TestCase]:
        stdout = word(event, "stdout")
        tried = _TRIED.search(name) if "$" in name else None
        self._open.pop(name[: tried.start()] if tried else name, None)
        message = trace = ""
        if outcome.is_red:
            self._has_red = True
            trace = stdout
            message = word(event, "message") or word(event, "reason") or _panic(stdout, name)
        elif outcome is Outcome.SKIPPED:
            message = word(event, "message")
        seconds = number(event, "exec_time")
        binary, dollar, bare = name.partition("$")
        if not dollar:
            binary, bare = self._binary, name
        tries = 1
        if tried:
            bare, tries = bare[: -len(tried[0])], int(tried["tries"])
        case = self._case(binary, bare, outcome, message, trace, seconds)
        if tries > 1 and outcome is not Outcome.SKIPPED:
            case = self._retried(case, min(tries, self._caps.tries))
        yield case

    def _retried(self, case: TestCase, tries: int) -> TestCase:
        """Of nextest, which tells how many tries there were: all but the last were red."""
        last = Try(outcome=case.outcome, message=case.message, trace=case.trace)
        return TestCase(
            name=case.name, classname=case.classname, suite=case.suite, outcome=case.outcome,
            message=case.message, trace=case.trace, seconds=case.seconds, scope=case.scope,
            tries=(*(Try(outcome=Outcome.FAILURE) for _ in range(tries - 1)), last),
        )  # fmt: skip

    def _case(
        self, binary: str, name: str, outcome: Outcome, message: str, trace: str,
        seconds: float | None = None,
    ) -> TestCase:  # fmt: skip
        self.count += 1
        return TestCase(
            name=self._texts.name(name),
            classname=self._texts.name(binary),
            suite=binary[:500],
            outcome=outcome,
            message=self._texts.message(message),
            trace=self._texts.trace(trace),
            seconds=seconds,
            scope=f"binary {self._suites}" if self._suites > 1 and not binary else "",
        )

    def close(self, *, is_whole: bool = False) -> Iterator[TestCase]:
        """A binary is over. What still ran in it took it down, or was taken down."""
        why = f"{_NEVER}: {self._ended}" if self._ended else _NEVER
        for name in [name for name in self._open if not (is_whole and "$" in name)]:
            binary, dollar, bare = name.partition("$")
            parts = (binary, bare) if dollar else (self._binary, name)
            yield self._case(*parts, Outcome.ERROR, why, self._loose.text())
            del self._open[name]
            self._has_red = True
        if self._ended and self.is_open and not self._has_red:
            name = self._binary or "(the whole binary)"
            yield self._case(self._binary, name, Outcome.ERROR, self._ended, self._loose.text())
        self.is_open = self._has_red = False
        self._ended = ""
        self._loose = Clip(self._caps.trace)

    @property
    def is_unfinished(self) -> bool:
        """Whether a binary, or a test of nextest, has begun and not ended."""
        return self.is_open or bool(self._open)


def _panic(stdout: str, test: str) -> str:
    """The words of the panic, else the first lines that were printed."""
    found = _PANIC.search(stdout)
    if found is None:
        return short_text("", stdout, test)
    if found["old"]:
        return found["old"]
    kept: list[str] = []
    for line in stdout[found.end() :].split("\n")[1:]:
        if line.startswith(_BEHIND) or len(kept) == LINES:
            break
        kept.append(line)
    return "\n".join(kept).strip()


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of every binary."""
    records = Records(stream, caps, opening=r'\{\s*"(?:type|event)"\s*:')
    inside = _Stream(caps)
    for record in records:
        yield from inside.text(record) if isinstance(record, str) else inside.take(record)
    if inside.is_unfinished and not records.is_cut:
        yield f"ends before the last binary did; {inside.count} results were read"
        yield from inside.close()
    yield from records.problems(inside.count)
