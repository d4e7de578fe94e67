"""The test execution summary: one line a suite and one line a job."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.model.failure import SuiteTotals
from bot.model.finding import Finding
from bot.model.names import LogCause
from bot.model.run import WorkflowJob
from bot.model.verdict import Verdict
from bot.model.worklog import SuiteLine
from bot.triage.suites import human_name

NOTE_CHARS = 100
PASSED_KEPT = 500

_JOB_WORDS = {
    "success": "PASSED",
    "failure": "FAILED",
    "timed_out": "TIMED OUT",
    "cancelled": "CANCELLED",
    "skipped": "SKIPPED",
}
_Causes: TypeAlias = Mapping[tuple[str, str], Sequence[str]]

_NO_TESTS = ("0 items", "no tests", "0 tests")


def suite_lines(
    suites: Sequence[SuiteTotals], verdicts: Sequence[Verdict], jobs: Sequence[WorkflowJob] = ()
) -> tuple[SuiteLine, ...]:
    """List the suites, red ones first, then those that a log alone knows, then the green ones."""
    names = _names(suites)
    red = [s for s in suites if s.red or s.is_uncollectable or not s.ran]
    green = [s for s in suites if not (s.red or s.is_uncollectable or not s.ran)]
    because, causes = blame(jobs), _causes(verdicts)
    return (
        *(_suite_line(s, names[s.name, s.leg], causes, because) for s in red),
        *_from_logs(verdicts, {s.name for s in suites}),
        *(_suite_line(s, names[s.name, s.leg], causes, because) for s in green[:PASSED_KEPT]),
    )


def job_lines(jobs: Sequence[WorkflowJob]) -> tuple[SuiteLine, ...]:
    """List the jobs in their order; a skipped one names the jobs that failed before it."""
    because = blame(jobs)
    return tuple(
        SuiteLine(
            name=job.name,
            status=_JOB_WORDS.get(job.conclusion, job.conclusion.upper() or "UNKNOWN"),
            seconds=job.seconds if job.conclusion != "skipped" else None,
            note=because if job.conclusion == "skipped" else _steps(job),
        )
        for job in jobs
    )


def blame(jobs: Sequence[WorkflowJob]) -> str:
    """Say because of which jobs others did not run: "because unit-tests failed"."""
    failed = [job.name for job in jobs if job.conclusion in ("failure", "timed_out")]
    if not failed:
        return ""
    named = ", ".join(failed[:3]) + (f" and {len(failed) - 3} more" if len(failed) > 3 else "")
    return f"because {named} failed"


def short(text: str, most: int = NOTE_CHARS) -> str:
    """Take the first line that says something, cut to `most` characters."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _steps(job: WorkflowJob) -> str:
    return f"failed at: {', '.join(job.failed_steps[:3])}" if job.failed_steps else ""


def _names(suites: Sequence[SuiteTotals]) -> dict[tuple[str, str], str]:
    """Name each suite as people would, with its leg or its path where two would look the same."""
    by_human: dict[str, set[str]] = {}
    legs: dict[str, set[str]] = {}
    for suite in suites:
        by_human.setdefault(human_name(suite.name), set()).add(suite.name)
        legs.setdefault(suite.name, set()).add(suite.leg)
    names = {}
    for suite in suites:
        human = human_name(suite.name)
        name = human if len(by_human[human]) == 1 else suite.name
        is_alone = len(legs[suite.name]) == 1
        names[suite.name, suite.leg] = name if is_alone else f"{name} ({suite.leg})"
    return names


def _suite_line(suite: SuiteTotals, name: str, causes: _Causes, because: str) -> SuiteLine:
    status = _status(suite)
    return SuiteLine(
        name=name,
        status=status,
        tests=suite.tests,
        red=suite.red,
        skipped=suite.skipped,
        seconds=suite.seconds or None,
        note=because if status == "SKIPPED" else _note(suite, causes),
    )


def _status(suite: SuiteTotals) -> str:
    if suite.is_uncollectable:
        return "COLLECTION ERROR"
    if not suite.tests:
        return "0 items collected"
    if not suite.ran:
        return "SKIPPED"
    return "FAILED" if suite.red else "PASSED"


def _causes(verdicts: Sequence[Verdict]) -> _Causes:
    """List the messages of the causes that each suite shows, by suite and leg."""
    found: dict[tuple[str, str], list[str]] = {}
    for verdict in verdicts:
        for suite in dict.fromkeys((f.suite, f.leg) for f in verdict.cluster.failures):
            found.setdefault(suite, []).append(verdict.cluster.message)
    return found


def _note(suite: SuiteTotals, causes: _Causes) -> str:
    here = causes.get((suite.name, suite.leg), ())
    if len(here) > 1:
        return f"{len(here)} causes, first: {short(here[0], 80)}"
    return short(here[0]) if here else ""


def _from_logs(verdicts: Sequence[Verdict], known: set[str]) -> tuple[SuiteLine, ...]:
    """Tell of test files that no report tells of, because nothing in them could run."""
    found: dict[str, SuiteLine] = {}
    for verdict in verdicts:
        for finding in verdict.cluster.findings:
            if finding.file and finding.file not in known and _is_about_collection(finding):
                is_empty = any(words in finding.text.lower() for words in _NO_TESTS)
                found.setdefault(
                    finding.file,
                    SuiteLine(
                        name=human_name(finding.file),
                        status="0 items collected" if is_empty else "COLLECTION ERROR",
                        note=short(finding.text),
                    ),
                )
    return tuple(found.values())


def _is_about_collection(finding: Finding) -> bool:
    return finding.cause in (LogCause.COLLECTION, LogCause.SYNTAX)
