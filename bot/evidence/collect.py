"""Everything one attempt of a run has to say: its artifacts, and the logs of its failed jobs."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from bot.errors import Forbidden, GitHubError, NotFound
from bot.evidence.limits import Limits, size_text
from bot.evidence.names import leg_of
from bot.evidence.packed import read_packed
from bot.evidence.sort import Wanted, scan
from bot.evidence.stream import member
from bot.github.client import Client
from bot.github.runs import artifact_zip, job_log, list_artifacts, list_jobs
from bot.logs.user_rules import UserRule
from bot.model.evidence import Evidence
from bot.model.finding import LogReading
from bot.model.report import TestReport
from bot.model.run import Artifact, WorkflowJob, WorkflowRun

LOST = "can no longer be read"
_DEFAULT = Limits()
_LATE = timedelta(minutes=1)  # an artifact is there before its run is over; clocks differ a little
_RED = ("failure", "timed_out")


@dataclass(kw_only=True)
class _Gathering:
    """What has come together so far."""

    client: Client
    run: WorkflowRun
    limits: Limits
    workdir: Path
    on_read: Callable[[str, str], None]
    reports: list[TestReport] = field(default_factory=list)
    logs: list[LogReading] = field(default_factory=list)
    legs: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        """The one file on disk, named by us alone."""
        return self.workdir / f"{self.run.id}-{self.run.attempt}.part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is wanted beyond what failed.

    `artifacts` are globs of names. With `jobs` the jobs are listed even when the run succeeded;
    `is_watched` picks jobs whose logs are read although they are green. `on_read` is told the format
    of each file (`log` for a log, `unknown` for a report that was not understood, `artifact` for one
    that could not be had) and what came of it: read, partly or unreadable.
    """

    artifacts: Sequence[str] = ("*",)
    user_rules: Sequence[UserRule] = ()
    jobs: bool = False
    is_watched: Callable[[str], bool] = lambda _name: False
    on_read: Callable[[str, str], None] = lambda _format, _outcome: None


async def collect(
    client: Client,
    run: WorkflowRun,
    *,
    ask: Ask = Ask(),
    limits: Limits = _DEFAULT,
    workdir: Path,
) -> Evidence:
    """Read the artifacts whose names fit the globs and, unless the run succeeded, its red jobs.

    Report paths are `ARTIFACT/MEMBER`, log paths `JOB.log`. One file at a time lies in `workdir`.
    What is broken, expired, hostile, empty or too large becomes a sentence in `problems`; only
    what another try may mend (TransientError), or a missing permission (Forbidden), is raised.
    A run that succeeded costs one request for the list and one for each artifact; one that failed
    one more for its jobs and one for each log.
    """
    gathering = _Gathering(
        client=client, run=run, limits=limits, workdir=workdir, on_read=ask.on_read
    )
    for artifact in await _artifacts_of(gathering, ask.artifacts):
        await _read_artifact(gathering, artifact)
    jobs: tuple[WorkflowJob, ...] = ()
    if run.conclusion != "success" or ask.jobs:
        jobs = await list_jobs(client, run.repo, run.id, run.attempt)
        for job in _jobs_to_read(gathering, jobs, ask.is_watched):
            await _read_log(gathering, job, ask.user_rules)
    return Evidence(
        reports=tuple(gathering.reports),
        logs=tuple(gathering.logs),
        jobs=jobs,
        legs=gathering.legs,
        problems=tuple(gathering.problems),
    )


async def _artifacts_of(gathering: _Gathering, globs: Sequence[str]) -> list[Artifact]:
    """The artifacts of this attempt, newest of each name, in the order of their names.

    GitHub lists those of all attempts together; the time of creation tells them apart.
    """
    run = gathering.run
    newest: dict[str, Artifact] = {}
    twice: set[str] = set()
    for artifact in await list_artifacts(gathering.client, run.repo, run.id):
        is_ours = run.started_at < artifact.created_at <= run.completed_at + _LATE
        if is_ours and any(fnmatchcase(artifact.name, glob) for glob in globs):
            known = newest.setdefault(artifact.name, artifact)
            if known is not artifact:
                twice.add(artifact.name)
            if (artifact.created_at, artifact.id) > (known.created_at, known.id):
                newest[artifact.name] = artifact
    for name in sorted(twice):
        gathering.problems.append(
            f"The run has more than one artifact named {name}; only the newest was read: "
            "let each job of a matrix upload under a name of its own."
        )
    found = [newest[name] for name in sorted(newest)]
    most = gathering.limits.max_artifacts
    if len(found) > most:
        gathering.problems.append(
            f"The run has {len(found)} artifacts; only the first {most} were read: "
            "name those with test reports under `artifacts` in .github/gardener.yml."
        )
    return found[:most]


