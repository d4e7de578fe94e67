"""Which tests are held as columns: found again by class and name without a case for each."""

from collections.abc import Iterator, Sequence

from bot.model.report import PassedRun, TestCase

_Class = tuple[str, str, str]
"""Class, suite and scope."""

FEWEST = 4
"""How many tests of one class must stand in a row on average: for fewer, columns save nothing."""

_NONE: frozenset[str] = frozenset()


class Runs:
    """Runs of passed tests no two of which share a class and a name."""

    def __init__(self) -> None:
        self._names: dict[_Class, set[str]] = {}
        self._holders: dict[_Class, list[PassedRun]] = {}
        self._held: set[int] = set()

    def __contains__(self, run: PassedRun) -> bool:
        """Whether this run is held as it is."""
        return id(run) in self._held

    def know_any(self, run: PassedRun) -> bool:
        """Whether a test of this run, or one that only its file tells apart, is held."""
        known = ((self._names.get(key), names) for key, names in _by_class(run))
        return not all(held is None or held.isdisjoint(names) for held, names in known)

    def add(self, run: PassedRun) -> bool:
        """Hold a run, if it is fit for that and none of its tests is known; whether it was."""
        if FEWEST * len(run.stretches) > run.count:
            return False
        fresh: dict[_Class, set[str]] = {}
        for key, names in _by_class(run):
            fresh.setdefault(key, set()).update(names)
        if sum(map(len, fresh.values())) < run.count or any("" in new for new in fresh.values()):
            return False
        if not all(self._names.get(key, _NONE).isdisjoint(new) for key, new in fresh.items()):
            return False
        for key, new in fresh.items():
            if (held := self._names.setdefault(key, new)) is not new:
                held |= new
            self._holders.setdefault(key, []).append(run)
        self._held.add(id(run))
        return True

    def take_out(self, case: TestCase) -> Iterator[PassedRun]:
        """The runs that may hold this test; from now on they hold nothing.

        Their names stay known, so that no run with one of them comes in.
        """
        key = (case.classname, case.suite, case.scope)
        if case.name in self._names.get(key, _NONE):
            for run in self._holders.pop(key, ()):
                if run in self:
                    self._held.remove(id(run))
                    yield run


def _by_class(run: PassedRun) -> Iterator[tuple[_Class, Sequence[str]]]:
    """The names of each stretch of one class."""
    for stretch, names, _ in run.by_stretch():
        yield (stretch.classname, run.suite, run.scope), names
