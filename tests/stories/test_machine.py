"""Anything in any order: a Hypothesis machine drives the whole bot and checks what must hold.

The usual profile takes less than a minute. `GARDEN_PROFILE=garden-deep` looks for much longer.
"""

import asyncio
import os
import tempfile
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.demo.github.server import FakeGitHub
from tests.jobs.place import opened
from tests.stories.machine_checks import ahead_of, check, check_home, check_stale
from tests.stories.machine_ground import (
    CAUSES,
    CONFIG,
    FILES,
    LEGS,
    MAIN,
    OTHER,
    Ground,
    Held,
    How,
    job_of_leg,
)

T = TypeVar("T")

_ALL = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
settings.register_profile(
    "garden",
    _ALL,
    max_examples=8,
    stateful_step_count=14,
    derandomize=True,
    phases=[Phase.generate],
)
settings.register_profile("garden-deep", _ALL, max_examples=200, stateful_step_count=40)

BROKEN = st.dictionaries(
    st.sampled_from(sorted(FILES)), st.sampled_from(sorted(CAUSES)), max_size=2
)
RED_LEGS = st.sampled_from([LEGS, LEGS, LEGS[:1], LEGS[1:]])
BRANCH = st.sampled_from([MAIN, MAIN, MAIN, OTHER])
PICK = st.integers(0, 30)
HOURS = st.sampled_from([0, 1, 5, 24, 24, 72, 290])
ACTS = ("title", "severity", "label", "unlabel", "assign", "lock")
COMMANDS = ("reclassify p0", "reclassify p3", "mute 2d", "unmute", "why", "help", "nonsense")
FAULTS = ("drop_after", "error_after", "bad_gateway", "secondary_403", "drop")


