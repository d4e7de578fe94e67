"""Tell which issues of a repository speak of the same things, by how rare their words are there."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest

from bot.triage.issue_words import issue_words, spelling, stem_of
from bot.triage.reading.generic import GENERIC_WORDS

PRIOR = 10
"""As many imagined issues speak of nothing but what any failure says, so that few real ones do."""
MOST_SHARED = 3
_OF_ANY_FAILURE = frozenset(stem_of(word) for word in GENERIC_WORDS)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike an issue is, 0 to 1, and at most three of the words that make it so."""

    score: float
    shared: tuple[str, ...]


class Corpus:
    """The issues of a repository by number, ready to be asked many times.

    Words are weighed by the root of their count times how rare they are among these issues; the
    likeness of two issues is the cosine. An issue asked about costs one look at each of its words.
    """

    def __init__(self, issues: Mapping[int, tuple[str, str]]) -> None:
        """Read `issues`: number to title and body."""
        self._size = len(issues) + PRIOR
        words = {number: issue_words(*text) for number, text in issues.items()}
        self._seen: dict[str, int] = defaultdict(int)
        for counts in words.values():
            for word in counts:
                self._seen[word] += 1
        self._rarity: dict[str, float] = {}
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._vectors = {number: self._vector(counts) for number, counts in words.items()}
        for number, vector in self._vectors.items():
            for word, weight in vector.items():
                self._holders[word].append((number, weight))

    def like(self, title: str, body: str, at_least: float = 0.0) -> dict[int, Likeness]:
        """How alike each issue is that shares a word with this text, from a likeness on."""
        vector = self._vector(issue_words(title, body))
        scores: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for number, other in self._holders.get(word, ()):
                scores[number] += weight * other
        spelt = spelling(title, body)
        return {
            number: Likeness(min(1.0, score), _shared(vector, self._vectors[number], spelt))
            for number, score in scores.items()
            if score >= at_least
        }

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        """The words weighed, of length 1."""
        weights = {word: math.sqrt(n) * self._how_rare(word) for word, n in counts.items()}
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {word: weight / norm for word, weight in weights.items()}

    def _how_rare(self, word: str) -> float:
        known = self._rarity.get(word)
        if known is None:
            seen = self._seen.get(word, 0) + (PRIOR if word in _OF_ANY_FAILURE else 0)
            known = math.log((1 + self._size) / (1 + seen) + 1)
            self._rarity[word] = known
        return known


def _shared(
    one: Mapping[str, float], other: Mapping[str, float], spelt: Mapping[str, str]
) -> tuple[str, ...]:
    """The words that make two issues alike, as people write them."""
    parts = ((-weight * other[word], word) for word, weight in one.items() if word in other)
    words = (spelt.get(word, word.lstrip("!")) for _, word in nsmallest(MOST_SHARED, parts))
    return tuple(dict.fromkeys(words))
