"""`gardener backfill`: queue the finished runs of one repository that were never seen."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import NotFound, UserError
from bot.github.installations import find_installation
from bot.github.repos import get_repository
from bot.github.runs import all_finished_runs
from bot.jobs.catching_up.ledger import Queue
from bot.jobs.catching_up.unseen import Caught, queue_runs, unseen
from bot.jobs.toolbox import Toolbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfilled:
    """What came of it; `full_name` is the repository's present name."""

    full_name: str
    caught: Caught


async def backfill(full_name: str, since: timedelta, on: Toolbox, queue: Queue) -> Backfilled:
    """Queue what is new; who works on the queue is another matter. Writes nothing to GitHub."""
    owner, slash, name = full_name.partition("/")
    if not (owner and slash and name) or "/" in name:
        raise UserError(f"`{full_name}` is no repository: expected OWNER/REPO.")
    try:
        installation = await find_installation(on.github.as_app, owner, name)
    except NotFound as error:
        raise UserError(
            f"The App is not installed on {full_name}, or there is no such repository."
        ) from error
    if installation.is_suspended:
        raise UserError(
            f"The installation on {installation.account} is suspended: nothing can be read."
        )
    client = await on.github.client(installation.id)
    repository = await get_repository(client, owner, name)
    if repository.archived:
        raise UserError(f"{full_name} is archived: nothing can be written there.")
    now = on.clock()
    listed = await all_finished_runs(client, repository.ref, now - since)
    new, found = await unseen(listed, repository.ref.id, client, on, queue)
    queued = await queue_runs(new, repository, installation.id, queue)
    return Backfilled(full_name=repository.ref.full_name, caught=Caught(found=found, queued=queued))
