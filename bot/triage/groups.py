"""Join things into groups: a union of sets, the smallest index is the root."""

from collections.abc import Hashable


class Groups:
    """Indices 0 … n-1, each in a group of its own until joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._first: dict[Hashable, int] = {}

    def root(self, index: int) -> int:
        """The smallest index of its group."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, a: int, b: int) -> None:
        """Make one group of the two."""
        a, b = self.root(a), self.root(b)
        self._parent[max(a, b)] = min(a, b)

    def join_by(self, index: int, token: Hashable) -> None:
        """Join with whatever had the same token before."""
        self.join(index, self._first.setdefault(token, index))

    def members(self) -> dict[int, list[int]]:
        """The groups by root, both in rising order."""
        found: dict[int, list[int]] = {}
        for index in range(len(self._parent)):
            found.setdefault(self.root(index), []).append(index)
        return found
