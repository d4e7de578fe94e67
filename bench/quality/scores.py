"""The measures: pairs, clusters, rankings. Plain functions over labels and numbers."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of a yes-or-no question, and what follows from them."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    clear: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Both sets of questions together."""
        return Score(
            self.hits + other.hits,
            self.false + other.false,
            self.missed + other.missed,
            self.clear + other.clear,
        )

    @property
    def precision(self) -> float:
        """The share of yes that was right; 1 when nothing was said."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what is so that was found; 1 when there was nothing to find."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Both in one figure; 0 when nothing was found."""
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)

    @property
    def specificity(self) -> float:
        """The share of what is not so that was left alone."""
        return self.clear / (self.clear + self.false) if self.clear + self.false else 1.0


def score(answers: Iterable[tuple[bool, bool]]) -> Score:
    """Count answers of (said yes, is yes)."""
    counts = Counter(answers)
    return Score(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def pairwise(found: Sequence[Hashable], real: Sequence[Hashable]) -> Score:
    """Of all pairs of items: which were put together, and which belong together."""
    pairs = combinations(zip(found, real, strict=True), 2)
    return score((a[0] == b[0], a[1] == b[1]) for a, b in pairs)


def v_measure(found: Sequence[Hashable], real: Sequence[Hashable]) -> float:
    """The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007)."""
    together = list(zip(found, real, strict=True))
    h_real, h_found = _entropy(real), _entropy(found)
    h_both = _entropy(together)
    homogeneity = 1.0 if h_real == 0 else 1 - (h_both - h_found) / h_real
    completeness = 1.0 if h_found == 0 else 1 - (h_both - h_real) / h_found
    total = homogeneity + completeness
    return 2 * homogeneity * completeness / total if total > 0 else 0.0


def _entropy(labels: Sequence[Hashable]) -> float:
    size = len(labels)
    return -sum(n / size * math.log(n / size) for n in Counter(labels).values())


def exact(found: Sequence[Hashable], real: Sequence[Hashable]) -> tuple[int, int]:
    """How many of the real clusters were found with all of their members and no other."""
    mine, theirs = _members(found), _members(real)
    return len(mine & theirs), len(theirs)


def _members(labels: Sequence[Hashable]) -> set[frozenset[int]]:
    places: dict[Hashable, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return {frozenset(items) for items in places.values()}


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a score of what is so is above one of what is not; a tie counts half."""
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def rank_of(right: T, scores: Mapping[T, float], among: Iterable[T]) -> int:
    """The place of the right answer, from 1; what scores as high comes before it."""
    mine = scores.get(right, 0.0)
    return 1 + sum(scores.get(one, 0.0) >= mine for one in among if one != right)
