"""What the App may do in an installation, and saying once a day what it may not or cannot."""

from collections.abc import Mapping

import structlog

from bot.errors import GitHubError
from bot.github.client import Client
from bot.jobs.toolbox import Toolbox
from bot.model.run import RepoRef

NEEDED: Mapping[str, str] = {
    "actions": "read",
    "checks": "write",
    "contents": "read",
    "issues": "write",
}
"""Permission → the level without which a part of the work is left out, as in `app.yml`."""

_LEVELS = ("read", "write", "admin")
_log = structlog.get_logger()


async def lacking(client: Client, installation: int, on: Toolbox) -> frozenset[str]:
    """The permissions that were taken from the App, or were never accepted.

    The operator is told of each once a day; every part that is left out is counted.
    """
    missing = await lacked(client)
    for name in sorted(missing):
        on.on_held(f"no permission {name}", 1)
        if (installation, name) not in on.told:
            on.told[installation, name] = True
            _log.warning(
                "permission missing: what needs it is left out until the owner accepts it",
                installation=installation,
                permission=f"{name}: {NEEDED[name]}",
            )
    return missing


def unreadable(repo: RepoRef, error: GitHubError, on: Toolbox) -> str:
    """Say once a day that a repository's runs cannot be read though the App may; gives the words.

    Its Actions were switched off, the run was deleted, or a policy of its owner keeps the App out.
    """
    on.on_held("runs unreadable", 1)
    if (repo.id, "runs") not in on.told:
        on.told[repo.id, "runs"] = True
        _log.warning(
            "runs cannot be read: they wait until GitHub shows them again",
            repo=repo.full_name,
            reason=str(error),
            do="see whether Actions are switched on in the repository",
        )
    return f"the runs of {repo.full_name} cannot be read: {error}"


def sentences(missing: frozenset[str]) -> tuple[str, ...]:
    """What people read of it beside the results."""
    return tuple(
        f"The App lacks the permission `{name}: {NEEDED[name]}` here: an owner must accept it."
        for name in sorted(missing)
    )


async def lacked(client: Client) -> frozenset[str]:
    """The same, told to nobody; nothing where GitHub does not say what a token may do."""
    granted = await client.granted()
    if not granted:
        return frozenset()
    return frozenset(
        name for name, level in NEEDED.items() if _rank(granted.get(name, "")) < _rank(level)
    )


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else -1
