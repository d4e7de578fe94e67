"""Workflow runs: what CI does, told as GitHub tells it."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypedDict, Unpack

from bot.demo.github.show.actions import show_run, show_workflow
from bot.demo.github.state.actions import Artifact, Attempt, Job, Run, Workflow
from bot.demo.github.state.hub import Happening
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.stage import Stage

#: How long GitHub keeps artifacts by default.
KEPT = timedelta(days=90)
_WORST_FIRST = ("failure", "timed_out", "cancelled", "action_required")


@dataclass(frozen=True, slots=True)
class JobScript:
    """A job of a run to come.

    An artifact that is a mapping of names to bytes is zipped; bare bytes are served as they
    are, under their file name (`archive: false`). `log` None means no log can be had.
    """

    name: str = "test"
    conclusion: str = "failure"
    log: str | bytes | None = ""
    failed_steps: Sequence[str] = ("Run tests",)
    artifacts: Mapping[str, Mapping[str, bytes] | bytes] = field(default_factory=dict)


class RunScript(TypedDict, total=False):
    """How a run goes; see `Running.run`."""

    workflow: str
    path: str
    sha: str | None
    branch: str | None
    event: str
    conclusion: str | None
    jobs: Sequence[JobScript]
    actor: str
    attempt_of: Run | None
    pull_request: Issue | None
    took: timedelta
    deliver: bool


class Running(Stage):
    """Acts of CI."""

    async def run(self, repo: Repository, **script: Unpack[RunScript]) -> Run:
        """Run a workflow from `requested` over `in_progress` to `completed`, told by webhooks.

        `sha` defaults to the head of the branch, `conclusion` to the worst of the jobs'.
        `attempt_of` runs an earlier run again: same id, next attempt. With `pull_request` the
        run is for that pull request's head. A clock of the fake goes on by `took` (4 minutes).
        """
        run = script.get("attempt_of") or self._new_run(repo, script)
        attempt = self._new_attempt(run, script.get("actor") or run.actor)
        deliver = script.get("deliver", True)
        await self._step(repo, run, "requested", deliver=deliver)
        attempt.status = "in_progress"
        await self._step(repo, run, "in_progress", deliver=deliver)
        self._pass_time(script.get("took", timedelta(minutes=4)))
        jobs = script.get("jobs", ())
        self._finish(repo, run, jobs)
        attempt.conclusion = script.get("conclusion") or worst(jobs)
        attempt.status = "completed"
        await self._step(repo, run, "completed", deliver=deliver)
        return run

    async def _step(self, repo: Repository, run: Run, action: str, *, deliver: bool) -> None:
        hub = self._hub
        run.latest.updated_at = hub.clock()
        content = {
            "workflow_run": show_run(hub, repo, run, run.latest),
            "workflow": show_workflow(hub, repo, run.workflow),
        }
        sender = hub.user(run.latest.actor)
        hub.tell(Happening("workflow_run", action, sender, content, repo))
        await self._out(deliver=deliver)

    def _new_run(self, repo: Repository, script: RunScript) -> Run:
        hub = self._hub
        issue = script.get("pull_request")
        pull = issue.pull if issue else None
        branch = script.get("branch") or (pull.head_branch if pull else repo.default_branch)
        sha = script.get("sha") or (pull.head_sha if pull else repo.branches[branch])
        workflow = self._workflow(repo, script)
        workflow.runs += 1
        run = Run(
            id=hub.new_id("run"),
            number=workflow.runs,
            workflow=workflow,
            event=script.get("event") or ("pull_request" if pull else "push"),
            branch=branch,
            head_sha=sha,
            head_repository_id=pull.head_repository_id if pull else repo.id,
            title=issue.title if issue else repo.commits[sha].title,
            actor=script.get("actor") or repo.commits[sha].author,
            created_at=hub.clock(),
            suite_id=hub.new_id("suite"),
            pull_number=issue.number if issue else None,
        )
        repo.runs[run.id] = run
        return run

    def _workflow(self, repo: Repository, script: RunScript) -> Workflow:
        name = script.get("workflow", "CI")
        path = script.get("path") or f".github/workflows/{name.lower().replace(' ', '-')}.yml"
        known = repo.workflows.get(path)
        if known is None:
            known = Workflow(self._hub.new_id("workflow"), name, path, self._hub.clock())
            repo.workflows[path] = known
        return known

    def _new_attempt(self, run: Run, actor: str) -> Attempt:
        now = self._hub.clock()
        attempt = Attempt(len(run.attempts) + 1, self._hub.user(actor).login, now, now)
        run.attempts.append(attempt)
        return attempt

    def _finish(self, repo: Repository, run: Run, jobs: Sequence[JobScript]) -> None:
        attempt, now = run.latest, self._hub.clock()
        for script in jobs:
            attempt.jobs.append(
                Job(
                    id=self._hub.new_id("job"),
                    name=script.name,
                    conclusion=script.conclusion,
                    log=script.log.encode() if isinstance(script.log, str) else script.log,
                    steps=tuple(steps_of(script)),
                    started_at=attempt.started_at,
                    completed_at=now,
                )
            )
            for name, content in script.artifacts.items():
                bare = isinstance(content, bytes)
                artifact = Artifact(
                    id=self._hub.new_id("artifact"),
                    run_id=run.id,
                    name=name,
                    content=content if isinstance(content, bytes) else zip_of(content),
                    zipped=not bare,
                    created_at=now,
                    expires_at=now + KEPT,
                )
                repo.artifacts[artifact.id] = artifact


def worst(jobs: Sequence[JobScript]) -> str:
    """How a run ends whose jobs ended so."""
    ends = {job.conclusion for job in jobs}
    return next((end for end in _WORST_FIRST if end in ends), "success")


def steps_of(job: JobScript) -> Iterator[tuple[str, str]]:
    """The steps of a job: set-up, those that failed or one that passed, and the end."""
    yield "Set up job", "success"
    if job.conclusion in ("failure", "timed_out"):
        for name in job.failed_steps:
            yield name, "failure"
    else:
        yield "Run tests", job.conclusion if job.conclusion != "neutral" else "success"
    yield "Complete job", "success"


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip with these members, the same bytes every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 9, 14, 12, 0, 0)), content)
    return packed.getvalue()
