"""The kinds of work that a webhook can ask for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bot.model.run import RepoRef, WorkflowRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every job has: `delivery` is the id of the webhook that asked for it, empty for others.

    It only stands in logs: what makes two jobs the same is the id of the job.
    """

    delivery: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzeRun(Asked):
    """Triage one finished attempt of a workflow run, as its webhook told of it.

    `default_branch` is the repository's. Without `run` GitHub is asked for it. `has_issues` is False
    where the repository has its issues switched off.
    """

    installation: int
    repo: RepoRef
    run_id: int
    attempt: int
    default_branch: str
    run: WorkflowRun | None = None
    has_issues: bool = True
    kind: Literal["analyze_run"] = "analyze_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleCommand(Asked):
    """Read a new comment for `/gardener` lines and carry them out."""

    installation: int
    repo: RepoRef
    issue: int
    comment_id: int
    author: str
    author_is_bot: bool
    body: str
    created_at: datetime
    kind: Literal["handle_command"] = "handle_command"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncIssue(Asked):
    """Take over what a person changed by hand on an issue. `action` is the webhook's word.

    `commented`: a person wrote a comment. `lost_block`: the bot's own block was taken out of the
    body (True) or put back (False); None when it was not touched.
    """

    installation: int
    repo: RepoRef
    issue: int
    action: str
    by: str
    by_bot: bool
    at: datetime
    title: str = ""
    state: str = "open"
    state_reason: str = ""
    labels: tuple[str, ...] = ()
    changed: str = ""
    lost_block: bool | None = None
    kind: Literal["sync_issue"] = "sync_issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncInstallation(Asked):
    """An installation came, went, or changed its repositories."""

    installation: int
    action: str
    account: str
    added: tuple[RepoRef, ...] = ()
    removed: tuple[RepoRef, ...] = ()
    kind: Literal["sync_installation"] = "sync_installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRepository(Asked):
    """A repository was renamed, moved, archived or deleted."""

    installation: int
    repo: RepoRef
    action: str
    default_branch: str = ""
    kind: Literal["sync_repository"] = "sync_repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckConfig(Asked):
    """The repository config changed on a branch: validate it and say what is wrong."""

    installation: int
    repo: RepoRef
    sha: str
    branch: str
    default_branch: str
    kind: Literal["check_config"] = "check_config"


Job: TypeAlias = (
    AnalyzeRun | HandleCommand | SyncIssue | SyncInstallation | SyncRepository | CheckConfig
)
