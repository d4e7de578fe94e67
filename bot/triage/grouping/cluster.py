"""Group the failures and findings of one run by root cause: one cluster, one issue."""

from collections import Counter
from collections.abc import Sequence

from bot.model.failure import Cluster, Failure, SuiteTotals
from bot.model.finding import Finding
from bot.triage.grouping.alike_messages import join_alike
from bot.triage.grouping.attach import attach_findings
from bot.triage.grouping.dependents import join_dependents
from bot.triage.grouping.groups import Groups
from bot.triage.grouping.joins import crowded_lines, lone_values, read_signatures, tokens, why
from bot.triage.grouping.storm import join_subjects
from bot.triage.reading.remembered import forget

MOST_REASONS = 8


def cluster(
    failures: Sequence[Failure],
    findings: Sequence[Finding] = (),
    suites: Sequence[SuiteTotals] = (),
) -> tuple[Cluster, ...]:
    """The clusters of a run: those of failures first, then findings that no failure explains.

    The order of the input changes neither the clusters nor their fingerprints.
    """
    ordered = sorted(failures, key=_order)
    groups = group(ordered)
    reasons = groups.reasons()
    clusters = [
        _cluster([ordered[i] for i in members], suites, reasons.get(root, ()))
        for root, members in groups.members().items()
    ]
    forget()
    return attach_findings(clusters, findings)


def _order(failure: Failure) -> tuple[str, str, str, str]:
    return failure.suite, failure.test, failure.leg, failure.fingerprints.failure


def group(failures: Sequence[Failure]) -> Groups:
    """Which failures share a cause, and why: what is sure first, what is likely last."""
    groups = Groups(len(failures))
    found = read_signatures(failures)
    crowded = crowded_lines(failures, found)
    for index, failure in enumerate(failures):
        for token in tokens(failure, found[index]):
            if token in crowded:
                continue
            groups.join_by(index, token, why)
    for a, b in lone_values(found):
        groups.join(a, b, f"{found[a].type} can come from one place only")
    join_alike(groups, failures, found)
    join_dependents(groups, failures, found)
    join_subjects(groups, failures, found)
    return groups


def _cluster(
    failures: Sequence[Failure], suites: Sequence[SuiteTotals], reasons: Sequence[str]
) -> Cluster:
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
        reasons=tuple(reasons[:MOST_REASONS]),
    )
