"""People, Apps, their installations and tokens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.demo.github.state.repository import Repository

#: GitHub's repository roles, weakest first.
ROLES = ("none", "read", "triage", "write", "maintain", "admin")


@dataclass(slots=True, eq=False)
class User:
    """An account. `type` is User, Bot or Organization; `roles` is by `owner/name` in lower case."""

    id: int
    login: str
    type: str = "User"
    roles: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class App:
    """A registered GitHub App. `private_key` is PEM; `hook_url` None records deliveries only."""

    id: int
    slug: str
    private_key: str
    public_key: str
    webhook_secret: str
    permissions: dict[str, str]
    events: list[str]
    owner: User
    created_at: datetime
    hook_id: int
    hook_url: str | None = None

    @property
    def client_id(self) -> str:
        """The other name an App JWT may carry as its issuer."""
        return f"Iv23li{self.id:014d}"

    @property
    def bot_login(self) -> str:
        """The name the App acts under."""
        return f"{self.slug}[bot]"


@dataclass(slots=True, eq=False)
class Installation:
    """An App on an account, with the repositories it may see."""

    id: int
    app: App
    account: User
    repositories: list[Repository]
    permissions: dict[str, str]
    created_at: datetime
    suspended_by: str | None = None
    suspended_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An installation's token, or a person's when `installation` is None."""

    text: str
    login: str
    installation: Installation | None = None
    permissions: dict[str, str] = field(default_factory=dict)
    repository_ids: frozenset[int] | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from: an App by its JWT, an installation, or a person's token."""

    user: User
    app: App | None = None
    token: Token | None = None

    @property
    def installation(self) -> Installation | None:
        """The installation that speaks, if one does."""
        return self.token.installation if self.token else None

    @property
    def acting_app(self) -> App | None:
        """The App in whose name things are written."""
        return self.installation.app if self.installation else None

    @property
    def rate_key(self) -> str:
        """Whose rate limit this uses: all tokens of one installation share it."""
        return str(self.installation.id) if self.installation else self.user.login

    def sees(self, repo: Repository) -> bool:
        """Whether an installation's token reaches this repository."""
        if self.token is None or self.installation is None:
            return False
        chosen = self.token.repository_ids
        return repo in self.installation.repositories and (chosen is None or repo.id in chosen)

    def may_look(self, role: Callable[[Repository, str], str], repo: Repository) -> bool:
        """Whether the repository exists for this caller; `role` is the hub's look-up."""
        if self.app is not None or not repo.private:
            return True
        if self.installation is not None:
            return self.sees(repo)
        return role(repo, self.user.login) != "none"
