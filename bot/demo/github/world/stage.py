"""What all acts share: the state, the webhooks, and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.demo.github.clock import Clock
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.webhooks import Webhooks


class Stage:
    """Acts change the state, then wait until their webhooks were answered."""

    def __init__(self, hub: Hub, webhooks: Webhooks) -> None:
        self._hub = hub
        self._webhooks = webhooks

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Inside, webhooks are written down but not sent; `redeliver` may send them later."""
        before, self._webhooks.quiet = self._webhooks.quiet, True
        try:
            yield
        finally:
            self._webhooks.flush()
            self._webhooks.quiet = before

    async def _out(self, *, deliver: bool = True) -> None:
        if deliver:
            await self._webhooks.settle()
            return
        with self.quiet():
            self._webhooks.flush()

    def _person(self, login: str) -> Caller:
        return Caller(self._hub.user(login))

    def _pass_time(self, span: timedelta) -> None:
        clock = self._hub.clock
        if isinstance(clock, Clock):
            clock.advance(span)

    def _issue(self, repo: Repository, number: int) -> Issue:
        if number not in repo.issues:
            raise LookupError(f"There is no issue #{number} in {repo.full_name}.")
        return repo.issues[number]
