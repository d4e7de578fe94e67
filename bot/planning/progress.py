"""How close each leg is to closing an issue: passes in a row, and how many are needed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.model.config import RepoConfig
from bot.model.failure import Failure
from bot.model.history import Sighting
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.names import Kind, Origin, Outcome
from bot.model.run import WorkflowRun
from bot.planning.facts import RunFacts
from bot.planning.legs import is_log_only, leg_name
from bot.planning.newer import is_newer, sighting_of

GREEN_KEPT = 5
FLAKY_PASSES = (10, 50)  # least and most passes that close a flaky test
FLAKY_DOUBT = 0.01  # the chance that a flaky test passes so often and is not mended

Result = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one run says of an issue: `results` by leg, only legs the issue knows."""

    results: Mapping[str, Result]

    @property
    def says_nothing(self) -> bool:
        """Whether no leg of the issue gave a result."""
        return all(result == "unknown" for result in self.results.values())


def needs_jobs(open_issues: Sequence[TrackedIssue], run: WorkflowRun) -> bool:
    """Whether the jobs of a green `run` are worth a request: only they show a log's cause gone."""
    return any(is_log_only(i) and i.workflow == run.workflow_path for i in open_issues)


def watches_log(job: str, open_issues: Sequence[TrackedIssue], run: WorkflowRun) -> bool:
    """Whether the log of a green job is worth a request: only it shows that a warning is gone."""
    return any(
        issue.verdict.origin is Origin.WARNING
        and is_log_only(issue)
        and leg_name(job, run, issue) in {p.leg for p in issue.progress}
        for issue in open_issues
    )


def read_progress(issue: TrackedIssue, facts: RunFacts) -> Reading:
    """Read what the run says in each leg in which the issue ever failed.

    Absent, skipped and cancelled are no passes.
    """
    if is_log_only(issue):
        jobs = {leg_name(job, facts.run, issue): job for job in facts.job_conclusions}
        return Reading(
            {
                p.leg: _log_result(issue, jobs[p.leg], facts) if p.leg in jobs else "unknown"
                for p in issue.progress
            }
        )
    legs = {leg_name(leg, facts.run, issue): leg for leg in facts.test_legs}
    return Reading(
        {
            p.leg: _test_result(issue, p, legs[p.leg], facts) if p.leg in legs else "unknown"
            for p in issue.progress
        }
    )


def advance(
    leg: LegProgress, result: Result, run: WorkflowRun, floor: Sighting | None
) -> LegProgress:
    """Count one result. Evidence older than the leg's own (or than `floor`) proves no pass.

    A failure that is heard of late still ends the streak that reached back beyond it.
    """
    if result == "unknown":
        return leg
    if not is_newer(run, leg.last or floor):
        return leg if result == "passed" else _cut(leg, run)
    seen = sighting_of(run)
    if result == "failed":
        return replace(leg, passes=0, green=(), last=seen, seen=leg.seen + 1, failed=leg.failed + 1)
    green = (seen, *leg.green)[:GREEN_KEPT]
    return replace(leg, passes=leg.passes + 1, green=green, last=seen, seen=leg.seen + 1)


def _cut(leg: LegProgress, run: WorkflowRun) -> LegProgress:
    later = tuple(seen for seen in leg.green if not is_newer(run, seen))
    if len(later) == len(leg.green):
        return leg
    return replace(leg, green=later, passes=len(later))


def with_needed(issue: TrackedIssue, config: RepoConfig) -> TrackedIssue:
    """Write into each leg how many passes close it.

    A regression closes after `close_after_passes`. A flaky test passes often anyway, so it needs
    as many as would happen by chance in one of a hundred cases, going by its own failure rate.
    """
    least = config.issues.close_after_passes
    is_flaky = issue.verdict.origin is Origin.FLAKY
    progress = tuple(
        replace(leg, needed=max(least, _flaky_passes(leg)) if is_flaky else least)
        for leg in issue.progress
    )
    return replace(issue, progress=progress)


def is_through(issue: TrackedIssue) -> bool:
    """Whether every leg has passed often enough."""
    return bool(issue.progress) and all(0 < leg.needed <= leg.passes for leg in issue.progress)


def progress_text(issue: TrackedIssue) -> str:
    """Say how far the slowest leg is: "passed 1 of 3"."""
    if not issue.progress:
        return "still failing"
    slowest = min(issue.progress, key=lambda leg: leg.passes - leg.needed)
    return f"passed {slowest.passes} of {slowest.needed}"


def _flaky_passes(leg: LegProgress) -> int:
    least, most = FLAKY_PASSES
    before = max(leg.seen - leg.passes, leg.failed, 1)  # the streak itself proves no rate
    rate = max(leg.failed, 1) / before
    if rate >= 1:
        return least
    return min(most, max(least, math.ceil(math.log(FLAKY_DOUBT) / math.log(1 - rate))))


def _log_result(issue: TrackedIssue, job: str, facts: RunFacts) -> Result:
    """A cause in a log is gone when its job succeeds; a warning when the log was read without it.

    A green job still prints warnings, so nothing is learned of them where no log was read.
    """
    conclusion = facts.job_conclusions[job]
    if issue.verdict.origin is Origin.WARNING:
        is_read = job in facts.read_logs and conclusion in ("success", "failure")
        return "passed" if is_read else "unknown"
    return "passed" if conclusion == "success" else "unknown"


def _test_result(issue: TrackedIssue, leg: LegProgress, raw: str, facts: RunFacts) -> Result:
    suites = {f.fingerprints.test: f.suite for f in _failures(issue)}
    outcomes = [
        facts.outcomes.get(test, {}).get(raw) or _collected(issue, suites.get(test, ""), raw, facts)
        for test in leg.tests or issue.tests
    ]
    if any(outcome is not None and outcome.is_red for outcome in outcomes):
        return "failed"
    return "passed" if all(outcome is Outcome.PASSED for outcome in outcomes) else "unknown"


def _failures(issue: TrackedIssue) -> Sequence[Failure]:
    return [f for v in (issue.verdict, *issue.children) for f in v.cluster.failures]


def _collected(issue: TrackedIssue, suite: str, raw: str, facts: RunFacts) -> Outcome | None:
    """Judge a file that could not be collected: its error has no test of its own to pass.

    It passes when tests of that file give results again.
    """
    if issue.verdict.kind is not Kind.UNCOLLECTABLE or not suite:
        return None
    here = [s for s in facts.suites if s.leg == raw and _module(s.name) == _module(suite)]
    is_back = any(s.ran for s in here) and not any(s.is_uncollectable for s in here)
    return Outcome.PASSED if is_back else None


def _module(suite: str) -> str:
    """`tests/test_a.py` and `tests.test_a` are one module."""
    return suite.replace("\\", "/").removesuffix(".py").replace("/", ".")
