"""The memory of a bot: the history of every test and leg, without a value for each that only passes."""

from collections.abc import Iterable
from dataclasses import replace

from bench.garden.truth import LEGS
from bot.model.history import Sighting, TestHistory
from bot.model.names import Outcome
from bot.planning.facts import Outcomes
from bot.triage.history import advance

Key = tuple[str, str, str]


class Histories:
    """Kept as `bot.triage.history` says. `odd` are tests that come or go: they get their own at once.

    All others share one history for each branch and leg until they do anything but pass.
    """

    def __init__(self, odd: Iterable[str]) -> None:
        self._common: dict[tuple[str, str], TestHistory] = {}
        self._own: dict[str, dict[Key, TestHistory]] = {}
        self._odd = frozenset(odd)

    def of(self, test: str, branch: str) -> tuple[TestHistory, ...]:
        """One history for each leg that is known."""
        found = (self._one(test, branch, leg) for leg in LEGS)
        return tuple(h for h in found if h is not None)

    def record(self, outcomes: Outcomes, red: Iterable[str], branch: str, seen: Sighting) -> None:
        """Remember a run; `red` are the tests that did not pass everywhere."""
        own = self._own.setdefault(branch, {})
        for test in {*red} | (self._odd & outcomes.keys()):
            for leg in outcomes[test]:
                key = (branch, test, leg)
                if key not in own and (known := self._one(test, branch, leg)) is not None:
                    own[key] = known
        legs = {leg for found in outcomes.values() for leg in found}
        fresh = [
            (branch, test, leg)
            for test in {*red} | (self._odd & outcomes.keys())
            for leg in outcomes[test]
            if (branch, test, leg) not in own
        ]
        for key in (*own, *fresh):
            outcome = outcomes.get(key[1], {}).get(key[2])
            if outcome is not None:
                own[key] = advance(
                    own.get(key), test=key[1], leg=key[2], outcome=outcome, seen=seen
                )
        for leg in legs:
            self._common[branch, leg] = advance(
                self._common.get((branch, leg)),
                test="",
                leg=leg,
                outcome=Outcome.PASSED,
                seen=seen,
            )

    def _one(self, test: str, branch: str, leg: str) -> TestHistory | None:
        own = self._own.get(branch, {}).get((branch, test, leg))
        if own is not None or test in self._odd:
            return own
        common = self._common.get((branch, leg))
        return replace(common, test=test) if common is not None else None
