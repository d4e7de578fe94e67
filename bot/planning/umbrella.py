"""One issue for a suite that breaks in many ways at once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model.failure import Cluster, SuiteTotals
from bot.model.issue import TrackedIssue
from bot.model.names import Kind
from bot.model.verdict import Verdict
from bot.triage.suites import words_of

SLUG_WORDS = 6


def suite_of(verdict: Verdict) -> str:
    """Name the suite of a cause: that of its first failure; empty when only a log shows it."""
    failures = verdict.cluster.failures
    return failures[0].suite if failures else ""


def umbrella_suite(issue: TrackedIssue) -> str:
    """Name the suite that an umbrella issue stands for; empty for any other issue."""
    return next((suite_of(child) for child in issue.children), "")


def umbrella(suite: str, verdicts: Sequence[Verdict]) -> Verdict:
    """Judge many causes of one suite as one: as urgent as the most urgent of them."""
    worst = min(verdicts, key=lambda v: v.severity)
    clusters = [v.cluster for v in verdicts]
    prints = tuple(dict.fromkeys(p for c in clusters for p in c.fingerprints))
    failures = tuple(f for c in clusters for f in c.failures)
    name = "-".join(words_of(suite)[:SLUG_WORDS]) or "suite"
    count = f"{len(failures)} tests of {suite} fail for {len(verdicts)} different causes"
    return replace(
        worst,
        cluster=Cluster(
            fingerprint=prints[0],
            aliases=prints[1:],
            cause=f"many causes in {suite}",
            message=worst.cluster.message,
            failures=failures,
            findings=tuple(f for c in clusters for f in c.findings),
            suites=_suites(clusters),
        ),
        kind=Kind.UNCOLLECTABLE
        if all(v.kind is Kind.UNCOLLECTABLE for v in verdicts)
        else Kind.FAILING,
        slug=f"{name}-many-failures",
        description=f"{count}.",
    )


def with_children(issue: TrackedIssue, verdicts: Sequence[Verdict], most: int) -> TrackedIssue:
    """Renew the causes seen again, add those that joined, keep the rest."""
    fresh = {v.cluster.fingerprint: v for v in verdicts}
    again = {p for v in verdicts for p in v.cluster.fingerprints}
    kept = [c for c in issue.children if not again & {*c.cluster.fingerprints}]
    return replace(issue, children=(*fresh.values(), *kept)[:most])


def _suites(clusters: Sequence[Cluster]) -> tuple[SuiteTotals, ...]:
    return tuple(dict.fromkeys(s for c in clusters for s in c.suites))
