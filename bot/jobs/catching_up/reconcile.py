"""Where the App really is installed, in case the webhook that told of it was lost."""

import structlog

from bot.errors import Forbidden, GardenerError
from bot.github.installations import Installation, list_installations, list_repositories
from bot.jobs.toolbox import Toolbox
from bot.storage.installations import State

_log = structlog.get_logger()
MOST_NEW = 50
"""How many installations that were never heard of are read in one sweep."""


async def reconcile(on: Toolbox) -> int:
    """Take over what GitHub says of the App's installations; how many the store had wrong.

    One request for a hundred of them, and one or two for each that is new.
    """
    there = {one.id: one for one in await list_installations(on.github.as_app)}
    stored = {one.id: one.state for one in await on.storage.installations()}
    known: dict[int, State] = dict.fromkeys(await on.storage.installations_in_use(), "active")
    known.update(stored)
    # One of which only a run was seen may have further repositories.
    new = [one for one in there.values() if one.id not in stored][:MOST_NEW]
    wrong = 0
    for number, state in known.items():
        is_now = _state(there.get(number))
        if is_now == state:
            continue
        wrong += 1
        account = there[number].account if number in there else ""
        await on.storage.save_installation(number, account, is_now, on.clock())
    for installation in new:
        wrong += await _is_welcomed(installation, on)
    return wrong


def _state(installation: Installation | None) -> State:
    if installation is None:
        return "gone"
    return "suspended" if installation.is_suspended else "active"


async def _is_welcomed(installation: Installation, on: Toolbox) -> bool:
    """Whether it could be noted; what GitHub or the store refuses now is asked for in an hour."""
    try:
        await _welcome(installation, on)
    except GardenerError as error:
        _log.warning(
            "a new installation waits for the next sweep",
            account=installation.account,
            reason=str(error),
        )
        return False
    return True


async def _welcome(installation: Installation, on: Toolbox) -> None:
    """Note an installation that nobody told of, with its repositories."""
    now, state = on.clock(), _state(installation)
    if state == "active":
        try:
            client = await on.github.client(installation.id)
            for repo, branch in await list_repositories(client):
                await on.storage.save_repository(repo, installation.id, branch, at=now)
        except Forbidden:  # suspended or taken away this very moment: the next sweep sees it
            return
    await on.storage.save_installation(installation.id, installation.account, state, now)
