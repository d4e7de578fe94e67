"""The one shape of a test report, whatever tool wrote it."""

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True, kw_only=True)
class TestReport:
    """One report file. `format` is a name of the registry, or None when it was not understood.

    `problems` are whole sentences for people ("ends in the middle of …; 41 tests were read").
    `dropped` counts passing cases that were counted but not kept, beyond the reader's cap.
    """

    path: str
    format: str | None
    cases: tuple[TestCase, ...] = ()
    problems: tuple[str, ...] = ()
    dropped: int = 0

    __test__ = False

    @cached_property
    def _counted(self) -> tuple[TestCase, ...]:
        """The tests. A suite that broke beside them counts only where nothing else is red."""
        tests = tuple(case for case in self.cases if case.stage is not Stage.SUITE)
        is_red = any(case.outcome.is_red for case in tests)
        return tests if is_red else self.cases

    def count(self, outcome: Outcome) -> int:
        """How many tests ended so."""
        kept = sum(case.outcome is outcome for case in self._counted)
        return kept + (self.dropped if outcome is Outcome.PASSED else 0)

    @property
    def tests(self) -> int:
        """How many tests the file tells of, each counted once."""
        return len(self._counted) + self.dropped

    @cached_property
    def seconds(self) -> float:
        """The sum of what the cases took; 0.0 when the report has no times."""
        return sum(case.seconds or 0.0 for case in self.cases)

    @cached_property
    def red(self) -> tuple[TestCase, ...]:
        """The cases that failed or could not run, in report order."""
        return tuple(case for case in self.cases if case.outcome.is_red)
