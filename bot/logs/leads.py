"""Find the lines of a block of bytes that could matter to a set of patterns, in one fast pass.

RE2 runs two automata over the whole block: one of what is anywhere, one of how lines start, which
together would have far more states. They are made of leads: for each alternative of each pattern
the rarest piece that every match must hold, or how the line must start. A lead may be on a line
that no pattern matches; a line that some pattern matches always has one. Signs of secrets are
looked for in the same pass: a pass of their own would take half as long again.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

import re2

from bot.logs.pieces import Piece, pieces_of
from bot.model.secret_leads import LEADS as SECRETS

MEMORY = 16 << 20
"""Bytes the automaton may grow to; it starts anew when full."""
_LINE_START = (
    r"(?:^|\r|\xef\xbb\xbf"
    r"|\d(?:Z|[+-]\d\d:?\d\d)(?: \d\d[OE][+ ]?| )"  # a timestamp
    r"|T[\d:.]{8,18}Z?\] (?:[\d:]{8} +(?:[A-Z]+ --? )?)?"  # Jenkins, Taskcluster
    r"|#\d+ \d+\.\d+ |[-_]\d+ +\| |  (?:\xe2\x94\x82|\|) )"  # docker, compose, pip
)
"""All that `bot.logs.lines` may take off in front of a line's own text."""
_ODD = r"\x1b|\xe2\x84\xaa|\xc5\xbf"  # an escape that stayed; the K and s that only RE2 folds


class Span(Protocol):
    """What we use of a match."""

    def end(self) -> int:
        """Where it ends."""


class Scanner(Protocol):
    """What we use of a compiled pattern."""

    def match(self, text: bytes, pos: int) -> Span | None:
        """The first match that begins at `pos`."""


class Leads:
    """Where a line may matter."""

    def __init__(self, patterns: Iterable[str]) -> None:
        pieces = list[Piece]()
        self.is_blind = False
        """Whether some pattern can be anywhere, so that every line must be looked at."""
        for pattern in patterns:
            found = pieces_of(pattern)
            self.is_blind = self.is_blind or not found
            pieces += found
        starts = {piece.source for piece in pieces if piece.at_start}
        loose = {piece.source for piece in pieces if not piece.at_start}
        self._scanners = [scanner_of(loose | SECRETS | {_ODD})]
        if starts:
            self._scanners.append(scanner_of(starts, before=_LINE_START))

    @classmethod
    def blind(cls) -> "Leads":
        """Leads that point at every line."""
        leads = cls(())
        leads.is_blind = True
        return leads

    def indexes(self, block: bytes) -> Iterator[int]:
        """Indexes of the lines of `block` that can matter or show a secret, ascending.

        All of them when the leads are blind.
        """
        if self.is_blind:
            yield from range(block.count(b"\n") + 1)
            return
        ends = sorted(end for scanner in self._scanners for end in ends_in(scanner, block))
        last = -1
        for index in numbers_of(block, ends):
            if index > last:
                yield index
                last = index


def numbers_of(block: bytes, ends: Iterable[int]) -> Iterator[int]:
    """The index of the line that each of these ascending offsets is in."""
    index = offset = 0
    for end in ends:
        index += block.count(b"\n", offset, end)
        offset = end
        yield index


def ends_in(scanner: Scanner, block: bytes) -> Iterator[int]:
    """An offset in each line that has a lead, ascending; what a lead needs is in one line."""
    at = 0
    while (found := scanner.match(block, at)) is not None:
        end = found.end() - 1
        yield end
        at = block.find(b"\n", end) + 1
        if not at:
            return


def scanner_of(sources: Collection[str], before: str = "") -> Scanner:
    """One automaton of all `sources`, each after `before`."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    # Matched and not searched: RE2 then need not run backwards to learn where a lead begins.
    pattern = f"(?m)(?s:.*?){before}(?:{'|'.join(sorted(sources))})"
    scanner: Scanner = re2.compile(pattern.encode("ascii"), options)
    return scanner
