"""A run that is broken as a whole: most tests fail, or half of the jobs are lost, for many causes.

| what is counted                                            | broken from                    |
|------------------------------------------------------------|--------------------------------|
| results of tests that are red, of at least 10 results      | 80 %, for three causes or more |
| jobs that were lost: they failed and no report tells of it | 2, and half of all             |

Never when one cause explains 80 % of it: then it is the issue of that cause. Two causes in tests
are two issues. A job that failed for what its log says of the code (a linter, a compiler) is not
lost.
"""

from collections.abc import Sequence

from bot.model.names import Kind, Origin, Outcome
from bot.model.run import WorkflowJob
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts

RED_SHARE, LEAST_TESTS, LEAST_CAUSES = 0.8, 10, 3
LOST_SHARE, LEAST_JOBS = 0.5, 2
ONE_CAUSE = 0.8

_FAILED = ("failure", "timed_out", "startup_failure")
_DID_NOT_RUN = ("", "skipped", "cancelled", "neutral")


def why_broken(verdicts: Sequence[Verdict], facts: RunFacts) -> str:
    """Say in one clause why the run is broken as a whole, or nothing."""
    if len(verdicts) < 2:
        return ""
    return _by_tests(verdicts, facts) or _by_jobs(verdicts, facts)


def _by_tests(verdicts: Sequence[Verdict], facts: RunFacts) -> str:
    if len(verdicts) < LEAST_CAUSES:
        return ""
    passed, red = 0, set[tuple[str, str]]()
    for test, legs in facts.outcomes.items():
        for leg, outcome in legs.items():
            if outcome is Outcome.PASSED:  # nearly all are, of very many
                passed += 1
            elif outcome.is_red:
                red.add((test, leg))
    results = passed + len(red)
    if results < LEAST_TESTS or len(red) < RED_SHARE * results:
        return ""
    shares = (
        len(red & {(f.fingerprints.test, f.leg) for f in v.cluster.failures}) for v in verdicts
    )
    if max(shares) >= ONE_CAUSE * len(red):
        return ""
    return f"{len(red):,} of {results:,} tests fail"


def _by_jobs(verdicts: Sequence[Verdict], facts: RunFacts) -> str:
    ran = [job for job in facts.jobs if job.conclusion not in _DID_NOT_RUN]
    blamed = [{f.job for f in v.cluster.findings} for v in verdicts if _is_loss(v)]
    told = {f.job for v in verdicts if not _is_loss(v) for f in v.cluster.findings}
    lost = {
        job.name
        for job in ran
        if job.conclusion in _FAILED
        and job.name not in told
        and not _has_report(job, facts)
        and (any(job.name in jobs for jobs in blamed) or not facts.outcomes)
    }
    if len(lost) < LEAST_JOBS or len(lost) < LOST_SHARE * len(ran):
        return ""
    if max((len(lost & jobs) for jobs in blamed), default=0) >= ONE_CAUSE * len(lost):
        return ""
    return f"{len(lost):,} of {len(ran):,} jobs failed without a report"


def _is_loss(verdict: Verdict) -> bool:
    """Whether the log shows a job that ended, rather than what is wrong with the code."""
    findings = verdict.cluster.findings
    return not verdict.cluster.failures and (
        verdict.kind is Kind.UNCOLLECTABLE
        or verdict.origin is Origin.INFRASTRUCTURE
        or any(finding.is_generic for finding in findings)
    )


def _has_report(job: WorkflowJob, facts: RunFacts) -> bool:
    """Whether a leg with results is named after the job; of other reports nobody knows whose."""
    return any(leg and (leg in job.name or job.name in leg) for leg in facts.test_legs)
