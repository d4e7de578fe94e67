"""Whether anybody is there to work for, and under which name: asked before every job.

A job may have waited while its repository was renamed, archived or taken away. What the store
learned later than the job counts; what the job tells is newer where the webhook that should have
told the store got lost. A job that nobody wants now is left in peace, without a request: the sweep
begins it again when they are back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.errors import Forbidden, LeftInPeace, NotFound, NotInstalled
from bot.github.repos import Repository, get_repository
from bot.jobs.allowed import unreadable
from bot.jobs.toolbox import Toolbox
from bot.model.job import (
    AnalyzeRun,
    CheckConfig,
    HandleCommand,
    Job,
    SyncInstallation,
    SyncIssue,
    SyncRepository,
)
from bot.storage.installations import State
from bot.storage.repositories import StoredRepository

Attended: TypeAlias = AnalyzeRun | HandleCommand | SyncIssue | CheckConfig
_WHY: dict[State, str] = {"suspended": "is suspended", "gone": "is gone"}


async def attend(job: Job, on: Toolbox, do: Callable[[Job], Awaitable[None]]) -> None:
    """Do the job for whoever is there. `LeftInPeace` when nobody is, before or while it is done."""
    if isinstance(job, SyncInstallation | SyncRepository):
        await do(job)
        return
    there = await present(job, on)
    try:
        await do(there)
    except NotInstalled as error:
        state: State = "gone" if error.status == 404 else "suspended"
        await on.storage.save_installation(there.installation, "", state, on.clock())
        raise LeftInPeace(_away(there, state)) from error
    except (NotFound, Forbidden) as error:  # what is refused to a write is no error by now
        if isinstance(error, NotFound) and await _is_gone(there, on):
            await on.storage.deactivate_repository(there.repo.id, on.clock())
            raise LeftInPeace(f"{there.repo.full_name} is gone or archived") from error
        if isinstance(there, AnalyzeRun):
            raise LeftInPeace(unreadable(there.repo, error, on)) from error
        raise


async def present(job: Attended, on: Toolbox) -> Attended:
    """The job under the repository's present name. `LeftInPeace` when nobody wants it now."""
    stored = await on.storage.repository(job.repo.id)
    told = _told_at(job)
    if stored is not None and _is_outdated(told, stored.changed_at):
        if not stored.active:
            raise LeftInPeace(f"{stored.repo.full_name} is not served")
        job = _renamed(job, stored)
    elif stored is not None and _differs(job, stored):
        await on.storage.save_repository(job.repo, job.installation, at=on.clock())
    there = await on.storage.installation(job.installation)
    if there is not None and there.state != "active":
        if _is_outdated(told, there.changed_at):
            raise LeftInPeace(_away(job, there.state))
        await on.storage.save_installation(there.id, "", "active", on.clock())
    if there is not None:  # a token from before may not allow what is allowed since
        (await on.github.client(there.id)).renew_since(there.changed_at)
    return job


def _told_at(job: Attended) -> datetime | None:
    """When GitHub told what the job says, at the earliest; None when it does not say."""
    match job:
        case AnalyzeRun():
            return job.run.completed_at if job.run else None
        case HandleCommand():
            return job.created_at
        case SyncIssue():
            return job.at
        case CheckConfig():
            return None


def _is_outdated(told: datetime | None, changed: datetime | None) -> bool:
    """Whether the store has learned better since; what nobody knows the time of is."""
    return told is None or (changed is not None and told <= changed)


def _differs(job: Attended, stored: StoredRepository) -> bool:
    return (stored.repo, stored.installation, stored.active) != (job.repo, job.installation, True)


def _renamed(job: Attended, stored: StoredRepository) -> Attended:
    new = replace(job, repo=stored.repo, installation=stored.installation)
    if isinstance(new, AnalyzeRun) and new.run is not None:
        return replace(new, run=replace(new.run, repo=stored.repo))
    return new


def _away(job: Attended, state: State) -> str:
    return f"the installation on {job.repo.owner} {_WHY[state]}"


async def _is_gone(job: Attended, on: Toolbox) -> bool:
    """Whether the repository itself is what was not found."""
    client = await on.github.client(job.installation)
    try:
        found: Repository = await get_repository(client, job.repo.owner, job.repo.name)
    except NotFound:
        return True
    return found.archived or found.ref.id != job.repo.id
