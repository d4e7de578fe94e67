"""The config that counts for a repository now: read at most once an hour, the last good one kept."""

from datetime import datetime, timedelta

from bot.errors import Forbidden, GitHubError, NotInstalled
from bot.github.client import Client
from bot.github.repos import get_file
from bot.jobs.allowed import lacked
from bot.jobs.toolbox import Toolbox
from bot.model.config import RepoConfig
from bot.model.config_text import read_config
from bot.model.run import RepoRef, WorkflowRun
from bot.model.secrets import mask_secrets
from bot.storage.configs import StoredConfig
from bot.storage.storage import Storage

PATH = ".github/gardener.yml"
# A push to the file is told by a webhook; this is for the webhook that never came.
FRESH = timedelta(hours=1)
_LIVE = "live-since"


async def config_in_force(
    repo: RepoRef, branch: str, client: Client, on: Toolbox
) -> tuple[RepoConfig, tuple[str, ...]]:
    """The config, and sentences about a newer file that could not be used.

    Two requests at most, none within an hour. Without a file the owner's `.github` repository
    counts, and without that the defaults.
    """
    stored = await on.storage.config_of(repo.id)
    if stored is None or on.clock() - stored.fetched_at > FRESH:
        # Nobody told when it changed: it was after the last look at it.
        since = stored.fetched_at if stored else on.clock()
        stored = await refresh(repo, branch, client, on, since=since)
    config = _in_force(stored)
    if on.is_rehearsal:
        config = config.model_copy(update={"mode": "live"})
    return config, stored.problems


async def refresh(
    repo: RepoRef, branch: str, client: Client, on: Toolbox, *, since: datetime
) -> StoredConfig:
    """Read the file at the head of `branch`, store it, keep the last good one.

    What changed in it has changed since then: a change from preview to live is noted with that time.
    """
    old = await on.storage.config_of(repo.id)
    text = None
    try:
        if "contents" in await lacked(client):
            raise Forbidden(403, "the App may not")
        text = await get_file(client, repo, PATH, branch or None)
        if text is None:
            text = await _owner_default(repo, client)
        text = text if text is None else mask_secrets(text)
        _, found = read_config(text or "")
        problems = tuple(f"{PATH}, {problem.text}" for problem in found)
    except NotInstalled:
        raise
    except GitHubError as error:
        problems = (unreadable(error),)
    new = await on.storage.save_config(
        repo.id, text, sha="", fetched_at=on.clock(), problems=problems
    )
    if old is not None and (_in_force(old).mode, _in_force(new).mode) == ("preview", "live"):
        await on.storage.begin(repo.id, _LIVE, on.clock())
        await on.storage.finish(repo.id, _LIVE, since.isoformat())
    return new


async def is_before_live(run: WorkflowRun, storage: Storage) -> bool:
    """Whether the run was over before the config changed from preview to live.

    What failed last before that opens nothing, however late its webhook comes.
    """
    since = await storage.result(run.repo.id, _LIVE)
    return since is not None and run.completed_at < datetime.fromisoformat(since)


def _in_force(stored: StoredConfig) -> RepoConfig:
    good, _ = read_config(stored.good_text or "")
    return good or RepoConfig()


def unreadable(error: GitHubError) -> str:
    """The sentence about a file that is there and cannot be had."""
    return f"{PATH} cannot be read: {error.message}."


async def _owner_default(repo: RepoRef, client: Client) -> str | None:
    owner = RepoRef(id=0, owner=repo.owner, name=".github")
    try:
        return await get_file(client, owner, PATH)
    except GitHubError:
        return None
