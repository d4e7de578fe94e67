"""How likely two groups of failures have one cause, told by what they speak of, and why.

The weights come from a logistic regression over pairs of groups in runs with planted faults, none
of them from one single package; a word counts the more, the fewer tests of the run have it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.triage.grouping.clues import Clues

_WEIGHTS = {"change": 6.8, "names": 6.4, "values": 2.3, "calls": 1.7}
_SAME_TEST = 2.0
_SAME_TABLE = -3.0
"""What is taken off when the test that both are of fails for very many values (see `joins`)."""
_SAME_CLASS = 1.4
_BOTH_PLACED = -3.3
_ONE_PLACED = -1.7
_USUAL = -1.75
_UNSAID = 1.0
"""The length of what nobody said: few or common words are little evidence, however equal."""
MOST_MEMBERS = 30
"""So many failures speak for their group."""
_MOST_SHOWN = 3

_Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Subject:
    """One failure as this module sees it. `is_placed` says that a frame of own code names its place.

    `is_of_table` says that its test fails for very many values.
    """

    test: tuple[str, str]
    clues: Clues
    is_placed: bool
    is_of_table: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A group of `count` members: for each kind of clue their weighted words, added up.

    `lengths` are the lengths of the members' words, added up; `vectors` point where the sums do,
    at the members' mean length: many members that differ say no less than one, and what all of
    them say stands out the more, the more they are.
    """

    count: int
    tests: frozenset[tuple[str, str]]
    tables: frozenset[tuple[str, str]]
    classes: Mapping[str, int]
    placed: int
    sums: Mapping[str, _Vector]
    lengths: Mapping[str, float]
    vectors: Mapping[str, _Vector]


def profiles(groups: Sequence[Sequence[Subject]]) -> list[Profile]:
    """The groups of a run, their words weighed against all tests of the run."""
    rarity = {kind: _rarity(groups, kind) for kind in _WEIGHTS}
    return [_profile(group[:MOST_MEMBERS], rarity) for group in groups]


def union(a: Profile, b: Profile) -> Profile:
    """The profile of the two groups as one."""
    sums = {kind: _total((a.sums[kind], b.sums[kind])) for kind in _WEIGHTS}
    lengths = {kind: a.lengths[kind] + b.lengths[kind] for kind in _WEIGHTS}
    count = a.count + b.count
    return Profile(
        count=count,
        tests=a.tests | b.tests,
        tables=a.tables | b.tables,
        classes=Counter(a.classes) + Counter(b.classes),
        placed=a.placed + b.placed,
        sums=sums,
        lengths=lengths,
        vectors={kind: _at_length(sums[kind], lengths[kind] / count) for kind in _WEIGHTS},
    )


def _rarity(groups: Sequence[Sequence[Subject]], kind: str) -> _Vector:
    by_test: dict[tuple[str, str], set[str]] = {}
    for group in groups:
        for one in group[:MOST_MEMBERS]:
            by_test.setdefault(one.test, set()).update(_words(one.clues, kind))
    seen = Counter(word for words in by_test.values() for word in words)
    return {word: math.log((len(by_test) + 1) / count) for word, count in seen.items()}


def _words(clues: Clues, kind: str) -> frozenset[str]:
    return {
        "change": clues.change,
        "names": clues.names,
        "values": clues.values,
        "calls": clues.calls,
    }[kind]


def _profile(group: Sequence[Subject], rarity: Mapping[str, _Vector]) -> Profile:
    members = {
        kind: [_vector(_words(one.clues, kind), weights) for one in group]
        for kind, weights in rarity.items()
    }
    sums = {kind: _total(vectors) for kind, vectors in members.items()}
    lengths = {
        kind: sum(math.hypot(*vector.values()) for vector in vectors)
        for kind, vectors in members.items()
    }
    return Profile(
        count=len(group),
        tests=frozenset(one.test for one in group if one.test[1]),
        tables=frozenset(one.test for one in group if one.is_of_table),
        classes=Counter(one.test[0] for one in group if one.test[0]),
        placed=len(group) if group[0].is_placed else 0,
        sums=sums,
        lengths=lengths,
        vectors={kind: _at_length(sums[kind], lengths[kind] / len(group)) for kind in sums},
    )


def _vector(words: Iterable[str], rarity: _Vector) -> _Vector:
    """The weighted words of one failure, the shorter the less they say."""
    weights = {word: rarity[word] for word in sorted(words)}
    length = math.hypot(*weights.values(), _UNSAID)
    return {word: weight / length for word, weight in weights.items()}


def _total(vectors: Sequence[_Vector]) -> _Vector:
    total: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
    return total


def _at_length(vector: _Vector, length: float) -> _Vector:
    stretch = length / (math.hypot(*vector.values()) or 1.0)
    return {word: weight * stretch for word, weight in vector.items()}


def _dot(a: _Vector, b: _Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)


def likeness(a: Profile, b: Profile) -> float:
    """The log odds that both have one cause; higher is likelier, 0 is even."""
    score = _USUAL + _same_class(a, b)
    score += sum(weight * _dot(a.vectors[k], b.vectors[k]) for k, weight in _WEIGHTS.items())
    if not a.tests.isdisjoint(b.tests):
        score += _SAME_TEST
    if not a.tables.isdisjoint(b.tables):
        score += _SAME_TABLE
    left, right = a.placed / a.count, b.placed / b.count
    one = left * (1 - right) + right * (1 - left)
    return score + _BOTH_PLACED * left * right + _ONE_PLACED * one


def _same_class(a: Profile, b: Profile) -> float:
    return _SAME_CLASS * _dot(a.classes, b.classes) / (a.count * b.count)


def reason(a: Profile, b: Profile) -> str:
    """What the two share most, in words: the clue that weighed most, and its rarest words."""
    if not a.tests.isdisjoint(b.tests):
        return "the same test with other values"
    shares = {k: weight * _dot(a.vectors[k], b.vectors[k]) for k, weight in _WEIGHTS.items()}
    kind = max(shares, key=lambda k: shares[k])
    if shares[kind] < _same_class(a, b):
        return f"both are in {min(a.classes.keys() & b.classes.keys())}"
    left, right = a.vectors[kind], b.vectors[kind]
    shared = sorted(left.keys() & right.keys(), key=lambda w: (-left[w] * right[w], w))
    return _told(kind, shared[:_MOST_SHOWN])


def _told(kind: str, words: Sequence[str]) -> str:
    if kind == "change":
        return f"values differ in the same way: {_changes(words)}"
    said = ", ".join(f"`{word.replace('`', chr(39))}`" for word in words)
    return {
        "names": f"tests about the same thing: {said}",
        "values": f"the same values in both tests: {said}",
        "calls": f"both tests call {said}",
    }[kind]


def _changes(words: Iterable[str]) -> str:
    told = {"-": "`{}` is missing", "+": "`{}` is new", "=": "{}"}
    return ", ".join(told[word[0]].format(word[1:].replace("`", "'")) for word in words)
