"""The config that counts for a repository now: read at most once an hour, the last good one kept."""

from datetime import timedelta

from bot.errors import GitHubError
from bot.github.client import Client
from bot.github.repos import get_file
from bot.jobs.toolbox import Toolbox
from bot.model.config import RepoConfig
from bot.model.config_text import read_config
from bot.model.run import RepoRef
from bot.storage.configs import StoredConfig

PATH = ".github/gardener.yml"
# A push to the file is told by a webhook; this is for the webhook that never came.
FRESH = timedelta(hours=1)


async def config_in_force(
    repo: RepoRef, branch: str, client: Client, on: Toolbox
) -> tuple[RepoConfig, tuple[str, ...]]:
    """The config, and sentences about a newer file that could not be used.

    Two requests at most, none within an hour. Without a file the owner's `.github` repository
    counts, and without that the defaults.
    """
    stored = await on.storage.config_of(repo.id)
    if stored is None or on.clock() - stored.fetched_at > FRESH:
        stored = await refresh(repo, branch, client, on)
    good, _ = read_config(stored.good_text or "")
    return good or RepoConfig(), stored.problems


async def refresh(repo: RepoRef, branch: str, client: Client, on: Toolbox) -> StoredConfig:
    """Read the file at the head of `branch`, store it, keep the last good one."""
    text = None
    try:
        text = await get_file(client, repo, PATH, branch or None)
        if text is None:
            text = await _owner_default(repo, client)
        _, found = read_config(text or "")
        problems = tuple(f"{PATH}, {problem.text}" for problem in found)
    except GitHubError as error:
        problems = (unreadable(error),)
    return await on.storage.save_config(
        repo.id, text, sha="", fetched_at=on.clock(), problems=problems
    )


def unreadable(error: GitHubError) -> str:
    """The sentence about a file that is there and cannot be had."""
    return f"{PATH} cannot be read: {error.message}."


async def _owner_default(repo: RepoRef, client: Client) -> str | None:
    owner = RepoRef(id=0, owner=repo.owner, name=".github")
    try:
        return await get_file(client, owner, PATH)
    except GitHubError:
        return None
