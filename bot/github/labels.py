"""Labels of a repository and of its issues."""

from collections.abc import Sequence

from bot.errors import GitHubError, NotFound
from bot.github.client import Client, repo_path
from bot.github.fields import names
from bot.model.run import RepoRef

MAX_NAME = 50  # characters, as GitHub allows
MAX_DESCRIPTION = 100


async def ensure_label(
    client: Client, repo: RepoRef, name: str, *, color: str, description: str
) -> bool:
    """Create a label if it is missing; says whether it was. One that is there stays as it is.

    `color` is six hex digits without `#`.
    https://docs.github.com/en/rest/issues/labels#create-a-label
    """
    try:
        await client.get(repo_path(repo, "labels", name))
    except NotFound:
        new = {"name": name, "color": color, "description": description[:MAX_DESCRIPTION]}
        try:
            await client.post(repo_path(repo, "labels"), new)
        except GitHubError as error:
            if error.status == 422 and "already_exists" in error.message:
                return False  # another run was faster
            raise
        return True
    return False


async def add_labels(
    client: Client, repo: RepoRef, number: int, labels: Sequence[str]
) -> tuple[str, ...]:
    """Add labels to an issue; gives all it has then.

    https://docs.github.com/en/rest/issues/labels#add-labels-to-an-issue
    """
    path = repo_path(repo, "issues", number, "labels")
    return names(await client.post(path, {"labels": list(labels)}), "name")


async def remove_label(client: Client, repo: RepoRef, number: int, label: str) -> None:
    """Take one label off an issue; that it was not there is fine.

    https://docs.github.com/en/rest/issues/labels#remove-a-label-from-an-issue
    """
    try:
        await client.delete(repo_path(repo, "issues", number, "labels", label))
    except NotFound as error:
        if error.status == 410:
            raise


async def set_labels(
    client: Client, repo: RepoRef, number: int, labels: Sequence[str]
) -> tuple[str, ...]:
    """Make these the only labels of an issue.

    https://docs.github.com/en/rest/issues/labels#set-labels-for-an-issue
    """
    path = repo_path(repo, "issues", number, "labels")
    return names(await client.put(path, {"labels": list(labels)}), "name")
