"""What one run showed, beside the failures themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.broke import BrokenRange
from bot.model.failure import SuiteTotals
from bot.model.lineage import Lineage
from bot.model.names import Outcome
from bot.model.plan import Pending
from bot.model.run import WorkflowJob, WorkflowRun
from bot.model.sorting import Base
from bot.planning.owners import Ownership

Outcomes = Mapping[str, Mapping[str, Outcome]]

_WORST_FIRST = (Outcome.ERROR, Outcome.FAILURE, Outcome.PASSED, Outcome.SKIPPED)


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """One attempt of a run, read.

    `outcomes` maps test fingerprint → leg → outcome, passing tests included. `jobs` may be empty
    when nobody asked for them (see `bot.planning.course.progress.needs_jobs`). `read_logs` names the jobs
    whose log was read to its end. `owners` maps a cause fingerprint to who owns what it
    breaks. `problems` are sentences about what could not be read. `lineage`
    is what was asked of commits, `pending` what earlier runs held back, by cause fingerprint.
    `namesakes` maps a test's name to the suites in which a test of that name ran, for the tests of
    open issues. `issues_off`: the repository has its issues switched off.
    `issues_denied`: the App may not write issues there. `removed_files` are test files of open issues
    that the commit has no more.
    `broke` is where new regressions came in, by cause fingerprint.
    `base` is the branch that the change goes to, None when the run is of no change. `has_check`: the
    commit has its check run already. `is_before_live`: the run was over before the config changed
    from preview to live.
    """

    run: WorkflowRun
    default_branch: str
    outcomes: Outcomes = field(default_factory=dict)
    suites: tuple[SuiteTotals, ...] = ()
    jobs: tuple[WorkflowJob, ...] = ()
    read_logs: frozenset[str] = frozenset()
    owners: Mapping[str, Ownership] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    lineage: Lineage = field(default_factory=Lineage)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issues_off: bool = False
    issues_denied: bool = False
    removed_files: frozenset[str] = frozenset()
    broke: Mapping[str, BrokenRange] = field(default_factory=dict)
    base: Base | None = None
    has_check: bool = False
    is_before_live: bool = False

    @cached_property
    def test_legs(self) -> frozenset[str]:
        """The legs in which a test gave a result."""
        return frozenset(leg for legs in self.outcomes.values() for leg in legs)

    @cached_property
    def sound_suites(self) -> Mapping[str, frozenset[str]]:
        """Leg → the modules of the suites that ran there without a failure."""
        found: dict[str, set[str]] = {}
        for suite in self.suites:
            if suite.ran and not suite.red and not suite.is_uncollectable:
                found.setdefault(suite.leg, set()).add(module(suite.name))
        return {leg: frozenset(names) for leg, names in found.items()}

    @cached_property
    def job_conclusions(self) -> Mapping[str, str]:
        """Job name → conclusion; of several jobs with one name the worst counts."""
        found: dict[str, str] = {}
        for job in self.jobs:
            if found.get(job.name, "success") == "success":
                found[job.name] = job.conclusion
        return found


def module(suite: str) -> str:
    """`tests/test_a.py` and `tests.test_a` are one module."""
    return suite.replace("\\", "/").removesuffix(".py").replace("/", ".")


def outcome_table(rows: Iterable[tuple[str, str, Outcome]]) -> dict[str, dict[str, Outcome]]:
    """Turn rows of (test fingerprint, leg, outcome) into `RunFacts.outcomes`.

    Folded parameters share a fingerprint: the worst outcome counts, and a pass beats a skip.
    """
    table: dict[str, dict[str, Outcome]] = {}
    for test, leg, outcome in rows:
        legs = table.setdefault(test, {})
        if leg not in legs or _WORST_FIRST.index(outcome) < _WORST_FIRST.index(legs[leg]):
            legs[leg] = outcome
    return table
