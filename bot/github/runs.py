"""Workflow runs, their jobs and their artifacts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.github.client import PER_PAGE, Client, repo_path
from bot.github.fields import NEVER, login, moment, text
from bot.model.run import Artifact, RepoRef, WorkflowJob, WorkflowRun

MOST_RUNS = 1_000
_RED = ("failure", "timed_out", "cancelled")


async def get_attempt(client: Client, repo: RepoRef, run_id: int, attempt: int) -> WorkflowRun:
    """One attempt of a run.

    https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run-attempt
    """
    path = repo_path(repo, "actions", "runs", run_id, "attempts", attempt)
    return read_run(await client.get(path), repo)


async def finished_runs(
    client: Client,
    repo: RepoRef,
    since: datetime,
    *,
    until: datetime | None = None,
    branch: str | None = None,
    event: str | None = None,
) -> tuple[WorkflowRun, ...]:
    """The latest attempts of runs created since then that are over, newest first.

    With `until` those that were created no later.

    GitHub gives at most a thousand (`MOST_RUNS`) for one question.
    https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
    """
    rows = client.pages(
        repo_path(repo, "actions", "runs"),
        "workflow_runs",
        max_pages=MOST_RUNS // PER_PAGE,
        status="completed",
        created=f">={_stamp(since)}" if until is None else f"{_stamp(since)}..{_stamp(until)}",
        branch=branch,
        event=event,
    )
    return tuple([read_run(row, repo) async for row in rows])


async def all_finished_runs(
    client: Client, repo: RepoRef, since: datetime
) -> tuple[WorkflowRun, ...]:
    """The same, however many there are: asked for in spans of a thousand."""
    found: dict[int, WorkflowRun] = {}
    until: datetime | None = None
    while True:
        listed = await finished_runs(client, repo, since, until=until)
        fresh = [run for run in listed if run.id not in found]
        found.update((run.id, run) for run in fresh)
        if len(listed) < MOST_RUNS or not fresh:
            return tuple(found.values())
        until = min(created(run) for run in listed)


def created(run: WorkflowRun) -> datetime:
    """When its first attempt was asked for, as far as that is known."""
    return run.created_at or run.started_at


async def list_jobs(
    client: Client, repo: RepoRef, run_id: int, attempt: int
) -> tuple[WorkflowJob, ...]:
    """Every job of one attempt, in GitHub's order.

    https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt
    """
    path = repo_path(repo, "actions", "runs", run_id, "attempts", attempt, "jobs")
    return tuple([_read_job(row) async for row in client.pages(path, "jobs")])


async def list_artifacts(client: Client, repo: RepoRef, run_id: int) -> tuple[Artifact, ...]:
    """Every artifact of a run, of all its attempts: GitHub does not say which made which.

    https://docs.github.com/en/rest/actions/artifacts#list-workflow-run-artifacts
    """
    path = repo_path(repo, "actions", "runs", run_id, "artifacts")
    return tuple([_read_artifact(row) async for row in client.pages(path, "artifacts")])


def artifact_zip(repo: RepoRef, artifact: Artifact) -> str:
    """Where an artifact's download begins.

    https://docs.github.com/en/rest/actions/artifacts#download-an-artifact
    """
    return repo_path(repo, "actions", "artifacts", artifact.id, "zip")


def job_log(repo: RepoRef, job: WorkflowJob) -> str:
    """Where the download of a job's log begins.

    https://docs.github.com/en/rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run
    """
    return repo_path(repo, "actions", "jobs", job.id, "logs")


def read_run(row: Mapping[str, Any], repo: RepoRef) -> WorkflowRun:
    """A run as the API shows it; a deleted fork has no head repository."""
    path = text(row.get("path")).partition("@")[0]
    head = row.get("head_repository") or {}
    started = moment(row.get("run_started_at")) or moment(row.get("created_at")) or NEVER
    commit = row.get("head_commit") or {}
    pull, base = _pull_request(row, repo)
    title = text(commit.get("message")) or text(row.get("display_title"))
    return WorkflowRun(
        repo=repo,
        id=int(row["id"]),
        attempt=int(row.get("run_attempt") or 1),
        number=int(row.get("run_number") or 0),
        workflow=text(row.get("name")) or path.rpartition("/")[2],
        workflow_path=path,
        event=text(row.get("event")),
        branch=text(row.get("head_branch")),
        head_sha=text(row.get("head_sha")),
        head_repo_id=head.get("id"),
        conclusion=text(row.get("conclusion")),
        started_at=started,
        completed_at=moment(row.get("updated_at")) or started,
        url=text(row.get("html_url")),
        commit_title=title.partition("\n")[0],
        actor=login(row.get("triggering_actor")) or login(row.get("actor")),
        created_at=moment(row.get("created_at")),
        tree=text(commit.get("tree_id")),
        base_branch=base,
        pull=pull,
    )


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _pull_request(row: Mapping[str, Any], repo: RepoRef) -> tuple[int, str]:
    """Number and base branch of the first one that goes to this repository."""
    for pull in row.get("pull_requests") or ():
        base = pull.get("base") or {}
        if (base.get("repo") or {}).get("id") == repo.id:
            return int(pull["number"]), text(base.get("ref"))
    return 0, ""


def _read_job(row: Mapping[str, Any]) -> WorkflowJob:
    steps = row.get("steps") or ()
    return WorkflowJob(
        id=int(row["id"]),
        name=text(row.get("name")),
        conclusion=text(row.get("conclusion")),
        url=text(row.get("html_url")),
        started_at=moment(row.get("started_at")),
        completed_at=moment(row.get("completed_at")),
        failed_steps=tuple(text(s.get("name")) for s in steps if s.get("conclusion") in _RED),
    )


def _read_artifact(row: Mapping[str, Any]) -> Artifact:
    return Artifact(
        id=int(row["id"]),
        name=text(row.get("name")),
        size_bytes=int(row.get("size_in_bytes") or 0),
        created_at=moment(row.get("created_at")) or NEVER,
        expired=bool(row.get("expired")),
    )
