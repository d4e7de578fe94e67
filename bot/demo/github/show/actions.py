"""Workflow runs, jobs and artifacts as JSON."""

import hashlib

from bot.demo.github.show.commits import show_pull_minimal, show_simple_commit
from bot.demo.github.show.people import show_user
from bot.demo.github.show.repository import show_minimal_repository
from bot.demo.github.state.actions import Artifact, Attempt, Job, Run, Workflow
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id


def show_workflow(hub: Hub, repo: Repository, workflow: Workflow) -> Json:
    """A workflow file."""
    name = workflow.path.rpartition("/")[2]
    return {
        "id": workflow.id,
        "node_id": node_id("W", workflow.id),
        "name": workflow.name,
        "path": workflow.path,
        "state": "active",
        "created_at": iso(workflow.created_at),
        "updated_at": iso(workflow.created_at),
        "url": hub.api(f"/repos/{repo.full_name}/actions/workflows/{workflow.id}"),
        "html_url": hub.web(f"/{repo.full_name}/blob/{repo.default_branch}/{workflow.path}"),
        "badge_url": hub.web(f"/{repo.full_name}/actions/workflows/{name}/badge.svg"),
    }


def show_run(hub: Hub, repo: Repository, run: Run, attempt: Attempt) -> Json:
    """One attempt of a run; a run from a fork names no pull request, as on GitHub."""
    url = hub.api(f"/repos/{repo.full_name}/actions/runs/{run.id}")
    suite = hub.api(f"/repos/{repo.full_name}/check-suites/{run.suite_id}")
    earlier = attempt.number - 1
    head = hub.repository_by_id(run.head_repository_id)
    home = repo if run.head_sha in repo.commits or head is None else head
    return {
        "id": run.id,
        "name": run.workflow.name,
        "node_id": node_id("WFR", run.id),
        "head_branch": run.branch,
        "head_sha": run.head_sha,
        "path": run.workflow.path,
        "display_title": run.title,
        "run_number": run.number,
        "event": run.event,
        "status": "queued" if attempt.status == "requested" else attempt.status,
        "conclusion": attempt.conclusion,
        "workflow_id": run.workflow.id,
        "check_suite_id": run.suite_id,
        "check_suite_node_id": node_id("CS", run.suite_id),
        "url": url,
        "html_url": hub.web(f"/{repo.full_name}/actions/runs/{run.id}"),
        "pull_requests": _pulls(hub, repo, run),
        "created_at": iso(run.created_at),
        "updated_at": iso(attempt.updated_at),
        "actor": show_user(hub, hub.user(run.actor)),
        "triggering_actor": show_user(hub, hub.user(attempt.actor)),
        "run_attempt": attempt.number,
        "referenced_workflows": [],
        "run_started_at": iso(attempt.started_at),
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{url}/logs",
        "check_suite_url": suite,
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "previous_attempt_url": f"{url}/attempts/{earlier}" if earlier else None,
        "workflow_url": hub.api(f"/repos/{repo.full_name}/actions/workflows/{run.workflow.id}"),
        "head_commit": show_simple_commit(home.commits[run.head_sha]),
        "repository": show_minimal_repository(hub, repo),
        "head_repository": None if head is None else show_minimal_repository(hub, head),
    }


def _pulls(hub: Hub, repo: Repository, run: Run) -> list[Json]:
    issue = repo.issues.get(run.pull_number or 0)
    if issue is None or issue.pull is None or issue.pull.fork:
        return []
    return [show_pull_minimal(hub, repo, issue, issue.pull)]


def show_job(hub: Hub, repo: Repository, run: Run, attempt: Attempt, job: Job) -> Json:
    """A job with its steps; all steps share the job's time evenly."""
    url = hub.api(f"/repos/{repo.full_name}/actions")
    return {
        "id": job.id,
        "run_id": run.id,
        "workflow_name": run.workflow.name,
        "head_branch": run.branch,
        "run_url": f"{url}/runs/{run.id}",
        "run_attempt": attempt.number,
        "node_id": node_id("CR", job.id),
        "head_sha": run.head_sha,
        "url": f"{url}/jobs/{job.id}",
        "html_url": hub.web(f"/{repo.full_name}/actions/runs/{run.id}/job/{job.id}"),
        "status": "completed" if job.completed_at else "in_progress",
        "conclusion": job.conclusion,
        "created_at": iso(job.started_at),
        "started_at": iso(job.started_at),
        "completed_at": iso_or_none(job.completed_at),
        "name": job.name,
        "steps": _steps(job),
        "check_run_url": hub.api(f"/repos/{repo.full_name}/check-runs/{job.id}"),
        "labels": list(job.labels),
        "runner_id": 1,
        "runner_name": "GitHub Actions 1",
        "runner_group_id": 0,
        "runner_group_name": "GitHub Actions",
    }


def _steps(job: Job) -> list[Json]:
    end = job.completed_at or job.started_at
    share = (end - job.started_at) / max(1, len(job.steps))
    return [
        {
            "name": name,
            "status": "completed",
            "conclusion": conclusion,
            "number": number,
            "started_at": iso(job.started_at + share * (number - 1)),
            "completed_at": iso(job.started_at + share * number),
        }
        for number, (name, conclusion) in enumerate(job.steps, start=1)
    ]


def show_artifact(hub: Hub, repo: Repository, run: Run, artifact: Artifact) -> Json:
    """An artifact. Nothing in it tells the attempt it came from."""
    url = hub.api(f"/repos/{repo.full_name}/actions/artifacts/{artifact.id}")
    return {
        "id": artifact.id,
        "node_id": node_id("AR", artifact.id),
        "name": artifact.name,
        "size_in_bytes": len(artifact.content),
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": artifact.expired,
        "digest": f"sha256:{hashlib.sha256(artifact.content).hexdigest()}",
        "created_at": iso(artifact.created_at),
        "updated_at": iso(artifact.created_at),
        "expires_at": iso(artifact.expires_at),
        "workflow_run": {
            "id": run.id,
            "repository_id": repo.id,
            "head_repository_id": run.head_repository_id or repo.id,
            "head_branch": run.branch,
            "head_sha": run.head_sha,
        },
    }
