"""One report file: bytes → TestReport, whatever tool wrote it and however broken it is."""

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from bot.model.report import PassedRun, TestCase, TestReport
from bot.reports.caps import Caps
from bot.reports.merge import Ledger
from bot.reports.registry import FORMATS, Format
from bot.reports.sniff import HEAD, decoded, looks_like

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_DEFAULT = Caps()
_DAMAGED = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


class _Whole(io.RawIOBase):
    """A stream that can be looked at first, and that ends where the archive around it is broken."""

    def __init__(self, stream: BinaryIO) -> None:
        self.problem = ""
        self.taken = 0
        self._stream = stream
        self._ahead = b""

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        while len(self._ahead) < size and (more := self._more(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def _more(self, size: int) -> bytes:
        try:
            return b"" if self.problem else self._stream.read(size)
        except _DAMAGED as error:
            self.problem = f"cannot be read to its end: {str(error) or type(error).__name__}"
            return b""

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._ahead[: len(view)] or self._more(len(view))
        self._ahead = self._ahead[len(data) :]
        self.taken += len(data)
        view[: len(data)] = data
        return len(data)


def looks_like_report(head: bytes) -> str | None:
    """The name of the format a file has, told from its first bytes (8 KB are enough)."""
    found = _format(head)
    return found.name if found else None


def _format(head: bytes) -> Format | None:
    text = decoded(head[:HEAD])
    return next((known for known in FORMATS if known.sniff(text)), None)


def read_report(stream: BinaryIO, path: str, caps: Caps = _DEFAULT) -> TestReport:
    """Read one report to its end, or as far as it can be read.

    Never raises for bad content: a file that is not understood has `format` None, and every
    problem is a sentence that begins with `path`. Memory stays flat however long the file is.
    """
    whole = _Whole(stream)
    head = whole.peek(HEAD)
    found = _format(head)
    if found is None:
        titles = ", ".join(known.title for known in FORMATS)
        problem = whole.problem or (
            f"{looks_like(head)}, not a test report that can be read: let the test tool write {titles}"
        )
        return TestReport(path=path, format=None, problems=(f"{path} {problem}.",))
    ledger = Ledger(caps)
    problems: list[str] = []
    count = 0
    for item in found.read(io.BufferedReader(whole), caps):
        if isinstance(item, TestCase):
            ledger.add(item)
            count += 1
            if refused := caps.refused(count, whole.taken):
                problems.append(refused)
                break
        elif isinstance(item, PassedRun):
            ledger.add_run(item)
        elif len(problems) < caps.problems:
            problems.append(item)
        elif problems:
            problems[-1] = item  # of very many the last tells how the file ended
    problems += [whole.problem] if whole.problem else []
    return TestReport(
        path=path,
        format=found.name,
        cases=ledger.kept(),
        problems=tuple(f"{path} {problem}." for problem in (*problems, *ledger.problems())),
        dropped=ledger.dropped,
    )
