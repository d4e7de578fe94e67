"""Tar archives as a stream: one header at a time, nothing held, no link followed.

The standard library's reader takes header extensions of any announced size into memory; what is
needed of the format is small: https://www.gnu.org/software/tar/manual/html_node/Standard.html
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from bot.evidence.names import clean_name, refused_name, shown_name
from bot.evidence.stream import Budget, Member, member

_BLOCK = 512
_MAX_EXTENSION = 64 * 1024  # bytes of a long name or of extended attributes
_SKIP = 1 << 18


class _Part:
    """The next `size` bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def read(self, size: int, /) -> bytes:
        chunk = self._stream.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def skip(self, padding: int) -> None:
        """Go on to the next header, whatever was read."""
        self._left += padding
        while self.read(_SKIP):
            pass


def tar_members(packed: Member, budget: Budget) -> Iterator[Member | str]:
    """The regular files of a tar, in its order. Their bytes were counted when they came in."""
    stream, name, long_name = packed.stream, packed.name, ""
    while len(block := stream.read(_BLOCK)) == _BLOCK and block.strip(b"\0"):
        info = _header(block)
        if info is None:
            yield f"{name} is a damaged tar archive."
            return
        part = _Part(stream, info.size)
        if info.type in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
            long_name = _extension(info, part) or long_name
        elif info.type != tarfile.XGLTYPE:
            info.name, long_name = long_name or info.name, ""
            budget.take_member()
            if budget.spent:
                break
            yield from _one(name, info, part)
        part.skip(-info.size % _BLOCK)
    if budget.spent:
        yield f"{name} {budget.spent}; the rest was not read."
    elif packed.problem or (block and len(block) < _BLOCK):
        yield packed.problem or f"{name} is a tar archive that was cut off."


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError):
        return None
    return info if info.size >= 0 else None


def _one(name: str, info: tarfile.TarInfo, part: _Part) -> Iterator[Member | str]:
    if info.isdir():
        return
    is_plain = info.isreg() and info.type != tarfile.GNUTYPE_SPARSE
    reason = refused_name(info.name) if is_plain else "is a link or a device"
    if reason:
        yield f"{name}: the file {shown_name(info.name)} {reason} and was not read."
        return
    yield member(f"{name}/{clean_name(info.name)}", part, expected=info.size)


def _extension(info: tarfile.TarInfo, part: _Part) -> str:
    """The long name that a header before the real one gives; empty when it gives none."""
    text = part.read(min(info.size, _MAX_EXTENSION)).decode("utf-8", "replace")
    if info.type == tarfile.GNUTYPE_LONGNAME:
        return text.rstrip("\0")
    for line in text.split("\n"):
        key, _, value = line.partition(" ")[2].partition("=")
        if key == "path":
            return value
    return ""
