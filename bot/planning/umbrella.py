"""One issue for many causes: a suite that breaks in many ways at once, or a whole broken run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.model.failure import Cluster, SuiteTotals
from bot.model.issue import TrackedIssue
from bot.model.names import Kind
from bot.model.verdict import Verdict
from bot.triage.suites import words_of

SLUG_WORDS = 6
CAUSES_KEPT = 300


def suite_of(verdict: Verdict) -> str:
    """Name the suite of a cause: that of its first failure; empty when only a log shows it."""
    failures = verdict.cluster.failures
    return failures[0].suite if failures else ""


def umbrella_suite(issue: TrackedIssue) -> str:
    """Name the suite that an umbrella issue stands for; empty for any other issue.

    Causes of other suites may have been merged into it: most of its causes decide.
    """
    if issue.breadth != "suite":
        return ""
    suites = Counter(suite for child in issue.children if (suite := suite_of(child)))
    return max(suites, key=lambda suite: suites[suite], default="")


def umbrella(suite: str, verdicts: Sequence[Verdict]) -> Verdict:
    """Judge many causes of one suite as one: as urgent as the most urgent of them."""
    name = "-".join(words_of(suite)[:SLUG_WORDS]) or "suite"
    tests = sum(len(v.cluster.failures) for v in verdicts)
    who = f"{tests:,} tests of {suite} fail" if tests > 1 else f"One test of {suite} fails"
    return replace(
        _as_one(verdicts, f"many causes in {suite}"),
        slug=f"{name}-many-failures",
        description=f"{who} for {_causes(verdicts)}.",
    )


def broken_run(workflow: str, verdicts: Sequence[Verdict], why: str = "") -> Verdict:
    """Judge all causes of a run that broke as a whole as one; `why` is a clause that says how."""
    name = "-".join(words_of(workflow)[:SLUG_WORDS]) or "ci"
    how = why or _tests_fail(verdicts)
    return replace(
        _as_one(verdicts, f"a broken run of {workflow}"),
        slug=f"broken-run-{name}",
        description=f"{workflow} broke as a whole: {how}, for {_causes(verdicts)}.",
    )


def as_whole(issue: TrackedIssue, verdicts: Sequence[Verdict], workflow: str) -> Verdict | None:
    """What a run shows of an issue of many causes; None when it stands for one, or none is seen."""
    if issue.breadth == "cause" or not verdicts:
        return None
    if issue.breadth == "run":
        return broken_run(workflow, verdicts)
    suite = umbrella_suite(issue)
    return umbrella(suite, verdicts) if suite else None


def with_children(issue: TrackedIssue, verdicts: Sequence[Verdict], most: int) -> TrackedIssue:
    """Renew the causes seen again, add those that joined, keep the rest."""
    fresh = {v.cluster.fingerprint: v for v in verdicts}
    again = {p for v in verdicts for p in v.cluster.fingerprints}
    kept = [c for c in issue.children if not again & {*c.cluster.fingerprints}]
    return replace(issue, children=(*fresh.values(), *kept)[:most])


def _as_one(verdicts: Sequence[Verdict], cause: str) -> Verdict:
    worst = min(verdicts, key=lambda v: v.severity)
    clusters = [v.cluster for v in verdicts]
    prints = tuple(dict.fromkeys(p for c in clusters for p in c.fingerprints))
    is_uncollectable = all(v.kind is Kind.UNCOLLECTABLE for v in verdicts)
    return replace(
        worst,
        cluster=Cluster(
            fingerprint=prints[0],
            aliases=prints[1:],
            cause=cause,
            message=worst.cluster.message,
            failures=tuple(f for c in clusters for f in c.failures),
            findings=tuple(f for c in clusters for f in c.findings),
            suites=_suites(clusters),
        ),
        kind=Kind.UNCOLLECTABLE if is_uncollectable else Kind.FAILING,
    )


def _tests_fail(verdicts: Sequence[Verdict]) -> str:
    """Count the tests, or the jobs where only logs tell: "12 tests fail"."""
    tests = sum(len(v.cluster.failures) for v in verdicts)
    jobs = len({f.job for v in verdicts for f in v.cluster.findings})
    many, thing = (tests, "test") if tests else (jobs, "job")
    return f"{many:,} {thing} fails" if many == 1 else f"{many:,} {thing}s fail"


def _causes(verdicts: Sequence[Verdict]) -> str:
    return f"{len(verdicts):,} different causes" if len(verdicts) > 1 else "one cause"


def _suites(clusters: Sequence[Cluster]) -> tuple[SuiteTotals, ...]:
    return tuple(dict.fromkeys(s for c in clusters for s in c.suites))
