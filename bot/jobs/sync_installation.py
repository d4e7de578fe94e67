"""Keep track of where the App is installed and what its repositories are called."""

from bot.jobs.toolbox import Toolbox
from bot.model.job import SyncInstallation, SyncRepository
from bot.storage.installations import State

_STATES: dict[str, State] = {"deleted": "gone", "suspend": "suspended"}
_BACK = ("unarchived", "transferred")


async def sync_installation(job: SyncInstallation, on: Toolbox) -> None:
    """Note repositories that came and went; a suspended installation is left in peace."""
    now = on.clock()
    state = _STATES.get(job.action, "active")
    await on.storage.save_installation(job.installation, job.account, state, now)
    if state == "active":
        await on.storage.look_again(job.installation)
    for repo in job.added:
        await on.storage.save_repository(repo, job.installation, active=True, at=now)
    for repo in job.removed:
        known = await on.storage.repository(repo.id)
        # One that moved to another owner belongs to that one's installation by now.
        if known is None or known.installation == job.installation:
            await on.storage.deactivate_repository(repo.id, now)
            await on.storage.forget_look(repo.id)


async def sync_repository(job: SyncRepository, on: Toolbox) -> None:
    """Follow a rename or a transfer; an archived or deleted repository is left in peace."""
    now = on.clock()
    if job.action in ("deleted", "archived"):
        await on.storage.deactivate_repository(job.repo.id, now)
        return
    known = await on.storage.repository(job.repo.id)
    active = known is None or known.active or job.action in _BACK
    await on.storage.save_repository(
        job.repo, job.installation, job.default_branch, active=active, at=now
    )
