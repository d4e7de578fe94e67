"""subunit, the text of version 1 and the packets of version 2: a stream → test cases.

https://github.com/testing-cabal/subunit/blob/main/README.rst
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps, Item
from bot.reports.dialects.subunit_packets import Packet, Packets
from bot.reports.text import Clip
from bot.reports.text_lines import Lines
from bot.reports.texts import Texts, python_error, type_of
from bot.reports.wording import short_text

_WORDS = {
    "success": Outcome.PASSED,
    "successful": Outcome.PASSED,
    "failure": Outcome.FAILURE,
    "error": Outcome.ERROR,
    "skip": Outcome.SKIPPED,
    "xfail": Outcome.SKIPPED,
    "uxsuccess": Outcome.FAILURE,
}
_LINE = re.compile(
    rf"(?P<word>test|testing|{'|'.join(_WORDS)})(?::|(?= )) *(?P<name>.+?)(?P<open> \[(?: multipart)?)?$"
)
_HEAD = re.compile(
    rb"\s*(?:(?:time|tags|progress): [^\n]*\n)*test(?:ing)?:? [^\n]+\n"
    rb"(?:[^\n]*\n){0,40}?(?:successful|success|failure|error|skip|xfail|uxsuccess|time|tags|test)(?::| )",
)
_STATUS_LINE = re.compile(rf"(?:time|tags|progress|test|testing|{'|'.join(_WORDS)}): ")
_CHUNK = re.compile(r"([0-9A-Fa-f]{1,8})\s*$")
_STATUS = {
    3: Outcome.PASSED,
    4: Outcome.FAILURE,
    5: Outcome.SKIPPED,
    6: Outcome.FAILURE,
    7: Outcome.SKIPPED,
}
_RUNNING = 2
_XSUCCESS = "Unexpected success"
_NEVER = "never finished"


def sniff(head: bytes) -> bool:
    """Whether it begins with a packet of version 2 or with a test of version 1."""
    if head[:1] == b"\xb3":
        return len(head) > 1 and head[1] >> 4 == 2
    return _HEAD.match(head) is not None


class _Open:
    """A test under way and what was attached to it."""

    __slots__ = ("began", "details", "output")

    def __init__(self, began: float | None, caps: Caps) -> None:
        self.began = began
        self.details = Clip(caps.trace)
        self.output = Clip(caps.output)


class _Cases:
    """Makes test cases, within the caps."""

    def __init__(self, caps: Caps) -> None:
        self.count = 0
        self._texts = Texts(caps)

    def case(
        self, test: str, outcome: Outcome, details: str, *, seconds: float | None = None,
        output: str = "",
    ) -> TestCase:  # fmt: skip
        """One result; the details are a traceback, or why it was skipped."""
        self.count += 1
        classname, name = split_id(test)
        details = details.strip("\n")
        message = details.partition("Traceback (most recent")[0]
        if outcome.is_red:
            message = python_error(details) or short_text("", details, name)
        return TestCase(
            name=self._texts.name(name),
            classname=self._texts.name(classname),
            outcome=outcome,
            type=type_of(message) if outcome.is_red else "",
            message=self._texts.message(message),
            trace=self._texts.trace(details) if outcome.is_red else "",
            seconds=seconds,
            output=self._texts.output(output) if outcome.is_red else "",
        )


def split_id(test: str) -> tuple[str, str]:
    """Class and name of Python's test ids; what is none stays whole.

    >>> split_id("tests.test_cart.TestCart.test_price(a.b)"), split_id("adds two")
    (('tests.test_cart.TestCart', 'test_price(a.b)'), ('', 'adds two'))
    """
    bare = re.split(r"[(\[\s]", test, maxsplit=1)[0]
    classname = bare.rpartition(".")[0]
    return classname, test[len(classname) + 1 :] if classname else test


def _read_packets(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    cases = _Cases(caps)
    running: dict[str, _Open] = {}
    packets = Packets(stream)
    for packet in packets:
        if packet.test:
            yield from _packet(packet, running, cases, caps)
    if packets.is_cut and running:
        yield f"ends while {len(running)} tests run"
    elif not packets.is_cut:
        for test, known in running.items():
            yield cases.case(test, Outcome.ERROR, f"{_NEVER}\n{known.details.text()}")
    yield from packets.problems(cases.count)


def _packet(
    packet: Packet, running: dict[str, _Open], cases: _Cases, caps: Caps
) -> Iterator[TestCase]:
    known = running.get(packet.test)
    if known is None and (packet.status == _RUNNING or packet.content):
        known = running[packet.test] = _Open(packet.time, caps)
    if known is not None:
        _attach(known, packet)
    outcome = _STATUS.get(packet.status)
    if outcome is not None:
        running.pop(packet.test, None)
        yield _ended(cases, packet, outcome, known)


def _attach(known: _Open, packet: Packet) -> None:
    if packet.content:
        is_detail = packet.file in ("traceback", "reason") or "traceback" in packet.file
        into = known.details if is_detail else known.output
        into.add(packet.content.decode("utf-8", "replace"))


def _ended(cases: _Cases, packet: Packet, outcome: Outcome, known: _Open | None) -> TestCase:
    details = known.details.text() if known else ""
    began, ended = known.began if known else None, packet.time
    seconds = ended - began if began is not None and ended is not None and ended >= began else None
    if packet.status == 4:
        details = details or _XSUCCESS
    output = known.output.text() if known else ""
    if outcome is Outcome.FAILURE and not details:
        details, output = output, ""
    return cases.case(packet.test, outcome, details, seconds=seconds, output=output)


class _Text:
    """Version 1: a line for each status, the details behind it in brackets."""

    def __init__(self, stream: BinaryIO, caps: Caps) -> None:
        self._lines = Lines(stream)
        self._each = self._unread(iter(self._lines))
        self._back: list[str] = []
        self._caps = caps
        self._cases = _Cases(caps)
        self._running: dict[str, None] = {}

    def _unread(self, lines: Iterator[str]) -> Iterator[str]:
        """The lines, and again those that were put back."""
        for line in lines:
            yield line
            while self._back:
                yield self._back.pop()

    def read(self) -> Iterator[Item]:
        """Every result."""
        for line in self._each:
            found = _LINE.match(line)
            if found:
                yield from self._status(found)
        count = self._cases.count
        if self._lines.is_open:
            yield f"ends in the middle of line {self._lines.number}; {count} results were read"
            return
        if self._running:
            yield f"ends while {len(self._running)} tests run"
        for test in self._running:
            yield self._cases.case(test, Outcome.ERROR, _NEVER)

    def _status(self, found: re.Match[str]) -> Iterator[Item]:
        word, test = found["word"], found["name"].strip()
        is_cut = self._lines.is_open
        if word in ("test", "testing"):
            if not is_cut:
                self._running[test] = None
            return
        if is_cut and test not in self._running:
            return
        self._running.pop(test, None)
        clip = Clip(self._caps.trace)
        is_whole = True
        if found["open"]:
            read = self._parts if "multipart" in found["open"] else self._plain
            is_whole = read(clip)
        details = clip.text() or (_XSUCCESS if word == "uxsuccess" else "")
        yield self._cases.case(test, _WORDS[word], details)
        if not is_whole and not self._lines.is_open:
            yield f"ends in the middle of the details of `{test[:200]}`"

    def _plain(self, clip: Clip) -> bool:
        """Text up to a lone bracket; such a line of the text has a space before it."""
        for line in self._each:
            if line == "]":
                return True
            clip.add(f"{line[1:] if line == ' ]' else line}\n")
        return False

    def _parts(self, clip: Clip) -> bool:
        """Parts of a type, a name and chunks, each chunk behind its size in bytes."""
        name, is_named = "", False
        for line in self._each:
            chunk = _CHUNK.match(line)
            if line.strip() == "]":
                return True
            if line.startswith("Content-Type:"):
                is_named = False
            elif not is_named:
                name, is_named = line.strip(), True
            elif chunk:
                into = clip if name in ("traceback", "reason") else Clip(1)
                self._chunk(int(chunk[1], 16), into)
        return False

    def _chunk(self, size: int, clip: Clip) -> None:
        """The text of a chunk; what stands behind it on its last line is the size of the next.

        Whoever edits a stream makes the sizes wrong: a bracket that a status follows ends it, too.
        """
        while size > 0:
            line = next(self._each, None)
            if line is None:
                return
            if line == "]":
                behind = next(self._each, None)
                self._back = [line] if behind is None else [behind, line]
                if behind is None or _STATUS_LINE.match(behind):
                    return
                self._back.pop()
            data = f"{line}\n".encode()
            clip.add(data[:size].decode("utf-8", "replace"))
            rest = data[size:].decode("utf-8", "replace")
            chunk = _CHUNK.match(rest) if rest else None
            size = int(chunk[1], 16) if chunk else size - len(data)


def read(stream: BinaryIO, caps: Caps) -> Iterator[Item]:
    """Every test of the stream."""
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.peek(1) if isinstance(buffered, io.BufferedReader) else b""
    if head[:1] == b"\xb3":
        yield from _read_packets(buffered, caps)
    else:
        yield from _Text(buffered, caps).read()
