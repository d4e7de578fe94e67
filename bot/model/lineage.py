"""How commits descend from each other, as far as anybody asked GitHub.

The compare API says of `base...head`: ahead (head contains base), behind, diverged, identical.
https://docs.github.com/en/rest/commits/commits#compare-two-commits
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Relation = Literal["ahead", "behind", "diverged", "identical", "unknown"]
Question = tuple[str, str]
"""A pair (base, head) whose relation decides something."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """`known` maps (base, head) to how head lies to base; `unknown`: GitHub has no such commit."""

    known: Mapping[Question, Relation] = field(default_factory=dict)

    def relation(self, base: str, head: str) -> Relation | None:
        """How `head` lies to `base`; None when nobody asked yet."""
        if base == head:
            return "identical"
        return self.known.get((base, head))