class Garden(RuleBasedStateMachine):
    """CI, people, GitHub and the network, each doing what they like."""

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
        return Ground(place=place)

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Do it on the one loop."""
        return self.runner.run(work)

    def teardown(self) -> None:
        """Close the bot and GitHub."""
        self.do(self.stack.aclose())
        self.runner.close()

    @initialize(cause=st.sampled_from(sorted(CAUSES)))
    def start_red(self, cause: str) -> None:
        """There is something to keep from the start."""
        self.do(self._run(MAIN, {"test_buy": cause}, LEGS, How(hours=1)))

    @rule(times=st.integers(1, 3), hours=HOURS)
    def stay_green(self, times: int, hours: int) -> None:
        """Commits that break nothing."""
        for _ in range(times):
            self.do(self._run(MAIN, {}, LEGS, How(hours=hours)))

    @rule(cause=st.sampled_from(sorted(CAUSES)), hours=HOURS, dies_after=st.integers(0, 3))
    def fail_again(self, cause: str, hours: int, dies_after: int) -> None:
        """A commit that breaks one test, as others did; the bot may die over it."""
        how = How(hours=hours, dies_after=dies_after)
        self.do(self._run(MAIN, {"test_buy": cause}, LEGS, how))

    @rule(branch=BRANCH, broken=BROKEN, legs=RED_LEGS, hours=HOURS, fate=st.integers(0, 13))
    def push(
        self, branch: str, broken: dict[str, str], legs: tuple[str, ...], hours: int, fate: int
    ) -> None:
        """A commit is pushed and CI runs; its webhook may be held back, the bot may die over it."""
        how = How(hours=hours, dies_after=max(0, fate - 7), is_late=fate in (6, 7))
        self.do(self._run(branch, broken, legs, how))

    @rule(
        branch=BRANCH,
        broken=BROKEN,
        ended=st.sampled_from(["cancelled", "timed_out", "lost"]),
        hours=HOURS,
    )
    def cut_short(self, branch: str, broken: dict[str, str], ended: str, hours: int) -> None:
        """A run is cancelled, runs out of time, or loses a leg."""
        self.do(self._run(branch, broken, LEGS, How(hours=hours, ended=ended)))

    @precondition(lambda self: self.ground.ran)
    @rule(pick=PICK, broken=BROKEN, legs=RED_LEGS, hours=HOURS)
    def run_again(
        self, pick: int, broken: dict[str, str], legs: tuple[str, ...], hours: int
    ) -> None:
        """Another attempt of an earlier run."""
        old = self._picked(self.ground.ran, pick)
        self.do(self._run(old.branch, broken, legs, How(hours=hours, again=old)))

    @precondition(lambda self: self.ground.ran)
    @rule(pick=PICK, broken=BROKEN, hours=HOURS)
    def run_old_commit(self, pick: int, broken: dict[str, str], hours: int) -> None:
        """A new run of an earlier commit."""
        old = self._picked(self.ground.ran, pick)
        self.do(self._run(old.branch, broken, LEGS, How(hours=hours, old=old)))

    @precondition(lambda self: self.ground.held)
    @rule(pick=PICK)
    def come_late(self, pick: int) -> None:
        """A webhook that was held back arrives."""
        told = self._picked(self.ground.held, pick)
        self.ground.held.remove(told)
        self.do(self._deliver(told))

    @precondition(lambda self: self.ground.known)
    @rule(pick=PICK)
    def come_twice(self, pick: int) -> None:
        """A run is told again."""
        told = self._picked(self.ground.known, pick)
        if told.ran is not None:
            self.do(self._deliver(Held(job=told.job, ran=told.ran)))

    @rule(kind=st.sampled_from(FAULTS), method=st.sampled_from(["POST", "PATCH", "GET"]))
    def break_down(self, kind: str, method: str) -> None:
        """GitHub or the network is about to fail once."""
        self.ground.place.github.faults.add(kind=kind, method=method)

    @precondition(lambda self: self.ground.kept)
    @rule(
        pick=PICK,
        reason=st.sampled_from(["completed", "not_planned", "duplicate"]),
        late=st.booleans(),
    )
    def close(self, pick: int, reason: str, late: bool) -> None:
        """A person closes an issue."""
        issue = self._picked(self.ground.kept, pick)
        if issue.state == "closed":
            return
        world, repo = self.ground.place.github.world, self.ground.place.repo
        self.ground.wish(issue.number).state = ""
        self.do(world.close(repo, issue.number, reason=reason))
        state = "" if reason == "completed" else "closed"
        self._told(issue.number, {"state": state}, late=late)

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, late=st.booleans())
    def reopen(self, pick: int, late: bool) -> None:
        """A person reopens an issue."""
        issue = self._picked(self.ground.kept, pick)
        if issue.state == "open":
            return
        self.ground.wish(issue.number).has_reopened = True
        self.ground.wish(issue.number).state = ""
        self.do(self.ground.place.github.world.reopen(self.ground.place.repo, issue.number))
        self._told(issue.number, {"state": "open"}, late=late)

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, act=st.sampled_from(ACTS))
    def change_by_hand(self, pick: int, act: str) -> None:
        """A person changes a field of an issue."""
        issue, world = self._picked(self.ground.kept, pick), self.ground.place.github.world
        repo, number = self.ground.place.repo, issue.number
        wish = self.ground.wish(number)
        if act == "title":
            self.do(world.edit_issue_title(repo, number, f"Ours now {pick}"))
            self._told(number, {"title": f"Ours now {pick}"})
        elif act == "severity":
            ours = next((n for n in issue.labels if "-test-" in n), "failing-test-new-p2")
            chosen = ours[:-1] + str(pick % 4)
            self.do(world.label(repo, number, chosen))
            if chosen != ours:
                self._told(number, {"severity": f"p{pick % 4}", "unwanted": set()})
        elif act == "label":
            self.do(world.label(repo, number, "help wanted"))
            self._told(number, {"labels": {*wish.labels, "help wanted"}})
        elif act == "unlabel" and any("-test-" in name for name in issue.labels):
            name = next(name for name in issue.labels if "-test-" in name)
            self.do(world.unlabel(repo, number, name))
            self._told(number, {"unwanted": {*wish.unwanted, name}})
        elif act == "lock":
            self.ground.locked.add(number)
            self.do(world.lock(repo, number))
        elif act == "assign":
            self.do(world.assign(repo, number, "alice"))
            self._told(number, {"assignee": "alice"})

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, text=st.sampled_from(COMMANDS), by=st.sampled_from(["alice", "reader"]))
    def command(self, pick: int, text: str, by: str) -> None:
        """A person writes a command; a reader's changes nothing."""
        issue = self._picked(self.ground.kept, pick)
        if issue.number in self.ground.locked:
            return
        world, repo = self.ground.place.github.world, self.ground.place.repo
        self.do(world.comment(repo, issue.number, by=by, body=f"/gardener {text}"))
        verb, _, arg = text.partition(" ")
        wishes: dict[str, object] = {}
        if by == "alice" and verb == "reclassify":
            wishes = {"severity": arg}
        elif by == "alice" and verb in ("mute", "unmute"):
            until = self.ground.place.github.clock() + timedelta(days=2)
            wishes = {"muted_until": until if verb == "mute" else None}
        self._told(issue.number, wishes)

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, late=st.booleans())
    def delete(self, pick: int, late: bool) -> None:
        """A person deletes an issue."""
        issue = self._picked(self.ground.kept, pick)
        self.do(self.ground.place.github.world.delete_issue(self.ground.place.repo, issue.number))
        self._told(issue.number, {}, late=late)

    def _picked(self, things: list[T], pick: int) -> T:
        return things[pick % len(things)]

    def _told(self, number: int, wishes: Mapping[str, object], *, late: bool = False) -> None:
        """Tell the bot of what a person did, now or later; only then it can be held to it."""

        def wish() -> None:
            issue = self.ground.place.repo.issues.get(number)
            for name, value in wishes.items():
                if name != "state" or not value or (issue and issue.state == value):
                    setattr(self.ground.wish(number), name, value)

        self.ground.place.github.clock.advance(timedelta(minutes=1))
        for job in self.ground.place.told():
            told = Held(job=job, wish=wish)
            if late:
                self.ground.held.append(told)
            else:
                self.do(self._deliver(told))

    async def _run(
        self, branch: str, broken: Mapping[str, str], legs: tuple[str, ...], how: How
    ) -> None:
        self.ground.place.github.clock.advance(timedelta(hours=how.hours))
        jobs = [
            job_of_leg(
                leg, broken if leg in legs else {}, is_lost=how.ended == "lost" and leg == LEGS[2]
            )
            for leg in LEGS
        ]
        ended = how.ended if how.ended in ("cancelled", "timed_out") else None
        told = await self.ground.run(
            branch, jobs, broken, again=how.again, old=how.old, ended=ended
        )
        if how.is_late:
            self.ground.held.append(told)
            return
        await self._deliver(told, dies_after=how.dies_after)

    async def _deliver(self, told: Held, *, dies_after: int = 0) -> None:
        ground, ran = self.ground, told.ran
        ahead = await ahead_of(ground, ran) if ran else {}
        is_first = all(known.ran is not ran for known in ground.known)
        await ground.deliver(told, dies_after=dies_after)
        await check(ground)
        if ran is not None:
            check_stale(ground, ahead, ran)
            if is_first and not any(held.wish for held in ground.held):
                await check_home(ground, ran)


TestGarden = Garden.TestCase
TestGarden.settings = settings.get_profile(os.environ.get("GARDEN_PROFILE", "garden"))
