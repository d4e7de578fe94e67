"""What a client shows as its right to ask: an installation's token, or a fixed one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

_SPARE = timedelta(minutes=5)  # renewed this long before it ends, so that no download outlives it


class Credentials(Protocol):
    """Whatever can authorize a request."""

    async def token(self) -> str:
        """A token that is valid now."""
        ...

    def forget(self, token: str) -> bool:
        """Drop a token that GitHub refused; says whether another one can be had."""
        ...

    async def granted(self) -> Mapping[str, str] | None:
        """Permission → level of what may be done, None when GitHub does not say."""
        ...

    def renew_since(self, moment: datetime) -> None:
        """Use no token from before: what it allows has changed since."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """A token of any length and alphabet, never shown in a log. `expires_at` is GitHub's word.

    `granted` maps each permission that comes with it to its level.
    """

    text: str = field(repr=False)
    expires_at: datetime
    granted: Mapping[str, str] = field(default_factory=dict)


class InstallationToken:
    """The token of one installation: kept for most of its hour, asked for once at a time."""

    def __init__(self, ask: Callable[[], Awaitable[Token]], clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock
        self._token: Token | None = None
        self._asked_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """A token with at least five minutes left; callers at the same time share one request."""
        async with self._lock:
            if self._token is None or self._clock() >= self._token.expires_at - _SPARE:
                self._asked_at = self._clock()
                self._token = await self._ask()
            return self._token.text

    async def granted(self) -> Mapping[str, str] | None:
        """What GitHub said with the token that is in use now."""
        await self.token()
        return self._token.granted if self._token is not None else None

    def renew_since(self, moment: datetime) -> None:
        """Use no token from before: what it allows has changed since."""
        if self._asked_at is not None and self._asked_at <= moment:
            self._token = None

    def forget(self, token: str) -> bool:
        """Drop it unless somebody else has renewed it already."""
        if self._token is not None and self._token.text == token:
            self._token = None
        return True


@dataclass(frozen=True, slots=True, repr=False)
class FixedToken:
    """A token that a person gave: there is no second one."""

    text: str

    async def token(self) -> str:
        """The token itself."""
        return self.text

    def forget(self, token: str) -> bool:
        """Nothing can replace it."""
        del token
        return False

    async def granted(self) -> Mapping[str, str] | None:
        """What it allows is its owner's affair."""
        return None

    def renew_since(self, moment: datetime) -> None:
        """There is no other one."""
