"""How fast one installation may be spoken to, by all that its clients and other processes know.

A process goes by its own knowledge and, where there is a ledger, by that of its neighbors. When the
ledger does not answer nothing is written (the job is tried again later); reading goes on by what
this process knows.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.errors import TransientError
from bot.github.limits import exhausted_until, quota_of, remaining, resets_at, write_wait
from bot.model.quota import Quota

_LOOK_EVERY = timedelta(seconds=2)
_ANSWER_WITHIN = 5.0  # seconds
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Ledger(Protocol):
    """What processes know together. Each call is one statement; `TransientError` when it fails."""

    async def claim_turn(self, installation: int, pause: timedelta) -> timedelta:
        """Take the next place in the line of writes: how long until it comes."""
        ...

    async def note_quota(self, installation: int, name: str, quota: Quota) -> None:
        """Tell the others what GitHub said."""
        ...

    async def quotas(self, installation: int) -> Mapping[str, Quota]:
        """What the others were told, by the name of the quota."""
        ...


@dataclass(slots=True)
class _Known:
    left: int = 0
    most: int = 0
    reset_at: datetime = _NEVER
    held_until: datetime = _NEVER
    told_at: datetime = _NEVER


class Pace:
    """One installation's. `writing` is held by whoever writes in this process."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        installation: int = 0,
        ledger: Ledger | None = None,
    ) -> None:
        self.writing = asyncio.Lock()
        self._clock = clock
        self._installation = installation
        self._ledger = ledger
        self._known: dict[str, _Known] = {}
        self._looked_at = _NEVER
        self._wrote_at: datetime | None = None

    async def turn(self, pause: timedelta) -> timedelta:
        """How long to wait before the next write. `TransientError` when nobody can say."""
        wait = write_wait(self._wrote_at, self._clock(), pause)
        if self._ledger is None or not pause:
            return wait
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                return max(wait, await self._ledger.claim_turn(self._installation, pause))
        except TimeoutError:
            raise TransientError("The database does not say when the next write may go") from None

    def wrote(self) -> None:
        """A write ended."""
        self._wrote_at = self._clock()

    def left(self, name: str) -> tuple[int, int, datetime] | None:
        """What is left of how much until when; None when that hour is over or nobody has said."""
        known = self._known.get(name)
        if known is None or not known.most or known.reset_at <= self._clock():
            return None
        return known.left, known.most, known.reset_at

    def held_until(self, name: str) -> datetime:
        """Nobody may ask before; long ago when all may."""
        return self._known[name].held_until if name in self._known else _NEVER

    async def look(self) -> None:
        """Take over what the neighbors learned, every two seconds at most."""
        now = self._clock()
        if self._ledger is None or abs(now - self._looked_at) < _LOOK_EVERY:
            return
        self._looked_at = now
        with suppress(TransientError, TimeoutError):
            async with asyncio.timeout(_ANSWER_WITHIN):
                for name, quota in (await self._ledger.quotas(self._installation)).items():
                    self._take(self._known.setdefault(name, _Known()), quota, now)

    async def learn(self, name: str, headers: Mapping[str, str]) -> None:
        """What an answer's headers say of the quota; the neighbors hear of it soon."""
        left, now = remaining(headers), self._clock()
        until = exhausted_until(headers)
        if until is not None and until > now:
            await self.hold(name, until)
        if left is None:
            return
        known = self._known.setdefault(name, _Known())
        known.left, known.most = left, quota_of(headers) or 0
        known.reset_at = resets_at(headers) or now + timedelta(hours=1)
        if abs(now - known.told_at) >= _LOOK_EVERY:
            await self._tell(name, known)

    async def hold(self, name: str, until: datetime) -> None:
        """Nobody may ask before `until`: the neighbors hear of it at once."""
        known = self._known.setdefault(name, _Known())
        known.held_until = max(known.held_until, until)
        await self._tell(name, known)

    @staticmethod
    def _take(known: _Known, quota: Quota, now: datetime) -> None:
        known.held_until = max(known.held_until, now + quota.held)
        if quota.most and quota.resets_in > timedelta():
            is_same_hour = known.reset_at > now
            known.left = min(known.left, quota.left) if is_same_hour else quota.left
            known.most = quota.most
            known.reset_at = now + quota.resets_in

    async def _tell(self, name: str, known: _Known) -> None:
        now = self._clock()
        known.told_at = now
        if self._ledger is None:
            return
        quota = Quota(
            left=known.left,
            most=known.most,
            resets_in=max(timedelta(), known.reset_at - now),
            held=max(timedelta(), known.held_until - now),
        )
        with suppress(TransientError, TimeoutError):
            async with asyncio.timeout(_ANSWER_WITHIN):
                await self._ledger.note_quota(self._installation, name, quota)
