"""Take an issue apart: each of its causes on its own, and kept apart from then on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.failure import Cluster, Failure
from bot.model.issue import Field, TrackedIssue
from bot.model.verdict import Verdict
from bot.planning.linking import beside, card_of
from bot.planning.one_issue.joining import without
from bot.triage.flakiness import is_flaky
from bot.triage.words.slug import describe, slug
from bot.triage.words.unspoken import is_unspoken, unspoken

Holders = Mapping[str, int]


def causes_in(issue: TrackedIssue) -> tuple[Verdict, ...]:
    """Name the causes an issue could be split into, the one it would keep first.

    They are the causes of an umbrella or of merged issues, else the different fingerprints that
    likeness had joined.
    """
    if issue.children:
        return issue.children
    cluster = issue.verdict.cluster
    groups = _by_cause(cluster.failures)
    if len(groups) < 2:
        return (issue.verdict,)
    return tuple(
        _judged(issue.verdict, part) for part in parts(cluster, [groups[cause] for cause in groups])
    )


def taken_out(issue: TrackedIssue, cause: Verdict, now: datetime) -> TrackedIssue:
    """Make the new issue (number 0) for one cause of `issue`."""
    cluster = cause.cluster
    tests = tuple(dict.fromkeys(f.fingerprints.test for f in cluster.failures))
    legs = {leg.leg: set(leg.tests or issue.tests) & set(tests) for leg in issue.progress}
    progress = tuple(
        replace(leg, tests=tuple(t for t in tests if t in legs[leg.leg]), passes=0, green=())
        for leg in issue.progress
        if legs[leg.leg] or not tests
    )
    newest = tuple(replace(o, failed=len(cluster.failures)) for o in issue.occurrences[:1])
    blank = TrackedIssue(
        number=0,
        verdict=cause,
        fingerprints=cluster.fingerprints,
        tests=tests,
        workflow=issue.workflow,
        branch=issue.branch,
        opened_at=now,
        first_seen=cause.first_bad or issue.first_seen,
        last_seen=issue.last_seen,
        occurrences=newest,
        occurrence_count=len(newest),
        progress=progress,
        owners=issue.owners,
        owner_reason=issue.owner_reason,
        split_from=issue.split_from or issue.number,
    )
    return beside(blank, card_of(issue, "this was split from it"))


def left_with(
    issue: TrackedIssue, kept: Sequence[Verdict], gone: Sequence[TrackedIssue]
) -> TrackedIssue:
    """Give what `gone` took out of an issue; what people set on it stays."""
    left = without(replace(issue, children=tuple(kept)), gone)
    old, first = issue.verdict, kept[0]
    if len(kept) > 1:
        return replace(left, children=tuple(kept))
    by_hand = {o.field for o in issue.overrides}
    verdict = replace(
        first,
        severity=old.severity if Field.SEVERITY in by_hand else first.severity,
        severity_reason=old.severity_reason if Field.SEVERITY in by_hand else first.severity_reason,
        origin=old.origin if Field.ORIGIN in by_hand else first.origin,
        origin_reason=old.origin_reason if Field.ORIGIN in by_hand else first.origin_reason,
    )
    return replace(left, verdict=verdict, children=(), breadth="cause", rising=None)


def kept_apart(clusters: Sequence[Cluster], holders: Iterable[TrackedIssue]) -> tuple[Cluster, ...]:
    """Divide what likeness joins again although people split it: one cluster for each issue.

    `holders` are the issues that hold any of the fingerprints. A flaky test that fails in the same
    run as something else has nothing to do with it either.
    """
    families: dict[int, dict[str, int]] = {}
    known = tuple(holders)
    clusters = _without_flakes(clusters, known)
    for issue in known:
        if not issue.duplicate_of:
            family = families.setdefault(issue.split_from or issue.number, {})
            family.update(dict.fromkeys(issue.fingerprints, issue.number))
    split = [f for f in families.values() if len(set(f.values())) > 1]
    if not split:
        return tuple(clusters)
    return tuple(part for cluster in clusters for part in _divided(cluster, split))


def _without_flakes(
    clusters: Sequence[Cluster], holders: Iterable[TrackedIssue]
) -> tuple[Cluster, ...]:
    """Divide off what belongs to a flaky issue by its cause, with whatever failed in its tests."""
    parted = list(clusters)
    for issue in holders:
        if is_flaky(issue) and not issue.duplicate_of:
            parted = [part for cluster in parted for part in _beside_flake(cluster, issue)]
    return tuple(parted)


def _beside_flake(cluster: Cluster, flake: TrackedIssue) -> Sequence[Cluster]:
    if not {*cluster.fingerprints} & {*flake.fingerprints}:
        return (cluster,)
    causes, tests = {*flake.fingerprints}, {*flake.tests}
    groups: dict[bool, list[Failure]] = {False: [], True: []}
    for failure in cluster.failures:
        prints = failure.fingerprints
        groups[prints.cause in causes or prints.test in tests].append(failure)
    return parts(cluster, list(groups.values())) if all(groups.values()) else (cluster,)


def _divided(cluster: Cluster, families: Sequence[Holders]) -> Sequence[Cluster]:
    for holders in families:
        groups: dict[int, list[Failure]] = {}
        home = next((holders[p] for p in cluster.fingerprints if p in holders), 0)
        for failure in cluster.failures:
            groups.setdefault(holders.get(failure.fingerprints.cause, home), []).append(failure)
        if len(groups) > 1:
            first = groups.pop(home, None)
            return parts(cluster, [*([first] if first else []), *groups.values()])
    return (cluster,)


def _by_cause(failures: Sequence[Failure]) -> dict[str, list[Failure]]:
    groups: dict[str, list[Failure]] = {}
    for failure in failures:
        groups.setdefault(failure.fingerprints.cause, []).append(failure)
    return groups


def parts(cluster: Cluster, groups: Sequence[Sequence[Failure]]) -> tuple[Cluster, ...]:
    """Give each group a cluster of its own; the logs' lines stay with the first."""
    found = []
    for number, failures in enumerate(groups):
        prints = tuple(dict.fromkeys(f.fingerprints.cause for f in failures))
        named = next((p for p in cluster.fingerprints if p in prints), prints[0])
        first = next(f for f in failures if f.fingerprints.cause == named)
        suites = {(f.suite, f.leg) for f in failures}
        found.append(
            Cluster(
                fingerprint=named,
                aliases=tuple(p for p in prints if p != named),
                cause=first.fingerprints.cause_key,
                message=first.message or first.fingerprints.cause_key,
                failures=tuple(failures),
                findings=cluster.findings if number == 0 else (),
                suites=tuple(s for s in cluster.suites if (s.name, s.leg) in suites),
            )
        )
    return tuple(found)


def _judged(whole: Verdict, part: Cluster) -> Verdict:
    said = replace(whole, cluster=part, slug=slug(part), description=describe(part, whole.kind))
    return unspoken(said) if is_unspoken(whole) else said
