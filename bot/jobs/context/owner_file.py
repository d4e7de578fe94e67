"""The repository's CODEOWNERS file, asked for at most once in ten minutes."""

from bot.errors import GitHubError
from bot.github.client import Client
from bot.github.repos import get_file
from bot.jobs.allowed import lacked
from bot.jobs.toolbox import Toolbox
from bot.model.run import RepoRef

# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-location
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


async def owner_file(repo: RepoRef, branch: str, client: Client, on: Toolbox) -> str:
    """The text of the first CODEOWNERS file that GitHub would take; empty when there is none."""
    if repo.id not in on.owner_files:
        if "contents" in await lacked(client):
            return ""
        on.owner_files[repo.id] = await _first(repo, branch, client)
    return on.owner_files[repo.id]


async def _first(repo: RepoRef, branch: str, client: Client) -> str:
    for place in PLACES:
        try:
            text = await get_file(client, repo, place, branch)
        except GitHubError:  # no right to read it, or larger than GitHub itself reads
            continue
        if text is not None:
            return text
    return ""
