"""Setting up who and what there is, and reading what became of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.demo.github.auth import key_pair
from bot.demo.github.state.accounts import ROLES, App, Installation, Token, User
from bot.demo.github.state.checks import CheckRun
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.issues import Issue, Label
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import sha1
from bot.demo.github.world.code import changed, make_commit
from bot.demo.github.world.owners import make_installation


class Ground:
    """Set-up that tells no webhooks, and look-ups for assertions."""

    def __init__(self, clock: Callable[[], datetime], web_url: str) -> None:
        self.hub = Hub(clock, web_url)

    def register_app(
        self,
        permissions: Mapping[str, str],
        events: Sequence[str],
        *,
        slug: str = "test-gardener",
        owner: str = "gardeners",
    ) -> App:
        """Register a GitHub App with these permissions and events."""
        hub = self.hub
        private, public = key_pair(len(hub.apps))
        number = hub.new_id("app")
        app = App(
            id=number,
            slug=slug if hub.app_named(slug) is None else f"{slug}-{number}",
            private_key=private,
            public_key=public,
            webhook_secret=sha1("webhook secret", str(number)),
            permissions=dict(permissions),
            events=list(events),
            owner=hub.user(owner),
            created_at=hub.clock(),
            hook_id=hub.new_id("hook"),
        )
        hub.apps[app.id] = app
        hub.user(app.bot_login)
        return app

    def add_repository(  # noqa: PLR0913 -- a repository has that many switches
        self,
        full_name: str,
        *,
        default_branch: str = "main",
        files: Mapping[str, str | bytes] | None = None,
        private: bool = False,
        issues_enabled: bool = True,
        first_id: int | None = None,
        first_number: int = 1,
        at: datetime | None = None,
    ) -> Repository:
        """Make a repository with one commit; a new owner is an organization.

        `first_id` is the repository's id, `first_number` the number of its first issue.
        """
        hub = self.hub
        owner, slash, name = full_name.partition("/")
        if not (owner and slash and name) or hub.repository(full_name):
            raise ValueError(f"{full_name!r} is taken or is not written OWNER/NAME.")
        if owner.lower() not in hub.users:
            hub.users[owner.lower()] = User(hub.new_id("user"), owner, "Organization")
        hub.user("alice")
        born = at or hub.clock()
        repo = Repository(
            id=hub.new_id("repository") if first_id is None else first_id,
            owner=owner,
            name=name,
            default_branch=default_branch,
            created_at=born,
            private=private,
            issues_enabled=issues_enabled,
            next_number=first_number,
        )
        tree = changed({}, files or {"README.md": f"# {name}\n"})
        commit = make_commit((), tree, ("First commit", "alice", born))
        repo.commits[commit.sha] = commit
        repo.branches[default_branch] = commit.sha
        hub.repositories.append(repo)
        return repo

    def add_user(self, login: str, permission: Mapping[str, str] | str | None = None) -> User:
        """Make an account with roles by repository, or one role in all there are.

        Roles: admin, maintain, write, triage, read, none. A login with `[bot]` is a bot.
        """
        user = self.hub.user(login)
        if isinstance(permission, str):
            permission = {repo.full_name: permission for repo in self.hub.repositories}
        for full_name, role in (permission or {}).items():
            if role not in ROLES:
                raise ValueError(f"There is no role {role!r}; there are {', '.join(ROLES)}.")
            user.roles[full_name.lower()] = role
        return user

    def user_token(self, login: str) -> str:
        """A personal access token of this account."""
        text = f"ghp_{sha1('personal', login)[:36]}"
        self.hub.tokens[text] = Token(text, self.hub.user(login).login)
        return text

    def install(self, app: App, repositories: Sequence[Repository]) -> Installation:
        """Install an App without telling; `world.install` tells."""
        return make_installation(self.hub, app, repositories)

    def deliver_to(self, app: App, url: str | None) -> None:
        """Send the App's webhooks here; None only writes them down."""
        app.hook_url = url

    def issues(self, repo: Repository) -> list[Issue]:
        """The issues of a repository by number, without pull requests."""
        found = [issue for issue in repo.issues.values() if issue.pull is None]
        return sorted(found, key=lambda issue: issue.number)

    def check_runs(self, repo: Repository, sha: str) -> list[CheckRun]:
        """The check runs of a commit, oldest first."""
        return [check for check in repo.check_runs.values() if check.head_sha == sha]

    def labels(self, repo: Repository) -> list[Label]:
        """The labels of a repository by name."""
        return sorted(repo.labels.values(), key=lambda label: label.name.lower())
