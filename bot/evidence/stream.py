"""A stream that counts what it gives, ends instead of failing, and says why it ended."""

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol
from zipfile import BadZipFile

from bot.evidence.limits import Limits, size_text

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 8192  # enough to tell a report, a log and an archive apart


class Readable(Protocol):
    """All that is asked of a source: zip members, gzip files and plain files have it."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Budget:
    """What one artifact may still unpack to, over all its members and layers."""

    def __init__(self, limits: Limits, packed_bytes: int) -> None:
        self._limits = limits
        self._packed = max(packed_bytes, 1)
        self._unpacked = 0
        self._members = 0
        self.spent = ""

    def take_bytes(self, size: int) -> None:
        """Count; from then on `spent` may hold the reason to stop."""
        limits = self._limits
        self._unpacked += size
        if self._unpacked > limits.max_unpacked_bytes:
            self.spent = f"unpacks to more than {size_text(limits.max_unpacked_bytes)}"
        elif (
            self._unpacked > limits.ratio_floor_bytes
            and self._unpacked > self._packed * limits.max_ratio
        ):
            self.spent = f"unpacks to more than {limits.max_ratio} times its size"

    def take_member(self) -> None:
        """Count one more member."""
        self._members += 1
        if self._members > self._limits.max_members:
            self.spent = f"holds more than {self._limits.max_members:,} files"

    @property
    def limits(self) -> Limits:
        """The caps it was made from."""
        return self._limits


class CountedStream(io.RawIOBase):
    """Reads `source` until it ends, breaks, or the budget is spent.

    `problem` is empty, or half a sentence that says why the rest is missing. `expected` is how
    many bytes there should be, when that was announced.
    """

    def __init__(
        self, source: Readable, budget: Budget | None = None, expected: int | None = None
    ) -> None:
        super().__init__()
        self._source = source
        self._budget = budget
        self._expected = expected
        self._given = 0
        self._ended = False
        self.problem = ""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer as far as there is something."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and not self._ended:
            chunk = self._next(len(view) - filled)
            view[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
        return filled

    def _next(self, size: int) -> bytes:
        try:
            chunk = self._source.read(size)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            return self._end(f"is damaged ({_plain(error)})")
        except (NotImplementedError, RuntimeError) as error:
            return self._end(f"cannot be unpacked ({_plain(error)})")
        if not chunk:
            is_short = self._expected is not None and self._given < self._expected
            return self._end("is shorter than it claims" if is_short else "")
        self._given += len(chunk)
        if self._budget is not None:
            self._budget.take_bytes(len(chunk))
            if self._budget.spent:
                self._end(f"was read only in part: the archive {self._budget.spent}")
        return chunk

    def _end(self, problem: str) -> bytes:
        self._ended = True
        self.problem = problem
        return b""


@dataclass(frozen=True, slots=True)
class Member:
    """One file, wherever it was packed. Valid until the next one is asked for.

    `name` is for people and never touches a disk. `head` are the first bytes, still to be read.
    """

    name: str
    stream: io.BufferedReader
    counted: CountedStream
    seekable: BinaryIO | None = None

    @property
    def head(self) -> bytes:
        """The first 8 KB."""
        return self.stream.peek(HEAD_BYTES)[:HEAD_BYTES]

    @property
    def problem(self) -> str:
        """After reading: a whole sentence if the stream did not end well."""
        return f"{self.name} {self.counted.problem}." if self.counted.problem else ""


def member(
    name: str,
    source: Readable,
    *,
    budget: Budget | None = None,
    expected: int | None = None,
    seekable: BinaryIO | None = None,
) -> Member:
    """A member that reads `source`."""
    counted = CountedStream(source, budget, expected)
    return Member(name, io.BufferedReader(counted, HEAD_BYTES), counted, seekable)


def _plain(error: Exception) -> str:
    """The library's words, without names that the archive chose."""
    words = str(error).partition(" for file ")[0].partition("\n")[0][:80]
    return words or type(error).__name__
