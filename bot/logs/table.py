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

PATTERN_MEMORY = 8 << 20
"""Bytes one pattern's automaton may grow to; it starts anew when full, so hostile text only costs time."""


class Match(Protocol):
    """What we use of a match."""

    def groupdict(self) -> Mapping[str, str | None]:
        """Each named group's text."""


class Regex(Protocol):
    """What we use of a compiled pattern."""

    def search(self, text: str) -> Match | None:
        """The leftmost match."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule ready for use. `index` is its rank within its table."""

    index: int
    rule: Rule
    regex: Regex
    collect: Regex | None
    has_items: bool


class Table:
    """Rows behind one filter.

    RE2 derives from each pattern the words that its matches must hold, looks for all words of all
    patterns in one pass, and tries only the patterns whose words are there. One automaton of the
    patterns themselves (`re2.Set`) is as fast once warm but needs seconds to warm up.
    """

    def __init__(self, rules: Sequence[Rule], memory: int = PATTERN_MEMORY) -> None:
        options = re2.Options()
        options.max_mem = memory
        self.rows = tuple(
            Row(
                i,
                rule,
                re2.compile(rule.pattern),
                compile_collect(rule.collect),
                "(?P<item" in rule.pattern,
            )
            for i, rule in enumerate(rules)
        )
        self._filter = re2.Filter()
        for rule in rules:
            self._filter.Add(rule.pattern, options)
        self.place_sign: int = self._filter.Add(PLACE_SIGNS)
        self.ending_sign: int = self._filter.Add(ENDING_SIGNS)
        self._filter.Compile()

    def hits(self, text: str) -> list[int]:
        """Indexes of the rows (and signs) that `text` matches, most decisive first."""
        found: list[int] | None = self._filter.Match(text)
        return sorted(found) if found else []


def compile_collect(pattern: str) -> Regex | None:
    """Compile a `collect` pattern, if there is one."""
    if not pattern:
        return None
    regex: Regex = re2.compile(pattern)
    return regex


@cache
def built_in() -> Table:
    """The table of the product's own rules, built once for each process."""
    return Table(RULES)
