"""Lines of a report that is no XML: any encoding, any length of line, flat memory."""

import codecs
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from bot.reports.decode import CHUNK, detect

LONGEST = 1_000_000
"""How many characters of one line of text are kept."""

_WITHOUT_BOM = ((b"\0", 0, "utf-16-be"), (b"\0", 1, "utf-16-le"))


class Lines:
    """The lines of a stream without their ends; may be gone through once.

    While it is gone through, `number` is that of the line last given (from 1), `is_long` says
    that more than `longest` characters of it were left out, and `is_open` that no line end
    follows it: the last line of a file that was cut, or of one that some program trimmed.
    """

    def __init__(self, stream: BinaryIO, longest: int = LONGEST) -> None:
        self.number = 0
        self.is_long = self.is_open = False
        self._stream = stream
        self._longest = longest
        self._held: list[str] = []  # the beginning of a line whose end has not come yet
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        """Every line, a line end at the very end begins no further one."""
        for text in _texts(self._stream):
            *whole, last = text.split("\n")
            if whole:
                self._hold(whole[0])
                yield self._line()
            for line in islice(whole, 1, None):
                self.number += 1
                self.is_long = len(line) > self._longest
                yield line[: self._longest] if self.is_long else line.removesuffix("\r")
            self._hold(last)
        if self._size:
            self.is_open = True
            yield self._line()

    def _hold(self, part: str) -> None:
        if part and self._size <= self._longest:
            self._held.append(part if len(part) <= self._longest else part[: self._longest + 1])
        self._size += len(part)

    def _line(self) -> str:
        line = self._held[0] if len(self._held) == 1 else "".join(self._held)
        self.number += 1
        self.is_long = self._size > self._longest
        self._held, self._size = [], 0
        return line[: self._longest] if self.is_long else line.removesuffix("\r")


def _texts(stream: BinaryIO) -> Iterator[str]:
    """The stream as text, in pieces; bytes that are no UTF-8 are what Windows writes undeclared."""
    first = stream.read(CHUNK)
    codec, skip = _codec(first)
    errors = "gardener-cp1252" if codec == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    raw = first[skip:]
    while True:
        yield decoder.decode(raw, not raw)
        if not raw:
            return
        raw = stream.read(CHUNK)


def _codec(head: bytes) -> tuple[str, int]:
    """As for XML, but only by the first bytes: text declares no encoding."""
    codec, skip = detect(head[:4])
    if skip:
        return codec, skip
    for zero, at, wide in _WITHOUT_BOM:
        if len(head) > 3 and head[at : at + 1] == head[at + 2 : at + 3] == zero:
            return wide, 0
    return "utf-8", 0
