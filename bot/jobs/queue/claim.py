"""A job's right to write to GitHub, looked at right before each write.

A process that was frozen or cut off may come back while another does its job. What it began to
send in the moment it froze is sent once; nothing after that.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import TransientError
from bot.storage.job_notes import Superseded
from bot.storage.lives import Lives, steady

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one run of a job may call its own. An answer older than `trust` is worth nothing."""

    lives: Lives
    executor_id: str
    job_id: str
    owner: str
    trust: timedelta

    async def confirm(self) -> None:
        """`Superseded` when another process has the job, `TransientError` when nobody knows."""
        for _ in range(_TRIES):
            asked = steady()
            is_ours = await asyncio.to_thread(
                self.lives.renew, self.executor_id, self.job_id, self.owner
            )
            if not is_ours:
                raise Superseded(f"{self.job_id} was taken over by another process")
            if steady() - asked <= self.trust.total_seconds():
                return
        raise TransientError("The queue's database answers too late to write anything by")


_current: ContextVar[Claim | None] = ContextVar("claim", default=None)


def hold(claim: Claim | None) -> None:
    """Let this task and those it starts write by `claim`, or as they like."""
    _current.set(claim)


async def confirm() -> None:
    """To be called before each write; outside of a job everything may be written."""
    claim = _current.get()
    if claim is not None:
        await claim.confirm()
