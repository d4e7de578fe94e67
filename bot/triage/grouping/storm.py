"""In a storm of failures, join the groups that speak of the same thing.

This weighs evidence instead of proving anything, so it is bounded: where few groups are left, much
more is asked of them, and a suite with very many causes is broken as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model.failure import Failure
from bot.model.names import Kind
from bot.triage.fingerprint import fold_parameters
from bot.triage.grouping.clues import read_clues
from bot.triage.grouping.groups import Groups
from bot.triage.grouping.joins import MOST_ON_A_LINE
from bot.triage.grouping.linkage import join_nearest
from bot.triage.grouping.subjects import MOST_MEMBERS, Subject, likeness, profiles, reason, union
from bot.triage.machines import machine_words
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
    """Join groups of failing tests whose likeness is high enough, with what they share.

    What a machine did has nothing to do with what else went wrong in the same tests.
    """
    members = {
        root: indices
        for root, indices in groups.members().items()
        if failures[root].kind is Kind.FAILING and not machine_words(failures[root].message)
    }
    tables = _tables(failures)
    for block in _blocks(members, failures):
        group = [[_subject(failures[i], found[i], tables) for i in m[:MOST_MEMBERS]] for m in block]
        for a, b, why in same_subject(group):
            groups.join(block[a][0], block[b][0], why)


def _tables(failures: Sequence[Failure]) -> frozenset[tuple[str, str]]:
    """The tests that fail for very many values."""
    cases: dict[tuple[str, str], set[str]] = {}
    for failure in failures:
        cases.setdefault(_test(failure), set()).add(failure.name)
    return frozenset(test for test, names in cases.items() if len(names) > MOST_ON_A_LINE)


def _test(failure: Failure) -> tuple[str, str]:
    return failure.classname, fold_parameters(failure.name)


def _subject(failure: Failure, found: Signature, tables: frozenset[tuple[str, str]]) -> Subject:
    return Subject(
        test=_test(failure),
        clues=read_clues(failure, found),
        is_placed=found.frame is not None,
        is_of_table=_test(failure) in tables,
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


def same_subject(groups: Sequence[Sequence[Subject]]) -> Iterator[tuple[int, int, str]]:
    """Pairs of groups to join, and why: what the two share as they were joined."""
    least = LEAST_IN_STORM if len(groups) >= STORM else LEAST_IN_CALM
    for a, b, left, right in join_nearest(profiles(groups), likeness, union, least):
        yield a, b, reason(left, right)
