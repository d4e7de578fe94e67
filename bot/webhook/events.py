"""GitHub's events and the work each asks for; with `payloads.py` the one place that reads them.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from typing import Literal

from bot.model.job import (
    AnalyzeRun,
    CheckConfig,
    HandleCommand,
    Job,
    SyncInstallation,
    SyncIssue,
    SyncRepository,
)
from bot.model.run import RAN
from bot.render.marker import BEGIN
from bot.webhook.payloads import (
    Account,
    Changes,
    Comment,
    Commit,
    Installation,
    Issue,
    Label,
    Payload,
    Repository,
    Run,
)

CONFIG_PATH = ".github/gardener.yml"


class Event(Payload):
    """One delivery."""

    action: str = ""
    installation: Installation
    sender: Account = Account()

    def job(self) -> Job | None:
        """The work it asks for, if any."""
        raise NotImplementedError


class RepositoryEvent(Event):
    """A delivery about one repository."""

    repository: Repository


class WorkflowRunEvent(RepositoryEvent):
    """`workflow_run`."""

    workflow_run: Run

    def job(self) -> Job | None:
        """Triage it when something ran."""
        if self.workflow_run.conclusion not in RAN:
            return None
        return AnalyzeRun(
            installation=self.installation.id,
            repo=self.repository.ref,
            run_id=self.workflow_run.id,
            attempt=self.workflow_run.run_attempt,
            default_branch=self.repository.default_branch,
            run=self.workflow_run.seen(self.repository.ref),
            has_issues=self.repository.has_issues,
        )


class IssueCommentEvent(RepositoryEvent):
    """`issue_comment`."""

    issue: Issue
    comment: Comment

    def job(self) -> Job | None:
        """Read it when a person wrote a line for us; else note that somebody was there."""
        body, author = self.comment.body or "", self.comment.user or Account()
        if author.is_bot:
            return None
        lines = (line.strip().lower() for line in body.splitlines())
        if not any(line.startswith("/gardener") for line in lines):
            return self._presence(author.login)
        return HandleCommand(
            installation=self.installation.id,
            repo=self.repository.ref,
            issue=self.issue.number,
            comment_id=self.comment.id,
            author=author.login,
            author_is_bot=False,
            body=body,
            created_at=self.comment.created_at,
        )

    def _presence(self, login: str) -> Job | None:
        if not self.issue.may_be_ours:
            return None
        return SyncIssue(
            installation=self.installation.id,
            repo=self.repository.ref,
            issue=self.issue.number,
            action="commented",
            by=login,
            by_bot=False,
            at=self.comment.created_at,
        )


class IssuesEvent(RepositoryEvent):
    """`issues`. `label` and `assignee` are what was put on or taken off."""

    issue: Issue
    label: Label | None = None
    assignee: Account | None = None
    changes: Changes = Changes()

    @property
    def _is_noise(self) -> bool:
        """What bots do is none of our business, but for a closing that was not our own."""
        author = (self.issue.user or Account()).login
        return self.sender.is_bot and (self.action != "closed" or self.sender.login == author)

    def job(self) -> Job | None:
        """Follow it when a person did it; our own writes come back here as well."""
        had_block = BEGIN in (self.changes.body.before or "")
        if self._is_noise or not (self.issue.may_be_ours or had_block):
            return None
        has_block = BEGIN in (self.issue.body or "")
        changed = self.label.name if self.label else self.assignee.login if self.assignee else ""
        return SyncIssue(
            installation=self.installation.id,
            repo=self.repository.ref,
            issue=self.issue.number,
            action=self.action,
            by=self.sender.login,
            by_bot=self.sender.is_bot,
            at=self.issue.updated_at,
            title=self.issue.title,
            state=self.issue.state,
            state_reason=self.issue.state_reason or "",
            labels=tuple(label.name for label in self.issue.labels),
            changed=changed,
            lost_block=had_block if had_block != has_block and self.changes.body.is_told else None,
        )


class InstallationEvent(Event):
    """`installation` and `installation_repositories`."""

    repositories: tuple[Repository, ...] | None = None
    repositories_added: tuple[Repository, ...] = ()
    repositories_removed: tuple[Repository, ...] = ()

    def job(self) -> Job | None:
        """Note what came and what went."""
        named = self.repositories or ()
        gone = named if self.action == "deleted" else self.repositories_removed
        came = named if self.action == "created" else self.repositories_added
        return SyncInstallation(
            installation=self.installation.id,
            action=self.action,
            account=self.installation.account.login,
            added=tuple(repository.ref for repository in came),
            removed=tuple(repository.ref for repository in gone),
        )


class RepositoryChangedEvent(RepositoryEvent):
    """`repository`."""

    def job(self) -> Job | None:
        """Follow it."""
        return SyncRepository(
            installation=self.installation.id,
            repo=self.repository.ref,
            action=self.action,
            default_branch=self.repository.default_branch,
        )


class PushEvent(RepositoryEvent):
    """`push`; it has no action."""

    ref: str
    after: str
    deleted: bool = False
    commits: tuple[Commit, ...] = ()
    action: Literal[""] = ""

    def job(self) -> Job | None:
        """Read the config when a branch got another one."""
        touched = any(
            CONFIG_PATH in (*commit.added, *commit.modified, *commit.removed)
            for commit in self.commits
        )
        branch = self.ref.removeprefix("refs/heads/")
        if self.deleted or branch == self.ref or not touched:
            return None
        return CheckConfig(
            installation=self.installation.id,
            repo=self.repository.ref,
            sha=self.after,
            branch=branch,
            default_branch=self.repository.default_branch,
        )
