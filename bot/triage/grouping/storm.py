"""In a storm of failures, join the groups that speak of the same thing.

This weighs evidence instead of proving anything, so it is bounded: where few groups are left, much
more is asked of them, and a suite with very many causes is broken as a whole.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from bot.model.failure import Failure
from bot.model.names import Kind
from bot.triage.fingerprint import fold_parameters
from bot.triage.grouping.clues import read_clues
from bot.triage.grouping.groups import Groups
from bot.triage.grouping.linkage import average_linkage
from bot.triage.grouping.subjects import MOST_MEMBERS, Profile, Subject, likeness, profiles, reason
from bot.triage.reading.signature import Signature

STORM = 6
"""From so many groups on, one broken thing is likelier than as many broken at once."""
LEAST_IN_STORM = 1.25
LEAST_IN_CALM = 2.25
MOST = 120
"""More groups than this are looked at suite by suite; more in one suite are not."""
MOST_SUITES = 12
"""So many suites of a very large run are looked at, the largest first."""


def join_subjects(groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]) -> None:
    """Join groups of failing tests whose likeness is high enough, with what they share."""
    members = {
        root: indices
        for root, indices in groups.members().items()
        if failures[root].kind is Kind.FAILING
    }
    for block in _blocks(members, failures):
        group = [[_subject(failures[i], found[i]) for i in m[:MOST_MEMBERS]] for m in block]
        for a, b, why in same_subject(group, [len(m) for m in block]):
            groups.join(block[a][0], block[b][0], why)


def _subject(failure: Failure, found: Signature) -> Subject:
    return Subject(
        test=(failure.classname, fold_parameters(failure.name)),
        clues=read_clues(failure, found),
        is_placed=found.frame is not None,
    )


def _blocks(
    members: Mapping[int, list[int]], failures: Sequence[Failure]
) -> Iterator[list[list[int]]]:
    if len(members) <= MOST:
        yield list(members.values())
        return
    by_suite: dict[str, list[list[int]]] = {}
    for root, indices in members.items():
        by_suite.setdefault(failures[root].suite, []).append(indices)
    fit = [block for block in by_suite.values() if len(block) <= MOST]
    yield from sorted(fit, key=lambda block: (-len(block), block[0][0]))[:MOST_SUITES]


def same_subject(
    groups: Sequence[Sequence[Subject]], sizes: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Pairs of groups to join, and why. The reason is that of the two members most alike."""
    if len(groups) < 2:
        return
    known = profiles(groups)
    near = [[0.0] * len(known) for _ in known]
    for a, left in enumerate(known):
        for b in range(a):
            near[a][b] = near[b][a] = likeness(left, known[b])
    least = LEAST_IN_STORM if len(groups) >= STORM else LEAST_IN_CALM
    merged = {index: [index] for index in range(len(known))}
    for a, b in average_linkage(near, [math.sqrt(size) for size in sizes], least):
        yield a, b, _why(known, near, merged[a], merged[b])
        merged[a] += merged.pop(b)


def _why(
    known: Sequence[Profile], near: Sequence[Sequence[float]], left: list[int], right: list[int]
) -> str:
    a, b = max(((a, b) for a in left for b in right), key=lambda pair: near[pair[0]][pair[1]])
    return reason(known[a], known[b])
