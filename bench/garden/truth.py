"""What is really wrong: commits, tests, and causes with the spans in which each is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bench.garden.shapes import Shape

MAIN, RELEASE = "main", "release/1"
LEGS = ("report-py311", "report-py312", "report-windows")
JOBS = dict(zip(LEGS, ("test (3.11)", "test (3.12)", "test (windows)"), strict=True))


class Sort(StrEnum):
    """A fault in the code, a test that fails by chance, or machines that are broken for hours."""

    FAULT = "fault"
    FLAKE = "flake"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Spot:
    """A commit: the index on its branch."""

    branch: str
    index: int


@dataclass(frozen=True, slots=True)
class Test:
    """One test; from commit `moved_at` of main on it has another name, from `gone_at` on it is no more."""

    number: int
    file: str
    name: str
    moved_at: int | None = None
    moved_to: tuple[str, str] = ("", "")
    gone_at: int | None = None

    __test__ = False

    def place(self, index: int) -> tuple[str, str] | None:
        """Its file and name at a commit of main; None when it was removed."""
        if self.gone_at is not None and index >= self.gone_at:
            return None
        if self.moved_at is not None and index >= self.moved_at:
            return self.moved_to
        return self.file, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that is wrong.

    `tests` maps what it breaks to the number of the error among `shapes`. `spans` are commits of
    main, from the first with it to the first without; half of a fault may be mended before, and
    leaves `rest`. `release_end` is the commit of the release branch that mends it there. `windows`
    are the hours of an incident; `log` is what it prints in a job that dies without a report.
    `words` are the names in its errors. `rate` is the chance with which it strikes: a flake in each
    test and leg of a run, an incident in each leg.
    """

    number: int
    sort: Sort
    shapes: tuple[Shape, ...]
    tests: Mapping[int, int]
    words: Mapping[str, str]
    spans: tuple[tuple[int, int], ...] = ()
    half_at: int = 10**9
    rest: frozenset[int] = frozenset()
    release_end: int = 0
    legs: tuple[str, ...] = LEGS
    rate: float = 1.0
    windows: tuple[tuple[datetime, datetime], ...] = ()
    log: str = ""

    def is_there(self, spot: Spot, cut: int, at: datetime) -> bool:
        """Whether it can strike at a commit; `cut` is where the release branch left main."""
        if self.sort is Sort.INCIDENT:
            return any(start <= at < end for start, end in self.windows)
        if spot.branch == RELEASE:
            return spot.index < self.release_end and any(a <= cut < b for a, b in self.spans)
        return any(a <= spot.index < b for a, b in self.spans)

    def broken(self, spot: Spot) -> list[int]:
        """The tests it breaks at a commit where it is there."""
        if spot.branch == MAIN and spot.index >= self.half_at:
            return [t for t in self.tests if t in self.rest]
        return list(self.tests)


class Deed(NamedTuple):
    """What a person does to the newest issue of a cause, when there is one."""

    at: datetime
    cause: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is true. `heads` are the commits of main by time of push, `cut` the branching."""

    tests: tuple[Test, ...]
    causes: tuple[Cause, ...]
    deeds: tuple[Deed, ...]
    start: datetime
    days: int
    runs_a_day: int
    cut: int
    seed: int

    @property
    def commits(self) -> int:
        """How many commits main gets, one for each run but those of a commit that was tested."""
        return self.days * self.runs_a_day
