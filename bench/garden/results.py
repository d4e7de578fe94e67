"""What the reports of a run hold, as a bot reads them: outcomes, suites and failing cases."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from bench.garden.calendar import Red, Shown
from bench.garden.truth import MAIN, Spot, World
from bot.model.failure import SuiteTotals
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.planning.facts import Outcomes
from bot.triage.extract import case_fingerprint

Place = tuple[str, str]


class Green(NamedTuple):
    """What it looks like when all passes: outcomes, suites by file and leg, and files by name."""

    outcomes: Outcomes
    suites: Mapping[tuple[str, str], SuiteTotals]
    files: Mapping[str, tuple[str, ...]]


class Results:
    """Reads the runs of one world. Passing tests cost nothing: what is green is made once."""

    def __init__(self, world: World) -> None:
        self.world = world
        changes = {t.moved_at for t in world.tests} | {t.gone_at for t in world.tests}
        self._changes = sorted(c for c in changes if c is not None)
        self._prints: dict[Place, str] = {}
        self._green = lru_cache(maxsize=16)(self._make)

    def green(self, spot: Spot, legs: tuple[str, ...]) -> Green:
        """The run at a commit if nothing had failed."""
        index = self._index(spot)
        return self._green(max((c for c in self._changes if c <= index), default=0), legs)

    def fingerprint(self, place: Place) -> str:
        """That of a test by file and name."""
        if place not in self._prints:
            self._prints[place] = case_fingerprint(_case(place))
        return self._prints[place]

    def place(self, number: int, spot: Spot) -> Place | None:
        """Where a test is at a commit."""
        return self.world.tests[number].place(self._index(spot))

    def of(self, red: Red, spot: Spot) -> str:
        """The fingerprint of a red test."""
        place = self.place(red.test, spot)
        assert place is not None
        return self.fingerprint(place)

    def outcomes(self, shown: Shown) -> Outcomes:
        """Test → leg → outcome, as the planner wants it."""
        table = dict(self.green(shown.spot, shown.legs).outcomes)
        for red in shown.red:
            test = self.of(red, shown.spot)
            table[test] = {**table[test], red.leg: Outcome.FAILURE}
        return table

    def suites(self, shown: Shown, files: Iterable[str] = ()) -> tuple[SuiteTotals, ...]:
        """How each suite did in each leg: those with red tests, and these `files`.

        The others are in no decision, only in the table of the check run, which takes its time.
        """
        passed = self.green(shown.spot, shown.legs).suites
        wanted = [(file, leg) for file in sorted({*files}) for leg in shown.legs]
        found = {key: passed[key] for key in wanted if key in passed}
        failed: dict[tuple[str, str], int] = {}
        for red in shown.red:
            place = self.place(red.test, shown.spot)
            assert place is not None
            failed[place[0], red.leg] = failed.get((place[0], red.leg), 0) + 1
        for (file, leg), count in failed.items():
            tests = passed[file, leg].tests
            found[file, leg] = SuiteTotals(name=file, leg=leg, tests=tests, failures=count)
        return tuple(found.values())

    def reports(self, shown: Shown) -> tuple[list[TestReport], dict[str, str]]:
        """The red cases of each leg as its report has them, and the legs by path."""
        cases: dict[str, list[TestCase]] = {}
        for red in shown.red:
            place = self.place(red.test, shown.spot)
            assert place is not None
            cases.setdefault(red.leg, []).append(_case(place, red))
        paths = {leg: f"{leg}/junit.xml" for leg in cases}
        made = [
            TestReport(path=paths[leg], format="junit", cases=tuple(found))
            for leg, found in cases.items()
        ]
        return made, {path: leg for leg, path in paths.items()}

    def _index(self, spot: Spot) -> int:
        return spot.index if spot.branch == MAIN else self.world.cut

    def _make(self, index: int, legs: tuple[str, ...]) -> Green:
        places = [p for t in self.world.tests if (p := t.place(index)) is not None]
        passed = dict.fromkeys(legs, Outcome.PASSED)
        count: dict[str, int] = {}
        files: dict[str, tuple[str, ...]] = {}
        for file, name in places:
            count[file] = count.get(file, 0) + 1
            files[name] = (*files.get(name, ()), file)
        return Green(
            {self.fingerprint(place): passed for place in places} if legs else {},
            {
                (file, leg): SuiteTotals(name=file, leg=leg, tests=tests)
                for leg in legs
                for file, tests in count.items()
            },
            files,
        )


def _case(place: Place, red: Red | None = None) -> TestCase:
    file, name = place
    module = file.removesuffix(".py").replace("/", ".")
    if red is None:
        return TestCase(name=name, classname=module, suite="pytest")
    return TestCase(
        name=name,
        classname=module,
        suite="pytest",
        outcome=Outcome.FAILURE,
        message=red.message,
        trace=red.trace,
    )
