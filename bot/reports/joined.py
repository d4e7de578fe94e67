"""Results of tests whose names are unique in a report: several of one test become one case."""

from collections.abc import Hashable, Iterator

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import TestCase
from bot.reports.caps import Caps
from bot.reports.merge import merged

_RANK = {Outcome.SKIPPED: 0, Outcome.PASSED: 1, Outcome.FAILURE: 2, Outcome.ERROR: 2}


class Joined:
    """Holds cases until the report is over, so that a later result of the same test finds them.

    A retry has the last word, all tries are kept. A repetition that is none (`-count=2`) makes
    the test red when any of its results is; results that agree are one without tries.
    """

    def __init__(self, caps: Caps) -> None:
        self.count = 0
        self._caps = caps
        self._cases: dict[Hashable, TestCase] = {}
        self._quiet = 0

    def put(self, key: Hashable, case: TestCase, *, retry: bool) -> Iterator[TestCase]:
        """Take a result; yields it at once when more passed tests are held than are kept."""
        known = self._cases.get(key)
        if known is not None:
            self._cases[key] = self._again(known, case, retry=retry)
            return
        self.count += 1
        if not case.outcome.is_red:
            self._quiet += 1
            if self._quiet > self._caps.passing:
                yield case
                return
        self._cases[key] = case

    def get(self, key: Hashable) -> TestCase | None:
        """What is known of a test."""
        return self._cases.get(key)

    def change(self, key: Hashable, case: TestCase) -> None:
        """Put another case in the place of one that is held."""
        self._cases[key] = case

    def _again(self, known: TestCase, case: TestCase, *, retry: bool) -> TestCase:
        if not (known.outcome.is_red or case.outcome.is_red or known.tries):
            return max(known, case, key=lambda one: _RANK[one.outcome])
        tries = known.tries or (known.as_try,)
        # Of very many tries the first ones and the last are worth keeping.
        known = replace(known, tries=tries[: self._caps.tries])
        if retry or case.outcome.is_red is known.outcome.is_red:
            return merged([known, case])
        red = known if known.outcome.is_red else case
        return replace(red, tries=(*known.tries, *(case.tries or (case.as_try,))))

    def cases(self) -> Iterator[TestCase]:
        """Every test that is held, where its first result stood."""
        yield from self._cases.values()
        self._cases.clear()
