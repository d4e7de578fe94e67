"""The one shape of a test report, whatever tool wrote it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, overload

from msgspec import Struct

from bot.model.names import Outcome, Stage


class Try(Struct, frozen=True, kw_only=True):
    """One of several results of the same test in one report, in the order they were written."""

    outcome: Outcome
    type: str = ""
    message: str = ""
    trace: str = ""
    seconds: float | None = None


class TestCase(Struct, frozen=True, kw_only=True, gc=False):
    """One test. `tries` holds every result when there were several, else it is empty.

    A struct is made ten times as fast as a frozen dataclass, and a report holds very many; copy
    one with `msgspec.structs.replace`. It holds nothing that could point back at it, so the
    garbage collector need not look (`gc=False`).

    `message` is the short text of the tool, `trace` the long one (both capped by the reader),
    `output` what the test printed (capped, only kept for red cases). `file` and `line` are what
    the report says, relative or absolute as written there. `scope` tells equal names of one report
    apart (outer suites, browser, host); it may change from run to run. `stage` is where a red case
    broke, as far as the report tells.
    """

    name: str
    classname: str = ""
    suite: str = ""
    file: str = ""
    line: int | None = None
    outcome: Outcome = Outcome.PASSED
    type: str = ""
    message: str = ""
    trace: str = ""
    seconds: float | None = None
    output: str = ""
    tries: tuple[Try, ...] = ()
    scope: str = ""
    stage: Stage = Stage.CALL

    __test__ = False  # pytest would take the name for a test class

    @property
    def id(self) -> str:
        """`classname::name`, or the name alone."""
        return f"{self.classname}::{self.name}" if self.classname else self.name

    @property
    def as_try(self) -> Try:
        """This result as one of several of its test."""
        return Try(
            outcome=self.outcome,
            type=self.type,
            message=self.message,
            trace=self.trace,
            seconds=self.seconds,
        )

    @property
    def is_flaky(self) -> bool:
        """Whether this report alone shows it both red and passed."""
        outcomes = {t.outcome for t in self.tries}
        return Outcome.PASSED in outcomes and any(o.is_red for o in outcomes)


class Stretch(NamedTuple):
    """How many tests of one class and file stand in a row."""

    classname: str
    file: str
    tests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedRun:
    """Passed tests of one suite that tell no more than this, as columns in report order.

    Most tests of most reports are such, and so they cost a tenth of what cases do. `names` and
    `seconds` are equally long, and as long as all `stretches` together.
    """

    suite: str
    scope: str
    names: Sequence[str]
    stretches: Sequence[Stretch]
    seconds: Sequence[float | None]

    @property
    def count(self) -> int:
        """How many tests."""
        return len(self.names)

    def by_stretch(self) -> Iterator[tuple[Stretch, Sequence[str], Sequence[float | None]]]:
        """Each stretch with its names and times."""
        start = 0
        for stretch in self.stretches:
            end = start + stretch.tests
            yield stretch, self.names[start:end], self.seconds[start:end]
            start = end

    def cases(self) -> list[TestCase]:
        """Each as a test case."""
        suite, scope = self.suite, self.scope
        return [
            TestCase(
                name=name,
                classname=stretch.classname,
                suite=suite,
                file=stretch.file,
                seconds=seconds,
                scope=scope,
            )
            for stretch, names, times in self.by_stretch()
            for name, seconds in zip(names, times, strict=True)
        ]


class Cases(Sequence[TestCase]):
    """Cases of which some are still columns; each becomes a `TestCase` when it is asked for.

    It equals the tuple of its cases. `parts` are what it was made of.
    """

    __slots__ = ("_count", "parts")

    def __init__(self, parts: Iterable[TestCase | PassedRun]) -> None:
        self.parts = tuple(parts)
        self._count = sum(part.count if isinstance(part, PassedRun) else 1 for part in self.parts)

    def __len__(self) -> int:
        """How many cases."""
        return self._count

    def __iter__(self) -> Iterator[TestCase]:
        """Each case, in report order."""
        for part in self.parts:
            if isinstance(part, PassedRun):
                yield from part.cases()
            else:
                yield part

    @overload
    def __getitem__(self, index: int) -> TestCase: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TestCase, ...]: ...
    def __getitem__(self, index: int | slice) -> TestCase | tuple[TestCase, ...]:
        """One case, or some; makes all of them, so go through them instead."""
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        """Whether the other, a tuple or of this kind, holds equal cases."""
        if not isinstance(other, Cases | tuple):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """That of the tuple of its cases."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """That of the tuple of its cases."""
        return repr(tuple(self))


@dataclass(frozen=True, kw_only=True)
class TestReport:
    """One report file. `format` is a name of the registry, or None when it was not understood.

    `cases` are in report order; where passed ones came as columns (`Cases`), going through `parts`
    is quicker. `problems` are whole sentences for people ("ends in the middle of …; 41 tests were read").
    `dropped` counts passing cases that were counted but not kept, beyond the reader's cap.
    """

    path: str
    format: str | None
    cases: Sequence[TestCase] = ()
    problems: tuple[str, ...] = ()
    dropped: int = 0

    __test__ = False

    @property
    def parts(self) -> Sequence[TestCase | PassedRun]:
        """The cases in report order, passed ones that came as columns still so."""
        return self.cases.parts if isinstance(self.cases, Cases) else self.cases

    @cached_property
    def _lone(self) -> tuple[TestCase, ...]:
        """The cases beside those in columns."""
        return tuple(part for part in self.parts if not isinstance(part, PassedRun))

    @cached_property
    def _uncounted(self) -> tuple[TestCase, ...]:
        """Suites that broke beside their tests: they count only where nothing else is red."""
        suites = tuple(case for case in self._lone if case.stage is Stage.SUITE)
        return suites if any(case.stage is not Stage.SUITE for case in self.red) else ()

    def count(self, outcome: Outcome) -> int:
        """How many tests ended so."""
        alone = sum(case.outcome is outcome for case in self._lone)
        kept = alone - sum(case.outcome is outcome for case in self._uncounted)
        if outcome is not Outcome.PASSED:
            return kept
        return kept + len(self.cases) - len(self._lone) + self.dropped

    @property
    def tests(self) -> int:
        """How many tests the file tells of, each counted once."""
        return len(self.cases) - len(self._uncounted) + self.dropped

    @cached_property
    def seconds(self) -> float:
        """The sum of what the cases took; 0.0 when the report has no times."""
        times = (
            part.seconds if isinstance(part, PassedRun) else (part.seconds,) for part in self.parts
        )
        return sum(filter(None, chain.from_iterable(times)), 0.0)

    @cached_property
    def red(self) -> tuple[TestCase, ...]:
        """The cases that failed or could not run, in report order."""
        return tuple(case for case in self._lone if case.outcome.is_red)
