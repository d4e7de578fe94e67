"""What a person may do in a repository."""

from typing import Literal, TypeAlias, cast

from bot.errors import Forbidden, NotFound
from bot.github.client import Client, repo_path
from bot.github.fields import text
from bot.model.run import RepoRef

Role: TypeAlias = Literal["admin", "maintain", "write", "triage", "read", "none", "unknown"]
_ROLES = ("admin", "maintain", "write", "triage", "read", "none")


async def permission_of(client: Client, repo: RepoRef, login: str) -> Role:
    """The role of a user: "none" when GitHub says so, "unknown" when we may not ask.

    `role_name` tells triage and maintain from read and write; a role of an organization's own
    counts as the permission it is built on.
    https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    """
    try:
        row = await client.get(repo_path(repo, "collaborators", login, "permission"))
    except NotFound:
        return "none"
    except Forbidden:
        return "unknown"
    for name in (text(row.get("role_name")), text(row.get("permission"))):
        if name in _ROLES:
            return cast("Role", name)
    return "unknown"