async def _read_artifact(gathering: _Gathering, artifact: Artifact) -> None:
    limits = gathering.limits
    reason = _unreadable(artifact, limits)
    if reason:
        _lost(gathering, "artifact", f"The artifact {artifact.name} {reason}.")
        return
    try:
        done = await gathering.client.download(
            artifact_zip(gathering.run.repo, artifact), gathering.file, limits.max_artifact_bytes
        )
        if done.truncated:
            reason = f"is larger than {size_text(limits.max_artifact_bytes)} and was not read"
            _lost(gathering, "artifact", f"The artifact {artifact.name} {reason}.")
            return
        readings = await asyncio.to_thread(
            lambda: list(read_packed(gathering.file, artifact.name, Wanted(), limits))
        )
    except Forbidden:
        raise
    except GitHubError as error:
        _lost(gathering, "artifact", f"The artifact {artifact.name} {_gone(error)}.")
        return
    finally:
        gathering.file.unlink(missing_ok=True)
    for reading in readings:
        if isinstance(reading, str):
            _lost(gathering, "artifact", reading)
        elif isinstance(reading, TestReport):
            _add_report(gathering, reading, leg_of(artifact.name, gathering.run.attempt))


def _add_report(gathering: _Gathering, report: TestReport, leg: str) -> None:
    gathering.problems += report.problems
    how = "partly" if report.problems else "read"
    gathering.on_read(report.format or "unknown", how if report.format else "unreadable")
    if report.format is not None:
        gathering.reports.append(report)
        gathering.legs[report.path] = leg


def _lost(gathering: _Gathering, what: str, problem: str) -> None:
    gathering.problems.append(problem)
    gathering.on_read(what, "unreadable")


def _unreadable(artifact: Artifact, limits: Limits) -> str:
    if artifact.expired:
        return f"has expired and {LOST}"
    if artifact.size_bytes > limits.max_artifact_bytes:
        size, most = size_text(artifact.size_bytes), size_text(limits.max_artifact_bytes)
        return f"has {size}, more than {most}, and was not read"
    return ""


def _gone(error: GitHubError) -> str:
    if isinstance(error, NotFound):
        return f"is gone and {LOST} ({error.message})"
    return f"cannot be downloaded ({error})"


def _jobs_to_read(
    gathering: _Gathering, jobs: Sequence[WorkflowJob], is_watched: Callable[[str], bool]
) -> Sequence[WorkflowJob]:
    """The red jobs, then the watched green ones; the cancelled ones only when the run failed and none of them is red.

    A matrix cancels its other jobs when one fails: their logs say nothing of their own. When
    nothing else is red, a job that ran out of its time was cancelled, and its log is all there is.
    """
    red = [job for job in jobs if job.conclusion in _RED]
    if not red and gathering.run.conclusion in _RED:
        red = [job for job in jobs if job.conclusion == "cancelled"]
    most = gathering.limits.max_logs
    if len(red) > most:
        gathering.problems.append(
            f"{len(red)} jobs failed; only the logs of the first {most} were read."
        )
    green = [job for job in jobs if job.conclusion == "success" and is_watched(job.name)]
    return [*red, *green][:most]


async def _read_log(
    gathering: _Gathering, job: WorkflowJob, user_rules: Sequence[UserRule]
) -> None:
    limits = gathering.limits
    try:
        done = await gathering.client.download(
            job_log(gathering.run.repo, job), gathering.file, limits.max_log_bytes
        )
        reading = await asyncio.to_thread(_scan, gathering.file, job, user_rules)
    except Forbidden:
        raise
    except GitHubError as error:
        _lost(gathering, "log", f"The log of the job {job.name} {_gone(error)}.")
        return
    finally:
        gathering.file.unlink(missing_ok=True)
    gathering.logs.append(reading)
    gathering.problems += reading.problems
    gathering.on_read("log", "partly" if done.truncated or reading.problems else "read")
    if done.truncated:
        gathering.problems.append(
            f"The log of the job {job.name} is longer than {size_text(limits.max_log_bytes)}; "
            "only its beginning was read."
        )


def _scan(file: Path, job: WorkflowJob, user_rules: Sequence[UserRule]) -> LogReading:
    with file.open("rb") as stream:
        return scan(member(f"{job.name}.log", stream), user_rules, job=job.name, failed=True)
