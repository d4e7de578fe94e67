"""Open whatever an artifact is: a zip, a bare file, layers of zip, tar and gzip.

What it is is told by its first bytes, never by its name. Nothing is extracted to disk by name;
every byte is counted while it is read; what is refused becomes a sentence and the rest goes on.
"""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from bot.evidence.limits import Limits
from bot.evidence.stream import Budget, Member, Readable, member
from bot.evidence.tars import tar_members
from bot.evidence.zips import zip_members

_SENTENCES = 10  # of one artifact; a thousand would say the same
_NESTED = (".zip", ".gz", ".tgz", ".tar")  # a .jar or .whl is an archive, but never of reports
_FOREIGN = (
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
)


def open_members(path: Path, name: str, limits: Limits) -> Iterator[Member | str]:
    """Every file in it, at any depth, and sentences about what could not be opened.

    A member is valid until the next one is asked for, and counts only as far as it is read. A
    bare file is its own only member, under `name`.
    """
    told = 0
    with path.open("rb") as file:
        budget = Budget(limits, path.stat().st_size)
        for found in _unfold(member(name, file, seekable=file), budget):
            if isinstance(found, Member):
                yield found
                continue
            told += 1
            if told <= _SENTENCES:
                yield found
    if told > _SENTENCES:
        yield f"{name}: {told - _SENTENCES:,} more files were refused."


def _unfold(
    packed: Member, budget: Budget, depth: int = 0, *, surely: bool = True
) -> Iterator[Member | str]:
    opener = _opener(packed.head)
    if opener is None:
        foreign = next((what for magic, what in _FOREIGN if packed.head.startswith(magic)), "")
        if foreign and depth == 0:
            yield f"{packed.name} is packed with {foreign}; upload it plain, as zip or as gzip."
        else:
            yield packed
    elif not surely and not packed.name.lower().endswith(_NESTED):
        yield packed
    elif depth >= budget.limits.max_depth:
        yield f"{packed.name} is packed more than {budget.limits.max_depth} layers deep."
    else:
        for inner in opener(packed, budget):
            if isinstance(inner, Member):
                surely = opener is _gzip_member  # what was packed for itself is meant to be read
                yield from _unfold(inner, budget, depth + 1, surely=surely)
            else:
                yield inner


def _opener(head: bytes) -> Callable[[Member, Budget], Iterator[Member | str]] | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_members
    if head.startswith(b"\x1f\x8b\x08"):
        return _gzip_member
    if head[257:262] == b"ustar":
        return tar_members
    return None


def _gzip_member(packed: Member, budget: Budget) -> Iterator[Member | str]:
    """The one file of a gzip, named without the suffix."""
    name = packed.name
    inner = name[:-4] + ".tar" if name.lower().endswith(".tgz") else name.removesuffix(".gz")
    with gzip.GzipFile(fileobj=packed.stream) as source:
        yield member(inner, cast("Readable", source), budget=budget)
