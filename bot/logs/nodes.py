"""The parts of a parsed pattern."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """One character; `fold` when either case will do."""

    char: str
    fold: bool


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of `items`, which is the inside of an ASCII class, or out of all others."""

    items: str
    negated: bool
    fold: bool
    size: int
    beyond: str = ""
    """Characters beyond ASCII, which `items` leaves out; of a range only both ends."""
    has_ranges: bool = False
    """Whether `beyond` holds ends of ranges."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """`node` at least `low` times and at most `high` times, None for without end."""

    node: "Node"
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the line."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Something that takes no room, such as the end of the line or of a word."""


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes that follow each other."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Nodes of which one is there."""

    nodes: tuple["Node", ...]


Node: TypeAlias = Literal | Chars | Repeat | Start | Empty | Row | Either
