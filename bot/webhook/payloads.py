"""The things in GitHub's payloads, only as far as they are used.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from bot.model.run import RepoRef, WorkflowRun


class Payload(BaseModel):
    """Anything GitHub sends; what we do not name is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Account(Payload):
    """A user, an organization or an App's bot. A deleted user is null."""

    login: str = "ghost"
    type: str = "User"

    @property
    def is_bot(self) -> bool:
        """Whether no person is behind it."""
        return self.type == "Bot" or self.login.endswith("[bot]")


class Repository(Payload):
    """A repository; some events tell of it by id and names alone."""

    id: int
    full_name: str = Field(pattern=r"^[^/]+/[^/]+$")
    default_branch: str = ""
    has_issues: bool = True

    @property
    def ref(self) -> RepoRef:
        """Who it is."""
        owner, name = self.full_name.split("/")
        return RepoRef(id=self.id, owner=owner, name=name)


class Installation(Payload):
    """Where the App is installed; `account` comes with the installation's own events only."""

    id: int
    account: Account = Account()


class HeadCommit(Payload):
    """The commit that was run."""

    message: str = ""
    tree_id: str = ""


class HeadRepository(Payload):
    """Where the code came from; a deleted fork is null."""

    id: int


class BaseRef(Payload):
    """Where a pull request goes."""

    ref: str = ""
    repo: HeadRepository | None = None


class PullRequest(Payload):
    """A pull request of the run's branch, perhaps one to another repository."""

    number: int
    base: BaseRef = BaseRef()

    def goes_to(self, repo: RepoRef) -> bool:
        """Whether it is one of this repository."""
        return self.base.repo is not None and self.base.repo.id == repo.id


class Run(Payload):
    """An attempt of a workflow run."""

    id: int
    run_attempt: int = 1
    conclusion: str | None = None
    run_number: int = 0
    name: str | None = None
    path: str = ""
    event: str = ""
    head_branch: str | None = None
    head_sha: str = ""
    head_repository: HeadRepository | None = None
    head_commit: HeadCommit | None = None
    created_at: datetime | None = None
    run_started_at: datetime | None = None
    updated_at: datetime | None = None
    html_url: str = ""
    actor: Account | None = None
    pull_requests: tuple[PullRequest, ...] = ()

    def seen(self, repo: RepoRef) -> WorkflowRun | None:
        """The run, so that nobody needs to ask for it; None when the payload is too short."""
        if not (self.head_sha and self.path and self.run_started_at and self.updated_at):
            return None
        path = self.path.partition("@")[0]
        pull = next((p for p in self.pull_requests if p.goes_to(repo)), None)
        return WorkflowRun(
            repo=repo,
            id=self.id,
            attempt=self.run_attempt,
            number=self.run_number,
            workflow=self.name or path.rpartition("/")[2],
            workflow_path=path,
            event=self.event,
            branch=self.head_branch or "",
            head_sha=self.head_sha,
            head_repo_id=self.head_repository.id if self.head_repository else None,
            conclusion=self.conclusion or "",
            started_at=self.run_started_at,
            completed_at=self.updated_at,
            url=self.html_url,
            commit_title=self.head_commit.message.partition("\n")[0] if self.head_commit else "",
            actor=self.actor.login if self.actor else "",
            created_at=self.created_at,
            tree=self.head_commit.tree_id if self.head_commit else "",
            base_branch=pull.base.ref if pull else "",
            pull=pull.number if pull else 0,
        )


class Label(Payload):
    """A label."""

    name: str


class Issue(Payload):
    """An issue as its events show it."""

    number: int
    title: str = ""
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[Label, ...] = ()
    updated_at: datetime
    body: str | None = None
    user: Account | None = None

    @property
    def may_be_ours(self) -> bool:
        """Whether a bot opened it or our marker is in it; people's own issues are no work."""
        return (self.user or Account()).is_bot or "<!-- gardener:" in (self.body or "")


class TextBefore(Payload):
    """What an edited text said before; None when it was not edited."""

    before: str | None = Field(None, alias="from")

    @property
    def is_told(self) -> bool:
        """Whether the text was edited."""
        return self.before is not None


class Changes(Payload):
    """What an edit changed."""

    body: TextBefore = TextBefore()


class Comment(Payload):
    """A comment on an issue."""

    id: int
    body: str | None = None
    user: Account | None = None
    created_at: datetime


class Commit(Payload):
    """A pushed commit and the paths it touches."""

    added: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
