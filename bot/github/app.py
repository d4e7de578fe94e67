"""The App on GitHub: hands out one client for each installation and renews their tokens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

import aiohttp
from cachetools import LRUCache

from bot.github.app_auth import AppKey
from bot.github.client import Client
from bot.github.installations import create_token
from bot.github.pace import Ledger, Pace
from bot.github.surroundings import ANSWER_WITHIN, Pages, Surroundings, free
from bot.github.tokens import FixedToken, InstallationToken

KEPT_FOR_COMMANDS = 0.2  # of each hour's requests: what analyses leave to people who ask
_CLIENTS = 500  # installations whose caches and limits are kept at hand


def _unheard(method: str, status: int) -> None:
    """Nobody counts."""
    del method, status


@dataclass
class GitHub:
    """Everything needed to speak to one GitHub as one App.

    `api_url` is github.com's or an Enterprise Server's `https://HOST/api/v3`. With `dry_run` every
    client refuses to write. `app_id` and `private_key` (PEM) may stay empty when only
    `token_client` is used.
    """

    api_url: str
    app_id: str
    private_key: str = field(repr=False)
    session: aiohttp.ClientSession = field(repr=False)
    clock: Callable[[], datetime] = field(repr=False)
    sleep: Callable[[float], Awaitable[None]] = field(repr=False)
    write_pause: timedelta = timedelta(seconds=1)
    answer_within: timedelta = ANSWER_WITHIN
    dry_run: bool = False
    on_request: Callable[[str, int], None] = field(default=_unheard, repr=False)
    before_write: Callable[[], Awaitable[None]] = field(default=free, repr=False)
    ledger: Ledger | None = field(default=None, repr=False)
    _clients: LRUCache[tuple[int, float], Client] = field(
        default_factory=lambda: LRUCache(2 * _CLIENTS), init=False, repr=False
    )
    _pages: Pages = field(default_factory=Pages, init=False, repr=False)
    _lines: LRUCache[int, tuple[InstallationToken, Pace]] = field(
        default_factory=lambda: LRUCache(4 * _CLIENTS), init=False, repr=False
    )

    async def client(self, installation_id: int, *, spared: float = 0.0) -> Client:
        """The client of this installation: always the same one while it is in use.

        Where the share `spared` of the hour's quota begins, which is kept for commands, it raises
        QuotaKept instead of asking.
        """
        client = self._clients.get((installation_id, spared))
        if client is None:
            around = replace(
                self._around(), spared=spared, spared_for="commands", whose=str(installation_id)
            )
            client = Client(around, *self._line(installation_id))
            self._clients[installation_id, spared] = client
        return client

    def _line(self, installation_id: int) -> tuple[InstallationToken, Pace]:
        """What all clients of an installation share."""
        line = self._lines.get(installation_id)
        if line is None:
            token = InstallationToken(
                lambda: create_token(self._tokens, installation_id), self.clock
            )
            line = token, Pace(self.clock, installation=installation_id, ledger=self.ledger)
            self._lines[installation_id] = line
        return line

    @property
    def rate_remaining(self) -> int | None:
        """What the installation that is worst off may still ask in this hour; None: nobody knows."""
        said = (client.rate_remaining for client in self._clients.values())
        return min((left for left in said if left is not None), default=None)

    @cached_property
    def as_app(self) -> Client:
        """The App itself, by its JWT: installations and webhook deliveries."""
        return Client(self._around(), self._key)

    def token_client(self, token: str, *, spared: float = 0.0) -> Client:
        """A client for a token that a person gave; it never writes.

        Of each hour's quota the share `spared` is left to whatever else the person does: where it
        begins, RateLimited is raised instead of asking.
        """
        around = replace(self._around(read_only=True), spared=spared, pages=Pages())
        return Client(around, FixedToken(token))

    @cached_property
    def _key(self) -> AppKey:
        return AppKey(self.app_id, self.private_key, self.clock)

    @cached_property
    def _tokens(self) -> Client:
        """Asks for tokens: writes nothing that anyone sees, so a dry run may and no pause is due."""
        return Client(self._around(read_only=False, pause=timedelta(0)), self._key)

    def _around(
        self, *, read_only: bool | None = None, pause: timedelta | None = None
    ) -> Surroundings:
        return Surroundings(
            session=self.session,
            api_url=self.api_url.removesuffix("/"),
            clock=self.clock,
            sleep=self.sleep,
            write_pause=self.write_pause if pause is None else pause,
            on_request=self.on_request,
            before_write=self.before_write,
            pages=self._pages,
            whose="the App",
            answer_within=self.answer_within,
            read_only=self.dry_run if read_only is None else read_only,
        )
