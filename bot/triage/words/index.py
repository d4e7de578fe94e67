"""Ask all rows of a table at once which of them may fit a text, in one pass over it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import re2

from bot.triage.words.row import Wording

_MEMORY = 64 << 20
_LETTER = r"\w\x{80}-\x{10FFFF}"


class _Set(Protocol):
    def Match(self, text: str) -> Sequence[int] | None: ...  # noqa: N802  re2's name


@lru_cache(maxsize=4)
def _compiled(table: tuple[Wording, ...]) -> _Set:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = _MEMORY
    together = re2.Set.SearchSet(options)
    for row in table:
        together.Add("".join(_for_re2(row.pattern.pattern)))
    together.Compile()
    found: _Set = together
    return found


def may_fit(table: tuple[Wording, ...], text: str) -> tuple[int, ...]:
    """The places of the rows that fit, in the table's order.

    Letters beyond ASCII are let through as letters, so the answer may hold a row too many.
    """
    said = text.encode("utf-8", "replace").decode("utf-8")
    return tuple(sorted(_compiled(table).Match(said) or ()))


def _for_re2(pattern: str) -> Iterator[str]:
    r"""Widen `\w`, which is ASCII there.

    >>> "".join(_for_re2(r"a (\w+) [\w.]"))
    'a ([\\w\\x{80}-\\x{10FFFF}]+) [\\w\\x{80}-\\x{10FFFF}.]'
    """
    in_class, place = False, 0
    while place < len(pattern):
        part = pattern[place : place + 2] if pattern[place] == "\\" else pattern[place]
        place += len(part)
        if part == r"\w":
            yield _LETTER if in_class else f"[{_LETTER}]"
            continue
        in_class = part != "]" if in_class else part == "["
        yield part
