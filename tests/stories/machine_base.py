"""The ground that every rule of the machine stands on: one bot, one GitHub, one loop."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.issues import Issue
from tests.jobs.place import opened
from tests.stories.machine_checks import (
    ahead_of,
    check,
    check_home,
    check_kept_open,
    check_stale,
    theirs_open,
)
from tests.stories.machine_ground import CONFIG, Ground, Held

T = TypeVar("T")


class Grounded(RuleBasedStateMachine):
    """Sets the scene, tells the bot of what happened, and checks what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.ground = self.do(self._set_up())

    async def _set_up(self) -> Ground:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        github = await self.stack.enter_async_context(FakeGitHub())
        place = await self.stack.enter_async_context(opened(github, Path(folder)))
        await place.configure(CONFIG)
        attic = github.add_repository("acme/attic")
        return Ground(place=place, attic=attic)

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Do it on the one loop."""
        return self.runner.run(work)

    def teardown(self) -> None:
        """Close the bot and GitHub."""
        self.do(self.stack.aclose())
        self.runner.close()

    def picked(self, things: Sequence[T], pick: int) -> T:
        """One of them."""
        return things[pick % len(things)]

    def issue(self, pick: int) -> Issue:
        """One of the bot's issues."""
        return self.picked(self.ground.kept, pick)

    def told(
        self, number: int, wishes: Mapping[str, object], *, late: bool = False, dies_after: int = 0
    ) -> None:
        """Tell the bot of what a person did, now or later; only then it can be held to it."""

        def wish() -> None:
            issue = self.ground.place.repo.issues.get(number)
            for name, value in wishes.items():
                if name != "state" or not value or (issue and issue.state == value):
                    setattr(self.ground.wish(number), name, value)

        self.told_of(wish, late=late, dies_after=dies_after)

    def told_of(self, wish: Callable[[], None], *, late: bool = False, dies_after: int = 0) -> None:
        """Tell the bot; `wish` is called when it knows."""
        self.ground.place.github.clock.advance(timedelta(minutes=1))
        for job in self.ground.place.told():
            told = Held(job=job, wish=wish)
            if late:
                self.ground.held.append(told)
            else:
                self.do(self.deliver(told, dies_after=dies_after))

    async def deliver(self, told: Held, *, dies_after: int = 0) -> None:
        """Let a webhook arrive, and check everything."""
        ground, ran = self.ground, told.ran
        ahead = await ahead_of(ground, ran) if ran else {}
        theirs = await theirs_open(ground) if ran else frozenset()
        is_first = all(known.ran is not ran for known in ground.known)
        await ground.deliver(told, dies_after=dies_after)
        await check(ground)
        if ran is not None:
            check_stale(ground, ahead, ran)
            check_kept_open(ground, theirs)
            if is_first and not any(held.wish for held in ground.held):
                await check_home(ground, ran)
