"""Red runs of which nothing tells."""

from dataclasses import replace

import pytest

from bot.model.evidence import Evidence
from bot.model.finding import LogReading
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.model.run import WorkflowJob
from bot.planning.newcomers.wordless import wordless
from tests.build import cluster, finding, issue, run, verdict

RED = WorkflowJob(id=1, name="unit", conclusion="failure", url="", failed_steps=("Build", "Test"))
LATE = WorkflowJob(id=2, name="e2e", conclusion="timed_out", url="")
FINE = WorkflowJob(id=3, name="lint", conclusion="success", url="")
SILENT = Evidence(jobs=(RED, LATE, FINE), logs=(LogReading(path="unit.log", job="unit"),))


def report(outcome: Outcome) -> TestReport:
    case = TestCase(suite="tests/test_a.py", name="test_a", outcome=outcome)
    return TestReport(path="junit.xml", format="junit", cases=(case,))


def said(evidence: Evidence, *issues: TrackedIssue, ended: str = "failure") -> list[str]:
    found = wordless(evidence, issues, run(conclusion=ended))
    assert all(not log.job and len(log.findings) == 1 for log in found)
    return [log.findings[0].text for log in found]


def test_each_red_job_is_named_with_its_steps() -> None:
    assert said(SILENT) == [
        "The job failed at Build, Test, and no log tells why.",
        "The job ran out of time, and no log tells why.",
    ]


def test_run_without_a_red_job_failed_itself() -> None:
    assert said(Evidence(jobs=(FINE,)), ended="startup_failure") == [
        f"{run().workflow} ended as startup_failure, and no job tells why."
    ]


@pytest.mark.parametrize("ended", ["success", "cancelled", "neutral", "skipped"])
def test_run_that_is_not_red_needs_no_words(ended: str) -> None:
    assert said(SILENT, ended=ended) == []


@pytest.mark.parametrize(
    ("evidence", "is_told"),
    [
        pytest.param(Evidence(jobs=(RED,), reports=(report(Outcome.FAILURE),)), True, id="red"),
        pytest.param(Evidence(jobs=(RED,), reports=(report(Outcome.PASSED),)), False, id="green"),
        pytest.param(
            Evidence(jobs=(RED,), logs=(LogReading(path="a.log", findings=(finding(),)),)),
            True,
            id="log with a cause",
        ),
    ],
)
def test_what_was_read_is_enough(evidence: Evidence, is_told: bool) -> None:
    assert (said(evidence) == []) is is_told


def open_here(passes: int = 0) -> TrackedIssue:
    leg = LegProgress(leg="unit", passes=passes)
    return issue(workflow=run().workflow_path, branch=run().branch, progress=(leg,))


def test_open_issue_that_is_red_explains_it() -> None:
    assert said(SILENT, open_here(0)) == []


SPEECHLESS = finding("unclassified", key="job-failed", is_generic=True)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(open_here(1), id="passes by now"),
        pytest.param(replace(open_here(), workflow="other.yml"), id="is of another workflow"),
        pytest.param(replace(open_here(), branch="release"), id="is of another branch"),
        pytest.param(
            replace(
                open_here(),
                tests=(),
                verdict=verdict(cluster=cluster(names=(), findings=(SPEECHLESS,))),
            ),
            id="is as wordless as this run",
        ),
    ],
)
def test_issue_explains_nothing_when_it(other: TrackedIssue) -> None:
    assert len(said(SILENT, other)) == 2
