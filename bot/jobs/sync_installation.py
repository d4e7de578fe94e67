"""Keep track of where the App is installed and what its repositories are called."""

from bot.jobs.toolbox import Toolbox
from bot.model.job import SyncInstallation, SyncRepository

_GONE = ("deleted", "suspend")


async def sync_installation(job: SyncInstallation, on: Toolbox) -> None:
    """Note repositories that came and went; a suspended installation is left in peace."""
    if job.action in (*_GONE, "unsuspend"):
        is_active = job.action == "unsuspend"
        await on.storage.set_installation_active(job.installation, active=is_active)
    for repo in job.added:
        known = await on.storage.repository(repo.id)
        branch = known.default_branch if known else ""
        await on.storage.save_repository(repo, job.installation, branch, active=True)
    for repo in job.removed:
        await on.storage.deactivate_repository(repo.id)


async def sync_repository(job: SyncRepository, on: Toolbox) -> None:
    """Follow a rename or a transfer; an archived or deleted repository is left in peace."""
    if job.action in ("deleted", "archived"):
        await on.storage.deactivate_repository(job.repo.id)
        return
    await on.storage.save_repository(job.repo, job.installation, job.default_branch, active=True)
