"""Legs: where an issue's failures run. An issue is one cause in the whole repository.

A leg is the name of an artifact or job as it stands (`report-py311`) when the run is of the
workflow and branch on which the issue was opened. Elsewhere the leg says so
(`report-py311 (nightly.yml on release/2)`), so that a pass on one branch proves nothing of another.
"""

from collections.abc import Sequence

from bot.model.issue import TrackedIssue
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.scope import target_branch


def leg_name(leg: str, run: WorkflowRun, issue: TrackedIssue) -> str:
    """Name `leg` of `run` as `issue` knows it."""
    branch, file = target_branch(run), run.workflow_path.rpartition("/")[2] or run.workflow
    away = []
    if run.workflow_path != issue.workflow:
        away.append(file)
    if branch != issue.branch:
        away.append(f"on {branch}")
    name = leg or file
    return f"{name} ({' '.join(away)})" if away else name


def is_log_only(issue: TrackedIssue) -> bool:
    """Whether no test shows the cause, only the log of a job."""
    return not issue.tests


def red_legs(
    verdicts: Sequence[Verdict], run: WorkflowRun, issue: TrackedIssue
) -> dict[str, tuple[str, ...]]:
    """Map each leg in which the cause was seen in `run` to the tests that failed there."""
    legs: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        for failure in verdict.cluster.failures:
            name = leg_name(failure.leg, run, issue)
            legs.setdefault(name, {})[failure.fingerprints.test] = None
        if not verdict.cluster.failures:
            for finding in verdict.cluster.findings:
                legs.setdefault(leg_name(finding.job, run, issue), {})
    return {leg: tuple(tests) for leg, tests in legs.items()}
