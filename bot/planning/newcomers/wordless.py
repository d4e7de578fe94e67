"""A red run that nothing tells of: no report, no log with a word in it. It is a failure all the same.

| what GitHub still says                         | what is known to have failed     |
|------------------------------------------------|----------------------------------|
| jobs that are red                              | each of them, at its failed step |
| no job at all (the workflow file is no good)   | the run                          |
"""

from collections.abc import Iterable

from bot.model.evidence import Evidence
from bot.model.finding import Finding, LogReading
from bot.model.issue import TrackedIssue
from bot.model.names import LogCause
from bot.model.run import WorkflowJob, WorkflowRun
from bot.planning.course.legs import is_log_only
from bot.planning.scope import target_branch

_RED = ("failure", "timed_out", "startup_failure")
_KEY = "job-failed"  # as the rules of logs call a job that failed without a word


def wordless(
    evidence: Evidence, open_issues: Iterable[TrackedIssue], run: WorkflowRun
) -> tuple[LogReading, ...]:
    """Give what stands for the logs that could not be read; nothing when something was read.

    While an open issue explains red runs of this workflow and branch, a run without a word is taken
    for one more of them: a log that is lost once must not make a second issue of one cause. These
    readings have no `job`, as nobody has read its log.
    """
    if run.conclusion not in _RED or _has_words(evidence):
        return ()
    if any(_explains(issue, run) for issue in open_issues):
        return ()
    red = [job for job in evidence.jobs if job.conclusion in _RED]
    return tuple(map(_failed, red)) or (_never_started(run),)


def _has_words(evidence: Evidence) -> bool:
    return any(report.red for report in evidence.reports) or any(
        log.findings for log in evidence.logs
    )


def _explains(issue: TrackedIssue, run: WorkflowRun) -> bool:
    findings = issue.verdict.cluster.findings
    is_wordless = is_log_only(issue) and any(f.is_generic and f.key == _KEY for f in findings)
    is_here = (issue.workflow, issue.branch) == (run.workflow_path, target_branch(run))
    is_red = any(leg.passes == 0 for leg in issue.progress)
    return is_here and is_red and not is_wordless


def _failed(job: WorkflowJob) -> LogReading:
    steps = f" at {', '.join(job.failed_steps)}" if job.failed_steps else ""
    ended = "ran out of time" if job.conclusion == "timed_out" else "failed"
    said = f"The job {ended}{steps}, and no log tells why."
    return _reading(said, job=job.name, path=f"{job.name}.log")


def _never_started(run: WorkflowRun) -> LogReading:
    said = f"{run.workflow} ended as {run.conclusion}, and no job tells why."
    return _reading(said, job="", path=run.workflow_path)


def _reading(said: str, *, job: str, path: str) -> LogReading:
    finding = Finding(
        rule="unclassified",
        cause=LogCause.SCRIPT_ERROR,
        category="Unclassified",
        key=_KEY,
        slug=_KEY,
        path=path,
        line=0,
        text=said,
        job=job,
        is_generic=True,
    )
    return LogReading(path=path, findings=(finding,))
