"""The whole state of the fake GitHub and the look-ups in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from bot.demo.github.state.accounts import App, Installation, Token, User
from bot.demo.github.state.issues import Label
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, sha1

#: Where the ids of a kind begin. Run, job and comment ids are past 2**31, as on github.com.
FIRST_IDS = {
    "app": 900_001,
    "artifact": 2_200_000_001,
    "check": 38_000_000_001,
    "comment": 3_000_000_001,
    "delivery": 110_000_000_001,
    "event": 14_000_000_001,
    "hook": 480_000_001,
    "installation": 50_000_001,
    "issue": 2_900_000_001,
    "job": 38_500_000_001,
    "label": 6_000_000_001,
    "reaction": 250_000_001,
    "repository": 700_000_001,
    "run": 17_000_000_001,
    "suite": 33_000_000_001,
    "user": 1_001,
    "workflow": 80_000_001,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something webhooks tell: the event, its action and what the payload carries beside it.

    `only` is the one App it concerns (its own installation or check run), None all that listen.
    """

    event: str
    action: str | None
    sender: User
    content: Json
    repo: Repository | None = None
    only: Installation | None = None


@dataclass(slots=True)
class Blob:
    """A download behind a signed URL that lives a minute."""

    content: bytes
    content_type: str
    filename: str
    expires_at: datetime


class Hub:
    """Everything there is. `clock` gives the time; the URLs are set when the server listens."""

    def __init__(self, clock: Callable[[], datetime], web_url: str) -> None:
        self.clock = clock
        self.web_url = web_url
        self.api_url = ""
        self.blob_url = ""
        self.token_format = "new"  # noqa: S105 -- the name of a format
        self.users: dict[str, User] = {}
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}
        self.repositories: list[Repository] = []
        self.tokens: dict[str, Token] = {}
        self.blobs: dict[str, Blob] = {}
        self.outbox: list[Happening] = []
        self._taken: dict[str, int] = {}

    def api(self, path: str) -> str:
        """The full URL of an API path."""
        return self.api_url + quote(path, safe="/{}:?=&+,.[]")

    def web(self, path: str) -> str:
        """The full URL of a page for people."""
        return self.web_url + path

    def new_id(self, kind: str) -> int:
        """The next id of this kind."""
        position = self._taken.get(kind, 0)
        self._taken[kind] = position + 1
        return FIRST_IDS[kind] + position

    def user(self, login: str) -> User:
        """The account of this login; it is made when it is new."""
        known = self.users.get(login.lower())
        if known is None:
            kind = "Bot" if login.endswith("[bot]") else "User"
            known = self.users[login.lower()] = User(self.new_id("user"), login, kind)
        return known

    def repository(self, full_name: str) -> Repository | None:
        """The repository that has this name now."""
        wanted = full_name.lower()
        return next((r for r in self.repositories if r.full_name.lower() == wanted), None)

    def renamed(self, full_name: str) -> Repository | None:
        """The repository that once had this name."""
        wanted = full_name.lower()
        return next((r for r in self.repositories if wanted in r.old_names), None)

    def repository_by_id(self, number: int | None) -> Repository | None:
        """The repository with this id."""
        return next((r for r in self.repositories if r.id == number), None)

    def role(self, repo: Repository, login: str) -> str:
        """What this account may do here; everybody may read what is public."""
        user = self.users.get(login.lower())
        if user is None:
            return "none"
        if user.login.lower() == repo.owner.lower():
            return "admin"
        return user.roles.get(repo.full_name.lower(), "none" if repo.private else "read")

    def label(self, repo: Repository, name: str) -> Label:
        """The label of this name; an unknown one is made, as GitHub does for a label put on."""
        known = repo.labels.get(name.lower())
        if known is None:
            known = repo.labels[name.lower()] = Label(self.new_id("label"), name)
        return known

    def app_named(self, slug: str | None) -> App | None:
        """The App with this slug."""
        return next((app for app in self.apps.values() if app.slug == slug), None)

    def tell(self, happening: Happening) -> None:
        """Put a happening into the outbox; the webhooks carry it out in order."""
        self.outbox.append(happening)

    def offer(self, content: bytes, content_type: str, filename: str) -> str:
        """A URL at the blob origin that gives this content for one minute."""
        key = sha1(content[:1024], filename, str(len(self.blobs)))
        expires_at = self.clock() + timedelta(minutes=1)
        self.blobs[key] = Blob(content, content_type, filename, expires_at)
        return f"{self.blob_url}/{key}/{quote(filename, safe='')}?sig={key[:16]}"
