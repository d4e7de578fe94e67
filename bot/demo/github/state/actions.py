"""Workflows, runs with their attempts, jobs and artifacts."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, eq=False)
class Workflow:
    """A workflow file. `runs` counts its runs, for `run_number`."""

    id: int
    name: str
    path: str
    created_at: datetime
    runs: int = 0


@dataclass(slots=True, eq=False)
class Job:
    """One job of one attempt. `steps` are (name, conclusion); `log` None means it has none."""

    id: int
    name: str
    conclusion: str | None
    log: bytes | None
    steps: tuple[tuple[str, str], ...]
    started_at: datetime
    completed_at: datetime | None
    labels: tuple[str, ...] = ("ubuntu-latest",)


@dataclass(slots=True, eq=False)
class Artifact:
    """An uploaded artifact. `content` is what a download gives: a zip, or the bare file."""

    id: int
    run_id: int
    name: str
    content: bytes
    zipped: bool
    created_at: datetime
    expires_at: datetime
    expired: bool = False


@dataclass(slots=True, eq=False)
class Attempt:
    """One attempt of a run. `status` is requested, in_progress or completed."""

    number: int
    actor: str
    started_at: datetime
    updated_at: datetime
    status: str = "requested"
    conclusion: str | None = None
    jobs: list[Job] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Run:
    """A workflow run; its id stays when it is run again, its attempts grow."""

    id: int
    number: int
    workflow: Workflow
    event: str
    branch: str
    head_sha: str
    head_repository_id: int | None
    title: str
    actor: str
    created_at: datetime
    suite_id: int
    pull_number: int | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def latest(self) -> Attempt:
        """The newest attempt."""
        return self.attempts[-1]

    @property
    def attempt(self) -> int:
        """The number of the newest attempt."""
        return self.latest.number

    @property
    def conclusion(self) -> str | None:
        """How the newest attempt ended."""
        return self.latest.conclusion
