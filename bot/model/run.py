"""What GitHub tells of a workflow run: the repository, the run, its jobs and artifacts."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.history import Sighting

RAN = ("success", "failure", "timed_out", "cancelled", "neutral", "startup_failure")
"""What a run can end with after tests may have run; skipped, stale and action_required ran nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepoRef:
    """A repository; `id` stays when it is renamed or transferred."""

    id: int
    owner: str
    name: str

    @property
    def full_name(self) -> str:
        """`owner/name`, as URLs write it."""
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRun:
    """One attempt of a workflow run. `url` is the page for people.

    `created_at` is when its first attempt was asked for, `tree` names the commit's files; both are
    missing where GitHub did not say. `first_run` is the first run of this workflow on this branch
    that is remembered to have tested the same commit; 0 when that is this run. `pull` is the number
    of the pull request that the commit belongs to and `base_branch` where it goes; 0 and empty when
    GitHub did not say, as of forks.
    """

    repo: RepoRef
    id: int
    attempt: int
    number: int
    workflow: str
    workflow_path: str
    event: str
    branch: str
    head_sha: str
    head_repo_id: int | None
    conclusion: str
    started_at: datetime
    completed_at: datetime
    url: str
    commit_title: str = ""
    actor: str = ""
    created_at: datetime | None = None
    tree: str = ""
    first_run: int = 0
    base_branch: str = ""
    pull: int = 0

    @property
    def line(self) -> str:
        """Name the line of commits whose history this run continues; empty: it leaves none.

        A stranger's branch may carry any name, and a merge queue tests each commit once. A pull
        request tests a merge that is on no branch, so its line has a name that no branch can have.
        https://git-scm.com/docs/git-check-ref-format
        """
        if self.is_fork or self.event == "merge_group":
            return ""
        return f"pull:{self.pull or self.branch}" if self.is_pull_request else self.branch

    @property
    def is_pull_request(self) -> bool:
        """Whether a pull request was tested: what it would be once merged."""
        return self.event in ("pull_request", "pull_request_target")

    @property
    def sighting(self) -> Sighting:
        """This attempt as something was seen in it."""
        return Sighting(
            run_id=self.id,
            attempt=self.attempt,
            sha=self.head_sha,
            at=self.started_at,
            url=self.url,
            tree=self.tree,
            first_run=self.first_run,
        )

    @property
    def is_fork(self) -> bool:
        """Whether the code came from another repository; a deleted fork counts as one."""
        return self.head_repo_id != self.repo.id

    @property
    def key(self) -> str:
        """The id of the analysis of this attempt: `run:{id}:{attempt}`."""
        return f"run:{self.id}:{self.attempt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowJob:
    """One job of an attempt. `failed_steps` are step names in their order."""

    id: int
    name: str
    conclusion: str
    url: str
    started_at: datetime | None = None
    completed_at: datetime | None = None
    failed_steps: tuple[str, ...] = ()

    @property
    def seconds(self) -> float | None:
        """How long the job ran, when both ends are known."""
        if self.started_at is None or self.completed_at is None:
            return None
        return max(0.0, (self.completed_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """An uploaded artifact, before its download."""

    id: int
    name: str
    size_bytes: int
    created_at: datetime
    expired: bool = False
