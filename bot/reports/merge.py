"""Several results of one test in one report become one case with its tries."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from bot.model.names import Outcome
from bot.model.report import Cases, PassedRun, TestCase
from bot.reports.caps import Caps
from bot.reports.runs import Runs

_Key = str | tuple[str, ...]

_PASSED, _SKIPPED = Outcome.PASSED, Outcome.SKIPPED  # looking them up costs more than the rest


class Ledger:
    """Takes results in the order they are written; `kept` are the tests.

    Results of one suite, host, file, class and name are tries of one test when the first of them
    is red, for that is when tools try again: the last word counts, so a pass at the end makes it
    flaky. What stays red shows its first red result: a failure followed by an error is a failed
    test whose clean-up failed too, an error followed by a failure is Jest repeating itself. Where
    the first has passed nothing is tried again: such results are different tests of one name,
    which Mocha, Minitest and CUTE allow, and each is counted.

    pytest's names are unique, so there equal names are always tries. pytest-rerunfailures writes
    every try but the last like a pass, though only a red one is ever followed by another.

    A run of passed tests stays as it is until a test of it is met again.
    """

    def __init__(self, caps: Caps) -> None:
        self.dropped = 0
        self.unkept_skips = 0
        self.unkept_reds = 0
        self._caps = caps
        self._order: list[_Key | PassedRun] = []
        self._runs = Runs()
        self._first: dict[_Key, TestCase] = {}
        self._again: dict[_Key, list[TestCase]] = {}
        self._quiet = self._red = 0

    def add(self, case: TestCase) -> None:
        """Take one result as it is written."""
        for run in self._runs.take_out(case):
            for one in run.cases():
                self._first[self._key(one)] = one
        key = self._key(case)
        if key in self._first:
            self._add_again(key, case)
        elif self._has_room(case):
            self._order.append(key)
            self._first[key] = case

    def add_run(self, run: PassedRun) -> None:
        """Take results as they are written; what is neither kept nor known is only counted."""
        room = self._caps.passing - self._quiet
        is_known = self._knows_any(run)
        if room >= run.count and not is_known and self._runs.add(run):
            self._quiet += run.count
            self._order.append(run)
        elif room <= 0 and not is_known and not self._runs.know_any(run):
            self.dropped += run.count
        else:
            for case in run.cases():
                self.add(case)

    def _knows_any(self, run: PassedRun) -> bool:
        """Whether a test of this run is known as a case of its own."""
        first = self._first
        if first.keys().isdisjoint(run.names):
            return False
        return any(case.name in first and self._key(case) in first for case in run.cases())

    def _key(self, case: TestCase) -> _Key:
        """The name as long as only one test has it: that is quick, and short to remember."""
        if not case.name:
            return ("", str(len(self._first)))  # tests without a name are never the same
        first = self._first.get(case.name)
        if first is None or _identity(first) == _identity(case):
            return case.name
        return _identity(case)

    def _has_room(self, case: TestCase) -> bool:
        """Whether one more may be kept; what may not is counted here."""
        outcome = case.outcome
        if outcome is _PASSED or outcome is _SKIPPED:
            if self._quiet < self._caps.passing:
                self._quiet += 1
                return True
            if outcome is _PASSED:
                self.dropped += 1
            else:
                self.unkept_skips += 1
            return False
        self._red += 1
        self.unkept_reds += self._red > self._caps.red
        return self._red <= self._caps.red

    def _add_again(self, key: _Key, case: TestCase) -> None:
        """A further result of a known test; of very many tries the last replaces its forerunner."""
        again = self._again.setdefault(key, [])
        if self._first[key].outcome.is_red and len(again) >= self._caps.tries:
            again[-1] = case
        elif self._has_room(case):
            again.append(case)

    def problems(self) -> Iterator[str]:
        """What was counted but not kept, as predicates."""
        if self.dropped:
            yield (
                f"holds so many tests that {self.dropped} passed ones were only counted: "
                "their names are not remembered"
            )
        if self.unkept_skips:
            yield f"holds {self.unkept_skips} more skipped tests than were kept"
        if self.unkept_reds:
            yield f"holds {self.unkept_reds} more failed tests than were kept"

    def kept(self) -> Sequence[TestCase]:
        """Every kept test, where its first result stood."""
        parts = list(self._parts())
        if any(isinstance(part, PassedRun) for part in parts):
            return Cases(parts)
        return tuple(part for part in parts if not isinstance(part, PassedRun))

    def _parts(self) -> Iterator[TestCase | PassedRun]:
        for part in self._order:
            if not isinstance(part, PassedRun):
                yield from self._tests(part)
            elif part in self._runs:
                yield part
            else:
                for case in part.cases():
                    yield from self._tests(self._key(case))

    def _tests(self, key: _Key) -> Iterator[TestCase]:
        """The results of one name: one test that was tried again, or a test each."""
        first = self._first[key]
        if key not in self._again:
            yield first
            return
        results = [first, *self._again[key]]
        if _has_unique_names(first):
            yield merged([*map(_hidden, results[:-1]), results[-1]])
        elif next((r.outcome.is_red for r in results if r.outcome is not _SKIPPED), False):
            yield merged(results)
        else:
            yield from results


def _identity(case: TestCase) -> tuple[str, ...]:
    """What two results of one test have in common."""
    return case.name, case.classname, case.suite, case.file, case.scope


def _has_unique_names(case: TestCase) -> bool:
    """Whether pytest wrote it: its suite or the root element is named so."""
    return case.suite == "pytest" or case.scope.startswith("pytest tests")


def _hidden(case: TestCase) -> TestCase:
    """A try that pytest-rerunfailures wrote like a pass: it was red, its words are lost."""
    if case.outcome is not Outcome.PASSED:
        return case
    return replace(case, outcome=Outcome.FAILURE)


def merged(results: list[TestCase]) -> TestCase:
    """One test of several results, in the order they were written."""
    if len(results) == 1:
        return results[0]
    said = [result for result in results if result.outcome is not _SKIPPED]
    last = said[-1] if said else results[-1]
    if last.outcome.is_red:
        red = [result for result in said if result.outcome.is_red]
        last = next((result for result in red if result.message or result.trace), red[-1])
    tries = tuple(one for result in results for one in result.tries or (result.as_try,))
    return replace(last, tries=tries)
