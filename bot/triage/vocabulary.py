"""Join wrong values of one suite that speak of the same thing, when one change broke many tests.

A wrong value shows only in the test: no frame of the project's code, no exception. What is left
is what test and message talk about. This is guesswork, so it is bounded: only assertions, only
within one suite, and only where at least `STORM` causes would otherwise be left.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from bot.triage.generic import GENERIC_WORDS
from bot.triage.suites import words_of

STORM = 6
MOST = 80
"""More groups than this in one suite are not compared: that suite is broken as a whole."""
ENOUGH = 0.08
"""The average cosine from which on two groups speak of the same thing."""

_WORD = re.compile(r"[a-z][a-z]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASSERTED = re.compile(r"^>(.*)$", re.MULTILINE)
_NAME = re.compile(r"\w{3,}")


def vocabulary(name: str, text: str, trace: str) -> frozenset[str]:
    """The words of a failure: its test's name, its message, and the line that failed."""
    words = set(words_of(name)) | set(
        _WORD.findall(_CAMEL.sub(" ", text).replace("_", " ").lower())
    )
    asserted = _ASSERTED.findall(trace)
    names = {f"line {name}" for name in _NAME.findall(asserted[-1])} if asserted else set()
    return frozenset((words - GENERIC_WORDS) | names)


def same_subject(groups: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs of groups to join, by average linkage of the cosine of their weighted words."""
    if not STORM <= len(groups) <= MOST:
        return []
    vectors = _weigh(groups)
    near = [[_cosine(a, b) for b in vectors] for a in vectors]
    alive = {index: [index] for index in range(len(groups))}
    joined = []
    while len(alive) > 1:
        score, a, b = max((near[a][b], -a, -b) for a in alive for b in alive if a < b)
        a, b = -a, -b
        if score < ENOUGH:
            break
        joined.append((a, b))
        _merge(near, alive, a, b)
    return joined


def _merge(near: list[list[float]], alive: dict[int, list[int]], a: int, b: int) -> None:
    left, right = len(alive[a]), len(alive[b])
    alive[a] += alive.pop(b)
    for other in alive:
        near[a][other] = near[other][a] = (left * near[a][other] + right * near[b][other]) / (
            left + right
        )


def _weigh(groups: Sequence[frozenset[str]]) -> list[dict[str, float]]:
    seen = Counter(word for words in groups for word in words)
    vectors = []
    for words in groups:
        weights = {word: math.log(1 + len(groups) / seen[word]) for word in words}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(weight * b.get(word, 0.0) for word, weight in sorted(a.items()))
