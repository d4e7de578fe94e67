"""Zip archives: every member as a stream, the hostile ones as sentences."""

import stat
import struct
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.evidence.names import clean_name, refused_name, shown_name
from bot.evidence.stream import Budget, Member, member

_IN_MEMORY = 8 * 1024 * 1024  # a nested zip larger than this is put on disk, without a name
_ENTRY_BYTES = 200  # of the directory, for one member; more on average is hostile
_END = struct.Struct("<4s4H2LH")  # the end of the directory: its entries and its size
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENCRYPTED = 0x1


def zip_members(packed: Member, budget: Budget) -> Iterator[Member | str]:
    """The files of a zip, in the order of its directory."""
    if packed.seekable is not None:
        yield from _members(packed.name, packed.seekable, budget)
        return
    with SpooledTemporaryFile(_IN_MEMORY) as copy:
        while chunk := packed.stream.read(1 << 18):
            copy.write(chunk)
        if packed.problem:
            yield packed.problem
            return
        yield from _members(packed.name, copy, budget)


def _members(name: str, file: IO[bytes], budget: Budget) -> Iterator[Member | str]:
    most = budget.limits.max_members
    entries, size = directory_size(file)
    if entries > most or size > most * _ENTRY_BYTES:
        yield f"{name} holds more than {most:,} files and was not read."
        return
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
        yield f"{name} is a damaged zip archive ({str(error)[:80]})."
        return
    with archive:
        seen: set[str] = set()
        for info in archive.infolist():
            if info.filename.endswith("/"):  # before Python 3.12 `is_dir` breaks on an empty name
                continue
            budget.take_member()
            if budget.spent:
                yield f"{name} {budget.spent}; the rest was not read."
                return
            yield from _one(name, archive, info, seen, budget)
        if not seen:
            yield f"{name} holds no files."


def _one(
    name: str, archive: ZipFile, info: ZipInfo, seen: set[str], budget: Budget
) -> Iterator[Member | str]:
    path = clean_name(info.filename)
    reason = _refused(info) or ("is there twice" if path in seen else "")
    seen.add(path)
    if reason:
        yield f"{name}: the file {shown_name(info.filename)} {reason} and was not read."
        return
    try:
        source = archive.open(info)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        words = str(error).partition(" for file ")[0][:80]
        yield f"{name}: the file {shown_name(path)} cannot be unpacked ({words})."
        return
    with source:
        yield member(f"{name}/{path}", source, budget=budget, expected=info.file_size)


def _refused(info: ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a symbolic link"
    return refused_name(info.filename)


def directory_size(file: IO[bytes] | BinaryIO) -> tuple[int, int]:
    """How many members the end of a zip announces, and the bytes of its directory.

    Asked before `ZipFile` reads that directory into memory whole. (0, 0) when there is no end.
    """
    file.seek(0, 2)
    length = file.tell()
    start = max(0, length - _END.size - 65_535)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return 0, 0
    _, _, _, _, entries, size, _, _ = _END.unpack_from(tail, at)
    at64 = tail.rfind(b"PK\x06\x06", 0, at)
    if at64 >= 0 and at - at64 >= _END64.size:
        fields = _END64.unpack_from(tail, at64)
        return max(entries, fields[7]), max(size, fields[8])
    return entries, size
