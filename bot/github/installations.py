"""The App's installations and their tokens; asked with the App's JWT."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound, NotInstalled
from bot.github.client import Client, repo_path
from bot.github.fields import NEVER, login, moment
from bot.github.tokens import Token
from bot.model.run import RepoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the App is installed. A suspended one gives no token."""

    id: int
    account: str
    suspended_at: datetime | None = None

    @property
    def is_suspended(self) -> bool:
        """Whether its owner sent the App to rest."""
        return self.suspended_at is not None


async def create_token(as_app: Client, installation_id: int) -> Token:
    """A new token, good for an hour. NotInstalled when the installation is suspended or gone.

    https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
    """
    try:
        row = await as_app.post(f"/app/installations/{installation_id}/access_tokens", {})
    except NotFound as error:
        raise NotInstalled(error.status, "the App is not installed there any more") from error
    granted = {str(name): str(level) for name, level in (row.get("permissions") or {}).items()}
    return Token(str(row["token"]), moment(row["expires_at"]) or NEVER, granted)


async def list_installations(as_app: Client) -> tuple[Installation, ...]:
    """https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app."""
    return tuple([_read(row) async for row in as_app.pages("/app/installations", None)])


async def find_installation(as_app: Client, owner: str, name: str) -> Installation:
    """Which installation covers this repository; NotFound when none does.

    https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app
    """
    return _read(await as_app.get(repo_path(RepoRef(id=0, owner=owner, name=name), "installation")))


async def list_repositories(client: Client) -> tuple[tuple[RepoRef, str], ...]:
    """Every repository of the client's own installation, with its default branch.

    https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
    """
    return tuple(
        [
            (
                RepoRef(id=row["id"], owner=login(row["owner"]), name=row["name"]),
                str(row.get("default_branch") or "main"),
            )
            async for row in client.pages("/installation/repositories", "repositories")
        ]
    )


def _read(row: dict[str, object]) -> Installation:
    return Installation(
        id=int(str(row["id"])),
        account=login(row.get("account")),
        suspended_at=moment(row.get("suspended_at")),
    )
