"""Anything in any order: a Hypothesis machine drives the whole bot and checks what must hold.

The usual profile takes less than a minute. `GARDEN_PROFILE=garden-deep` looks for much longer.
"""

import os
from collections.abc import Mapping
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.stories.machine_ground import (
    CAUSES,
    FILES,
    LEGS,
    MAIN,
    OTHER,
    Held,
    How,
    job_of_leg,
)
from tests.stories.machine_people import PICK, People

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
HOURS = st.sampled_from([0, 1, 5, 24, 24, 72, 290])
FAULTS = ("drop_after", "error_after", "bad_gateway", "secondary_403", "drop")


class Garden(People):
    """CI, people, GitHub and the network, each doing what they like."""

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
        old = self.picked(self.ground.ran, pick)
        self.do(self._run(old.branch, broken, legs, How(hours=hours, again=old)))

    @precondition(lambda self: self.ground.ran)
    @rule(pick=PICK, broken=BROKEN, hours=HOURS)
    def run_old_commit(self, pick: int, broken: dict[str, str], hours: int) -> None:
        """A new run of an earlier commit."""
        old = self.picked(self.ground.ran, pick)
        self.do(self._run(old.branch, broken, LEGS, How(hours=hours, old=old)))

    @precondition(lambda self: self.ground.held)
    @rule(pick=PICK)
    def come_late(self, pick: int) -> None:
        """A webhook that was held back arrives."""
        told = self.picked(self.ground.held, pick)
        self.ground.held.remove(told)
        self.do(self.deliver(told))

    @precondition(lambda self: self.ground.known)
    @rule(pick=PICK)
    def come_twice(self, pick: int) -> None:
        """A run is told again."""
        told = self.picked(self.ground.known, pick)
        if told.ran is not None:
            self.do(self.deliver(Held(job=told.job, ran=told.ran)))

    @rule(kind=st.sampled_from(FAULTS), method=st.sampled_from(["POST", "PATCH", "GET"]))
    def break_down(self, kind: str, method: str) -> None:
        """GitHub or the network is about to fail once."""
        self.ground.place.github.faults.add(kind=kind, method=method)

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
        await self.deliver(told, dies_after=how.dies_after)


TestGarden = Garden.TestCase
TestGarden.settings = settings.get_profile(os.environ.get("GARDEN_PROFILE", "garden"))
