"""Try a whole table of rules on a line at the cost of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import re2

from bot.logs.endings import SIGNS as ENDING_SIGNS
from bot.logs.place import SIGNS as PLACE_SIGNS
from bot.logs.rule import Rule
from bot.logs.rules import RULES

ERROR = "##[error]"
"""What GitHub writes in front of a line that an action or a step marks as an error."""
KNOWN_CHARS, MAX_KNOWN = 120, 2000
"""The lines whose hits are remembered: logs repeat short lines such as the end of a group."""
PATTERN_MEMORY = 8 << 20
"""Bytes one pattern's automaton may grow to; it starts anew when full, so hostile text only costs time."""


class Match(Protocol):
    """What we use of a match."""

    def groups(self) -> tuple[bytes | None, ...]:
        """What each group captured."""


class Regex(Protocol):
    """What we use of a compiled pattern. Bytes, for RE2 would else count characters each time."""

    @property
    def groupindex(self) -> Mapping[bytes, int]:
        """The number of each named group."""

    def search(self, text: bytes) -> Match | None:
        """The leftmost match."""


class Capture:
    """A pattern whose named groups are wanted."""

    def __init__(self, pattern: str) -> None:
        self._regex: Regex = re2.compile(pattern.encode())
        index = self._regex.groupindex
        self._names = tuple((name.decode(), number - 1) for name, number in index.items())

    def groups(self, text: str) -> Mapping[str, str] | None:
        """What each group captured in `text`; None when `text` does not match."""
        match = self._regex.search(text.encode())
        if match is None:
            return None
        values = match.groups()
        found = [(name, value) for name, number in self._names if (value := values[number])]
        return {name: value.decode("utf-8", "replace") for name, value in found}


@dataclass(frozen=True, slots=True)
class Row:
    """A rule ready for use. `index` is its rank within its table."""

    index: int
    rule: Rule
    capture: Capture
    collect: Capture | None
    has_items: bool
    head: Capture | None

    def groups(self, text: str) -> Mapping[str, str]:
        """What each group captured in `text`, which matches as it is or without an error mark."""
        capture = self.capture
        return capture.groups(text) or capture.groups(text.removeprefix(ERROR)) or {}


class Table:
    """Rows behind one filter.

    RE2 derives from each pattern the words that its matches must hold, looks for all words of all
    patterns in one pass, and tries only the patterns whose words are there. One automaton of the
    patterns themselves (`re2.Set`) is as fast once warm but needs seconds to warm up.
    """

    def __init__(self, rules: Sequence[Rule], memory: int = PATTERN_MEMORY) -> None:
        options = re2.Options()
        options.max_mem = memory
        options.log_errors = False
        self.rows = tuple(
            Row(
                i,
                rule,
                Capture(rule.pattern),
                Capture(rule.collect) if rule.collect else None,
                "(?P<item" in rule.pattern,
                Capture(rule.head) if rule.head else None,
            )
            for i, rule in enumerate(rules)
        )
        self._filter = re2.Filter()
        for rule in rules:
            self._filter.Add(rule.pattern, options)
        self.place_sign: int = self._filter.Add(PLACE_SIGNS)
        self.ending_sign: int = self._filter.Add(ENDING_SIGNS)
        self._filter.Compile()
        self._known: dict[str, tuple[int, ...]] = {}

    def hits(self, text: str) -> Sequence[int]:
        """Indexes of the rows (and signs) that `text` matches, most decisive first."""
        known = self._known.get(text)
        if known is None:
            found: list[int] | None = self._filter.Match(text)
            known = tuple(sorted(found)) if found else ()
            if len(text) <= KNOWN_CHARS:
                if len(self._known) >= MAX_KNOWN:
                    self._known.clear()  # what an earlier log repeated, a later one does not
                self._known[text] = known
        return known


@cache
def built_in() -> Table:
    """The table of the product's own rules, built once for each process."""
    return Table(RULES)
