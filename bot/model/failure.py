"""Failures of tests and their fingerprints, and the clusters they form."""

from dataclasses import dataclass

from bot.model.finding import Finding
from bot.model.names import Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """The three layers, each `"{version}:{16 hex digits}"`.

    `cause_key` is the readable key behind `cause`; `normalized` the message with its volatile
    values masked. `weak` says the cause rests on generic words alone ("exit code 1", a bare
    timeout) and so joins nothing beyond its own test.
    """

    test: str
    cause: str
    failure: str
    cause_key: str
    normalized: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One red test of one run.

    `file` and `line` say where it broke, as a path in the repository when that can be told.
    `leg` is the artifact or job that ran it (matrix values are in its name), `suite` the file or
    class that people would call its suite. `also` are other errors that
    the test printed, one line each. `is_flaky` says that its report shows a pass as well.
    `reported_type` is the type as the report has it, where `type` is what was made of it.
    """

    name: str
    classname: str
    suite: str
    outcome: Outcome
    kind: Kind
    type: str
    message: str
    trace: str
    fingerprints: Fingerprints
    file: str = ""
    line: int | None = None
    leg: str = ""
    source: str = ""
    test_file: str = ""
    also: tuple[str, ...] = ()
    is_flaky: bool = False
    reported_type: str | None = None

    @property
    def test(self) -> str:
        """`classname::name`, or the name alone."""
        return f"{self.classname}::{self.name}" if self.classname else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteTotals:
    """How one suite (a test file or class, as people name it) did in one run."""

    name: str
    leg: str = ""
    tests: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0
    seconds: float = 0.0
    is_uncollectable: bool = False

    @property
    def red(self) -> int:
        """How many failed or could not run."""
        return self.failures + self.errors

    @property
    def ran(self) -> int:
        """How many gave a result."""
        return self.tests - self.skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One root cause and everything it broke, in tests, in logs or in both.

    `fingerprint` and `cause` are those of the cause layer for failures, the rule and its key for
    findings. `aliases` are further cause fingerprints that similarity joined to it. `suites` are
    the totals of the suites its failures are in. `message` is what to show first. `reasons` say in
    words why failures with different causes were put together, the surest first.
    """

    fingerprint: str
    cause: str
    message: str
    failures: tuple[Failure, ...] = ()
    findings: tuple[Finding, ...] = ()
    suites: tuple[SuiteTotals, ...] = ()
    aliases: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Every cause fingerprint that leads here, its own first."""
        return (self.fingerprint, *self.aliases)
