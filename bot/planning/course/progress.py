"""How close each leg is to closing an issue: passes in a row, and how many are needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.model.config import RepoConfig
from bot.model.history import Sighting
from bot.model.issue import Absence, LegProgress, TrackedIssue
from bot.model.names import Kind, Origin, Outcome
from bot.model.run import WorkflowRun
from bot.planning.course.absence import (
    failures_of,
    gone,
    is_gone,
    noticed,
    tests_of,
    unseen_since,
)
from bot.planning.course.legs import is_log_only, leg_name
from bot.planning.course.newer import is_newer, sighting_of
from bot.planning.facts import RunFacts, module
from bot.triage.flakiness import closes_by_silence, passes_needed

GREEN_KEPT = 10

Result = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one run says of an issue: `results` by leg, only legs the issue knows.

    `absent` has for each leg that ran what is absent from it after this run.
    """

    results: Mapping[str, Result]
    absent: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)


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
        names = ("", *facts.job_conclusions)  # the empty one is the run without any job
        jobs = {leg_name(job, facts.run, issue): job for job in names}
        return Reading(
            {
                p.leg: _log_result(issue, jobs[p.leg], facts) if p.leg in jobs else "unknown"
                for p in issue.progress
            }
        )
    legs = {leg_name(leg, facts.run, issue): leg for leg in facts.test_legs}
    here = [p for p in issue.progress if p.leg in legs]
    absent = {p.leg: noticed(issue, p, legs[p.leg], facts) for p in here}
    now = {p.leg: replace(p, absent=absent[p.leg]) for p in here}
    results: dict[str, Result] = {p.leg: "unknown" for p in issue.progress}
    for name, leg in now.items():
        results[name] = _test_result(issue, leg, legs[name], facts)
    return Reading(results, absent)


def moved_on(
    leg: LegProgress, reading: Reading, run: WorkflowRun, floor: Sighting | None
) -> LegProgress:
    """The leg after this run."""
    known = replace(leg, absent=reading.absent.get(leg.leg, leg.absent))
    return advance(known, reading.results.get(leg.leg, "unknown"), run, floor)


def advance(
    leg: LegProgress, result: Result, run: WorkflowRun, floor: Sighting | None
) -> LegProgress:
    """Count one result, wherever it lies in the order of commits.

    A pass counts when it is newer than the last failure there (or than `floor`, where none is
    known); a run that is tried again counts once. A failure that is heard of late still ends the
    streak that reached back beyond it.
    """
    here = sighting_of(run)
    if result == "failed" and is_newer(run, leg.red):
        green = tuple(seen for seen in leg.green if seen.order > here.order)
        row = 1 if leg.passes else leg.row + 1
        red = _heard(replace(leg, red=here, failed=leg.failed + 1, row=row), here)
        return replace(red, green=green, passes=len(green), absent=())
    if result == "passed" and is_newer(run, leg.red or floor) and not _is_counted(leg, here):
        newest_first = sorted((here, *leg.green), key=lambda seen: seen.order, reverse=True)
        green = tuple(newest_first[:GREEN_KEPT])
        return replace(_heard(leg, here), green=green, passes=leg.passes + 1)
    return leg


def _heard(leg: LegProgress, here: Sighting) -> LegProgress:
    newest = here if leg.last is None else max(leg.last, here, key=lambda seen: seen.order)
    return replace(leg, last=newest, seen=leg.seen + 1)


def _is_counted(leg: LegProgress, here: Sighting) -> bool:
    """Whether the pass is in the streak; of those that are not kept any more nobody knows."""
    if any(seen.run_id == here.run_id for seen in leg.green):
        return True
    has_more = bool(leg.green) and leg.passes > len(leg.green)
    return has_more and here.order < leg.green[-1].order


def with_needed(issue: TrackedIssue, config: RepoConfig) -> TrackedIssue:
    """Write into each leg how many passes close it.

    A regression closes after `close_after_passes`. A flaky test passes often anyway, so its own
    failure rate says how many passes prove anything; so it does of failures that came and went.
    """
    needed = config.issues.close_after_passes
    if closes_by_silence(issue):
        needed = max(needed, passes_needed(issue))
    progress = tuple(replace(leg, needed=needed) for leg in issue.progress)
    return replace(issue, progress=progress)


def is_through(issue: TrackedIssue) -> bool:
    """Whether every leg has passed often enough, or has none of the tests any more."""
    return bool(issue.progress) and all(
        0 < leg.needed <= leg.passes or is_gone(leg, issue) for leg in issue.progress
    )


def is_all_gone(issue: TrackedIssue) -> bool:
    """Whether no leg has one of the tests any more."""
    return bool(issue.progress) and all(is_gone(leg, issue) for leg in issue.progress)


def progress_text(issue: TrackedIssue) -> str:
    """Say how far the slowest leg is: "passed 1 of 3"."""
    if not issue.progress:
        return "still failing"
    legs = [leg for leg in issue.progress if not is_gone(leg, issue)]
    if not legs:
        since = unseen_since(issue)
        return f"not seen since {since:%Y-%m-%d}" if since else "not seen"
    slowest = min(legs, key=lambda leg: leg.passes - leg.needed)
    return f"passed {slowest.passes} of {slowest.needed}"


def _log_result(issue: TrackedIssue, job: str, facts: RunFacts) -> Result:
    """A cause in a log is gone when its job succeeds; a warning when the log was read without it.

    A green job still prints warnings, so nothing is learned of them where no log was read.
    """
    conclusion = facts.job_conclusions.get(job, facts.run.conclusion)
    if issue.verdict.origin is Origin.WARNING:
        is_read = job in facts.read_logs and conclusion in ("success", "failure")
        return "passed" if is_read else "unknown"
    return "passed" if conclusion == "success" else "unknown"


def _test_result(issue: TrackedIssue, leg: LegProgress, raw: str, facts: RunFacts) -> Result:
    """Red when one test is; passed when all did, but for those that are believed to be gone."""
    suites = {f.fingerprints.test: f.suite for f in failures_of(issue)}
    left_out = {test for test in gone(leg) if test not in facts.outcomes}
    outcomes = [
        facts.outcomes.get(test, {}).get(raw) or _collected(issue, suites.get(test, ""), raw, facts)
        for test in tests_of(leg, issue)
        if test not in left_out
    ]
    if any(outcome is not None and outcome.is_red for outcome in outcomes):
        return "failed"
    is_green = outcomes and all(outcome is Outcome.PASSED for outcome in outcomes)
    return "passed" if is_green else "unknown"


def _collected(issue: TrackedIssue, suite: str, raw: str, facts: RunFacts) -> Outcome | None:
    """Judge a file that could not be collected: its error has no test of its own to pass.

    It passes when tests of that file give results again.
    """
    if issue.verdict.kind is not Kind.UNCOLLECTABLE or not suite:
        return None
    here = [s for s in facts.suites if s.leg == raw and module(s.name) == module(suite)]
    is_back = any(s.ran for s in here) and not any(s.is_uncollectable for s in here)
    return Outcome.PASSED if is_back else None
