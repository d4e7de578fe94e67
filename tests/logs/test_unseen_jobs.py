"""Jobs of many CI systems and ecosystems: how many are read rightly must not fall."""

from io import BytesIO
from pathlib import Path

import pytest

from bot.logs.scan import scan_log
from bot.model.finding import Finding
from tests.logs.jobs import Job, jobs

DATA = Path(__file__).parent / "data" / "jobs"
FILES = sorted(DATA.glob("*.txt"))
EVERY = [job for path in FILES for job in jobs(path)]
CAUSES, LINES = 0.97, 0.98


def found(job: Job) -> tuple[Finding, ...]:
    return scan_log(BytesIO(job.text.encode()), job.name).findings


def has_right_cause(job: Job) -> bool:
    findings = found(job)
    return str(findings[0].cause) in job.causes if findings else "none" in job.causes


def has_right_line(job: Job) -> bool:
    findings = found(job)
    return bool(findings) and min(abs(findings[0].line - line) for line in job.marked) <= 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_first_findings_name_the_right_causes(path: Path) -> None:
    every = list(jobs(path))
    missed = [job.name for job in every if not has_right_cause(job)]

    assert len(missed) <= (1 - CAUSES) * len(every), missed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_first_findings_point_near_a_marked_line(path: Path) -> None:
    failed = [job for job in jobs(path) if not job.is_quiet]
    missed = [job.name for job in failed if not has_right_line(job)]

    assert len(missed) <= (1 - LINES) * len(failed), missed


@pytest.mark.parametrize("job", [job for job in EVERY if job.is_quiet], ids=lambda job: job.name)
def test_good_job_raises_no_alarm(job: Job) -> None:
    assert {str(finding.cause) for finding in found(job)} <= {"deprecation_only"}
