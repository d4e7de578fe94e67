"""Workflow runs, their jobs, artifacts and logs."""

from datetime import datetime, timedelta

from bot.demo.github.problems import Refused, gone, not_found
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.show.actions import show_artifact, show_job, show_run
from bot.demo.github.state.actions import Attempt, Run
from bot.demo.github.wire import moment

routes = Routes()

#: GitHub never gives more than this for a filtered list of runs.
MOST_RUNS = 1_000


def _run(call: Call) -> Run:
    run = call.repo.runs.get(call.number("run_id"))
    if run is None:
        raise not_found()
    return run


def _attempt(call: Call) -> tuple[Run, Attempt]:
    run, number = _run(call), call.number("attempt_number")
    attempt = next((attempt for attempt in run.attempts if attempt.number == number), None)
    if attempt is None:
        raise not_found()
    return run, attempt


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs",
    docs="rest/actions/workflow-runs#list-workflow-runs-for-a-repository",
    needs="actions:read",
    query="actor branch event status per_page page created exclude_pull_requests check_suite_id "
    "head_sha",
)
def list_runs(call: Call) -> Reply:
    """List workflow runs for a repository."""
    runs = [run for run in call.repo.runs.values() if _wanted(call, run)]
    runs.sort(key=lambda run: (run.created_at, run.id), reverse=True)

    def show(run: Run) -> object:
        return show_run(call.hub, call.repo, run, run.latest)

    filtered = call.query.keys() - {"per_page", "page", "exclude_pull_requests"}
    return paged(call, runs[:MOST_RUNS] if filtered else runs, show, key="workflow_runs")


def _wanted(call: Call, run: Run) -> bool:
    have = {
        "actor": run.actor,
        "branch": run.branch,
        "event": run.event,
        "head_sha": run.head_sha,
        "check_suite_id": str(run.suite_id),
    }
    query = call.query
    if any(query.get(name, value) != value for name, value in have.items()):
        return False
    if query.get("status") not in (None, run.latest.status, run.conclusion):
        return False
    return "created" not in query or _created(query["created"], run.created_at)


def _created(wanted: str, at: datetime) -> bool:
    """GitHub's date syntax: `>=T`, `<T`, `A..B`, `*..B` or one day."""
    try:
        if ".." in wanted:
            low, _, high = wanted.partition("..")
            return (low == "*" or at >= moment(low)) and (high == "*" or at <= moment(high))
        for sign in (">=", "<=", ">", "<"):
            if wanted.startswith(sign):
                bound = moment(wanted.removeprefix(sign))
                return {">=": at >= bound, "<=": at <= bound, ">": at > bound, "<": at < bound}[
                    sign
                ]
        start = moment(wanted)
        return start <= at < start + timedelta(days=1)
    except ValueError:
        raise Refused(422, "Validation Failed", violation=True) from None


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
    docs="rest/actions/workflow-runs#get-a-workflow-run",
    needs="actions:read",
    query="exclude_pull_requests",
)
def read_run(call: Call) -> Reply:
    """Get a workflow run."""
    run = _run(call)
    return Reply(200, show_run(call.hub, call.repo, run, run.latest))


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}",
    docs="rest/actions/workflow-runs#get-a-workflow-run-attempt",
    needs="actions:read",
    query="exclude_pull_requests",
)
def read_attempt(call: Call) -> Reply:
    """Get a workflow run attempt."""
    return Reply(200, show_run(call.hub, call.repo, *_attempt(call)))


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs",
    docs="rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt",
    needs="actions:read",
    query="per_page page",
)
def jobs_of_attempt(call: Call) -> Reply:
    """List jobs for a workflow run attempt."""
    run, attempt = _attempt(call)
    return paged(
        call,
        attempt.jobs,
        lambda job: show_job(call.hub, call.repo, run, attempt, job),
        key="jobs",
    )


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs",
    docs="rest/actions/workflow-jobs#list-jobs-for-a-workflow-run",
    needs="actions:read",
    query="filter per_page page",
)
def jobs_of_run(call: Call) -> Reply:
    """List jobs for a workflow run."""
    run = _run(call)
    attempts = run.attempts if call.query.get("filter") == "all" else [run.latest]
    pairs = [(attempt, job) for attempt in attempts for job in attempt.jobs]
    return paged(call, pairs, lambda pair: show_job(call.hub, call.repo, run, *pair), key="jobs")


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
    docs="rest/actions/artifacts#list-workflow-run-artifacts",
    needs="actions:read",
    query="per_page page name direction",
)
def list_artifacts(call: Call) -> Reply:
    """List workflow run artifacts."""
    run = _run(call)
    wanted = call.query.get("name")
    found = [
        artifact
        for artifact in call.repo.artifacts.values()
        if artifact.run_id == run.id and wanted in (None, artifact.name)
    ]
    found.sort(key=lambda artifact: artifact.id, reverse=call.query.get("direction") != "asc")
    return paged(
        call,
        found,
        lambda artifact: show_artifact(call.hub, call.repo, run, artifact),
        key="artifacts",
    )


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
    docs="rest/actions/artifacts#download-an-artifact",
    needs="actions:read",
)
def download_artifact(call: Call) -> Reply:
    """Download an artifact."""
    artifact = call.repo.artifacts.get(call.number("artifact_id"))
    if artifact is None:
        raise not_found()
    if call.args["archive_format"] != "zip":
        raise Refused(422, "The archive format must be zip", violation=True)
    if artifact.expired or artifact.expires_at <= call.hub.clock():
        raise gone("Artifact has expired")
    kind = "application/zip" if artifact.zipped else "application/octet-stream"
    name = f"{artifact.name}.zip" if artifact.zipped else artifact.name
    return Reply(302, headers={"Location": call.hub.offer(artifact.content, kind, name)})


@routes.serve(
    "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs",
    docs="rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run",
    needs="actions:read",
)
def download_log(call: Call) -> Reply:
    """Download job logs for a workflow run."""
    number = call.number("job_id")
    for run in call.repo.runs.values():
        for attempt in run.attempts:
            for job in attempt.jobs:
                if job.id == number and job.log is not None:
                    url = call.hub.offer(job.log, "text/plain; charset=utf-8", f"{job.id}.txt")
                    return Reply(302, headers={"Location": url})
    raise not_found()
