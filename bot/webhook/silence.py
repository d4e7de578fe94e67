"""How long nothing has come from GitHub: a bot that nobody tells anything looks healthy.

A webhook that was switched off, an address that moved or a secret that changed shows nowhere else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from bot.errors import Degraded, GardenerError

QUIET = timedelta(days=1)
LOOK_EVERY = timedelta(hours=1)
_log = structlog.get_logger()


async def _nothing() -> datetime | None:
    return None


@dataclass(kw_only=True)
class Silence:
    """`newest` tells when the newest stored job came, which may have come to another process."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 - replaced in tests
    newest: Callable[[], Awaitable[datetime | None]] = _nothing
    last: datetime | None = None
    _began: datetime = field(init=False)
    _warned: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """A server that has just started has not been waiting yet."""
        self._began = self.clock()

    def broken(self) -> datetime:
        """A delivery was taken; when."""
        self.last = self.clock()
        return self.last

    async def lasts(self) -> timedelta:
        """How long it has been."""
        heard = [moment for moment in (self.last, await self.newest()) if moment is not None]
        self.last = max(heard, default=None)
        return max(self.clock() - max([*heard, self._began]), timedelta(0))

    async def check(self) -> str:
        """When something came last. `Degraded` when that is too long ago."""
        silent = await self.lasts()
        said = "none since the start" if self.last is None else _iso(self.last)
        if silent < QUIET:
            return said
        raise Degraded(
            f"{said}: nothing came from GitHub for {_hours(silent)} h; "
            "`gardener doctor` looks at the webhook"
        )

    async def look(self) -> None:
        """Say it in the log when it has been too long: once a day."""
        now = self.clock()
        try:
            silent = await self.lasts()
        except GardenerError:
            return
        if silent >= QUIET and (self._warned is None or now - self._warned >= QUIET):
            self._warned = now
            last = "never" if self.last is None else _iso(self.last)
            _log.warning(
                "nothing comes from GitHub", hours=_hours(silent), last=last, do="gardener doctor"
            )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _hours(time: timedelta) -> int:
    return int(time / timedelta(hours=1))
