"""Join things into groups: a union of sets that remembers why; the smallest index is the root."""

from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class Groups:
    """Indices 0 … n-1, each in a group of its own until joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._first: dict[Hashable, int] = {}
        self._joins: list[tuple[int, str]] = []

    def root(self, index: int) -> int:
        """The smallest index of its group."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, a: int, b: int, why: str = "") -> None:
        """Make one group of the two; `why` says what they have in common, in words for people."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._parent[max(a, b)] = min(a, b)
            self._joins.append((a, why))

    def join_by(self, index: int, token: T, why: Callable[[T], str]) -> None:
        """Join with whatever had the same token before; `why` puts the token in words."""
        first = self._first.setdefault(token, index)
        if self.root(first) != self.root(index):
            self.join(index, first, why(token))

    def members(self) -> dict[int, list[int]]:
        """The groups by root, both in rising order."""
        found: dict[int, list[int]] = {}
        for index in range(len(self._parent)):
            found.setdefault(self.root(index), []).append(index)
        return found

    def reasons(self) -> dict[int, tuple[str, ...]]:
        """For each root what joined its group, each reason once, in the order of the joins."""
        found: dict[int, dict[str, None]] = {}
        for index, why in self._joins:
            if why:
                found.setdefault(self.root(index), {})[why] = None
        return {root: tuple(reasons) for root, reasons in found.items()}
