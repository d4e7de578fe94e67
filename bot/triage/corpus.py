"""Weigh the words of issues, and tell how alike two of them are."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.triage.suites import words_of

TITLE_WEIGHT = 3
_LOOKED_AT = 6000
_TOKEN = re.compile(r"[A-Za-z_][\w./-]*[A-Za-z0-9_]")
_STOP_TEXT = """
the and for with that this from are was were has have had not but all any can could should would
will when what which while into over under more most than then they them their there here been
being its our your out off per via use used using after before also only same such very just
both each due issue issues test tests testing failure failures failing failed fails fail error
errors file files category severity description details impact affected multiple high medium low
critical status priority new active dev infrastructure business related
"""
_STOP = frozenset(_STOP_TEXT.split())


def issue_words(title: str, body: str = "") -> Counter[str]:
    """The words of an issue: identifiers whole and in parts, those of the title more often."""
    counts: Counter[str] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (body[:_LOOKED_AT], 1)):
        for word, count in _words(text).items():
            counts[word] += count * weight
    return counts


@lru_cache(maxsize=2048)
def _words(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for token in _TOKEN.findall(text):
        whole = token.lower()
        parts = {_stem(part) for piece in re.split(r"[./-]", token) for part in words_of(piece)}
        for word in parts | ({whole} if "_" in whole or "." in whole else set()):
            if len(word) > 2 and word not in _STOP:
                counts[word] += 1
    return counts


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


class Corpus:
    """How rare each word is among some issues, and so how much it says."""

    def __init__(self, issues: Iterable[Counter[str]]) -> None:
        self._size = 0
        self._seen: Counter[str] = Counter()
        for words in issues:
            self._size += 1
            self._seen.update(words.keys())

    def vector(self, words: Counter[str]) -> Mapping[str, float]:
        """The words weighed, of length 1."""
        weights = {
            word: (1 + math.log(count)) * math.log((1 + self._size) / (1 + self._seen[word]) + 1)
            for word, count in sorted(words.items())
        }
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {word: weight / norm for word, weight in weights.items()}


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """How alike two vectors are, 0 to 1."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())
