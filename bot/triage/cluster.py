"""Group the failures and findings of one run by root cause: one cluster, one issue."""

from collections import Counter
from collections.abc import Sequence

from bot.model.failure import Cluster, Failure, SuiteTotals
from bot.model.finding import Finding
from bot.model.names import Kind
from bot.triage.attach import attach_findings
from bot.triage.fingerprint import fold_parameters
from bot.triage.groups import Groups
from bot.triage.joins import is_assertion, lone_values, read_signature, tokens
from bot.triage.signature import Signature
from bot.triage.similar import alike
from bot.triage.vocabulary import same_subject, vocabulary

MOST_COMPARED = 40
"""With how many others of its block a message is compared: keeps the cost near linear."""


def cluster(
    failures: Sequence[Failure],
    findings: Sequence[Finding] = (),
    suites: Sequence[SuiteTotals] = (),
) -> tuple[Cluster, ...]:
    """The clusters of a run: those of failures first, then findings that no failure explains.

    The order of the input changes neither the clusters nor their fingerprints.
    """
    ordered = sorted(failures, key=_order)
    clusters = [
        _cluster([ordered[i] for i in members], suites) for members in group(ordered).values()
    ]
    return attach_findings(clusters, findings)


def _order(failure: Failure) -> tuple[str, str, str, str]:
    return failure.suite, failure.test, failure.leg, failure.fingerprints.failure


def group(failures: Sequence[Failure]) -> dict[int, list[int]]:
    """Indices of the failures that share a cause, by their first."""
    groups = Groups(len(failures))
    found = [read_signature(failure) for failure in failures]
    for index, failure in enumerate(failures):
        for token in tokens(failure, found[index]):
            groups.join_by(index, token)
    for a, b in lone_values(found):
        groups.join(a, b)
    _join_alike(groups, failures, found)
    _join_subjects(groups, failures, found)
    return groups.members()


def _join_alike(groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]) -> None:
    """Compare one message of each cause with others of its block: same type, same first words."""
    said = [failure.fingerprints.normalized for failure in failures]
    for key, members in _compared(failures, found).items():
        members.sort(key=lambda i: (len(said[i]), said[i]))
        for at, a in enumerate(members):
            for b in members[max(0, at - MOST_COMPARED) : at]:
                if groups.root(a) == groups.root(b):
                    continue
                if alike(said[a], said[b], same_test=key[0] == "test") is not None:
                    groups.join(a, b)


def _compared(
    failures: Sequence[Failure], found: Sequence[Signature]
) -> dict[tuple[str, ...], list[int]]:
    """The first failure of each cause, in the blocks within which messages are compared."""
    blocks: dict[tuple[str, ...], list[int]] = {}
    first: dict[str, int] = {}
    for index, failure in enumerate(failures):
        if first.setdefault(failure.fingerprints.cause, index) == index:
            for key in _blocks(failure, found[index].place):
                blocks.setdefault(key, []).append(index)
    return blocks


def _blocks(failure: Failure, place: str) -> list[tuple[str, ...]]:
    words = failure.fingerprints.normalized.split(maxsplit=3)
    keys: list[tuple[str, ...]] = [("test", failure.fingerprints.test, failure.type, place)]
    if not failure.fingerprints.weak:
        keys.append(("words", failure.type, place, *words[:3]))
    return keys


def _join_subjects(groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]) -> None:
    """In a storm, wrong values of one suite that speak of the same thing are one cause."""
    by_suite: dict[str, dict[int, set[str]]] = {}
    for root, indices in groups.members().items():
        first = failures[root]
        if first.kind is not Kind.FAILING or not is_assertion(found[root]) or found[root].frame:
            continue
        words = by_suite.setdefault(first.suite, {}).setdefault(root, set())
        for index in indices[:MOST_COMPARED]:
            f = failures[index]
            words |= vocabulary(fold_parameters(f.name), f.fingerprints.normalized, f.trace)
    for left in by_suite.values():
        roots = list(left)
        for a, b in same_subject([frozenset(words) for words in left.values()]):
            groups.join(roots[a], roots[b])


def _cluster(failures: Sequence[Failure], suites: Sequence[SuiteTotals]) -> Cluster:
    """The commonest strong cause names the cluster; the others are its aliases."""
    counts = Counter(f.fingerprints.cause for f in failures)
    by_cause = {f.fingerprints.cause: f for f in reversed(failures)}
    ranked = sorted(
        by_cause.values(),
        key=lambda f: (
            f.fingerprints.weak,
            -counts[f.fingerprints.cause],
            "assert" in f.type.lower(),
            f.fingerprints.cause_key,
        ),
    )
    first = ranked[0]
    names = {(f.suite, f.leg) for f in failures}
    return Cluster(
        fingerprint=first.fingerprints.cause,
        cause=first.fingerprints.cause_key,
        message=first.message or first.fingerprints.normalized or first.fingerprints.cause_key,
        failures=tuple(failures),
        suites=tuple(s for s in suites if (s.name, s.leg) in names),
        aliases=tuple(f.fingerprints.cause for f in ranked[1:]),
    )
