"""Who may be assigned to issues."""

from bot.errors import NotFound
from bot.github.client import Client, repo_path
from bot.model.run import RepoRef


async def can_be_assigned(client: Client, repo: RepoRef, login: str) -> bool:
    """Whether issues of the repository can be assigned to this user.

    https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned
    """
    try:
        await client.get(repo_path(repo, "assignees", login))
    except NotFound:
        return False
    return True
