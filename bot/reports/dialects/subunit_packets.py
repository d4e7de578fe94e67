"""The packets of subunit version 2: framing, numbers, checksums.

https://github.com/testing-cabal/subunit/blob/main/README.rst#version-2
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zlib import crc32

MAGIC = 0xB3
LONGEST = 4 << 20
"""Bytes of the longest packet that the format allows."""

_VERSION = 2
_TEST, _TIME, _TAGS, _FILE, _MIME = 0x0800, 0x0200, 0x0080, 0x0040, 0x0020


@dataclass(frozen=True, slots=True)
class Packet:
    """One event: a status (0 when it tells none) and maybe a piece of an attached file."""

    test: str
    status: int
    time: float | None
    file: str
    content: bytes


class Broken(Exception):
    """The bytes are no packet."""


class _Fields:
    """Reads the fields of one packet in their order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        part = self._data[self._at : self._at + size]
        if len(part) != size:
            raise Broken
        self._at += size
        return part

    def number(self) -> int:
        first = self.take(1)[0]
        return int.from_bytes(bytes([first & 0x3F]) + self.take(first >> 6), "big")

    def text(self) -> str:
        return self.take(self.number()).decode("utf-8", "replace")


class Packets:
    """The packets of a stream; what stands between them is passed over and told."""

    def __init__(self, stream: BinaryIO) -> None:
        self.is_cut = False
        self._stream = stream
        self._held = b""
        self._at = 0  # of what is held, the first byte that is not read
        self._before = 0  # bytes of the stream in front of what is held
        self._broken_at = -1

    def __iter__(self) -> Iterator[Packet]:
        """Every whole packet."""
        while self._fill(1):
            start = self._held.find(MAGIC, self._at)
            if start != self._at:
                self._pass_over(len(self._held) if start < 0 else start)
                continue
            try:
                size = self._size()
                if size is None or not self._fill(size):
                    self.is_cut = True
                    return
                packet = parse(self._held[self._at : self._at + size])
            except Broken:
                self._pass_over(self._at + 1)
                continue
            self._at += size
            yield packet

    def _pass_over(self, to: int) -> None:
        if self._broken_at < 0 and self._held[self._at : to].strip():
            self._broken_at = self._before + self._at
        self._at = to

    def _fill(self, size: int) -> bool:
        """Hold at least so many unread bytes, unless the stream has no more."""
        while len(self._held) - self._at < size:
            more = self._stream.read(max(1 << 16, size - len(self._held) + self._at))
            if not more:
                return False
            self._before += self._at
            self._held, self._at = self._held[self._at :] + more, 0
        return True

    def _size(self) -> int | None:
        """How long the packet is, None when the stream ends before that is told. Raises Broken."""
        if not self._fill(4):
            return None
        if self._held[self._at + 1] >> 4 != _VERSION:
            raise Broken
        head = 4 + (self._held[self._at + 3] >> 6)
        if not self._fill(head):
            return None
        size = _Fields(self._held[self._at + 3 : self._at + head]).number()
        if not head + 4 <= size <= LONGEST:
            raise Broken
        return size

    def problems(self, count: int) -> Iterator[str]:
        """What could not be read, as predicates."""
        if self._broken_at >= 0:
            yield f"has bytes at {self._broken_at} that are no packet; they were passed over, so results may be missing"
        if self.is_cut:
            yield f"ends in the middle of a packet; {count} results were read, later ones are unknown"


def parse(data: bytes) -> Packet:
    """A whole packet. Raises Broken when its checksum or a length in it is wrong."""
    if crc32(data[:-4]) != int.from_bytes(data[-4:], "big"):
        raise Broken
    flags = int.from_bytes(data[1:3], "big")
    fields = _Fields(data[3:-4])
    fields.number()
    time = None
    if flags & _TIME:
        seconds = int.from_bytes(fields.take(4), "big")
        time = seconds + fields.number() / 1e9
    test = fields.text() if flags & _TEST else ""
    if flags & _TAGS:
        for _ in range(fields.number()):
            fields.text()
    if flags & _MIME:
        fields.text()
    file, content = "", b""
    if flags & _FILE:
        file = fields.text()
        content = fields.take(fields.number())
    return Packet(test=test, status=flags & 0x7, time=time, file=file, content=content)
