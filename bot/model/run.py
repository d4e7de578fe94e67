"""What GitHub tells of a workflow run: the repository, the run, its jobs and artifacts."""

from dataclasses import dataclass
from datetime import datetime


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
    """One attempt of a workflow run. `url` is the page for people."""

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
