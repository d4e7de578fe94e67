"""What one run showed, beside the failures themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.failure import SuiteTotals
from bot.model.lineage import Lineage
from bot.model.names import Outcome
from bot.model.plan import Pending
from bot.model.run import WorkflowJob, WorkflowRun

Outcomes = Mapping[str, Mapping[str, Outcome]]

_WORST_FIRST = (Outcome.ERROR, Outcome.FAILURE, Outcome.PASSED, Outcome.SKIPPED)


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """One attempt of a run, read.

    `outcomes` maps test fingerprint → leg → outcome, passing tests included. `jobs` may be empty
    when nobody asked for them (see `bot.planning.progress.needs_jobs`). `read_logs` names the jobs
    whose log was read to its end. `owners` maps a cause fingerprint to its code owners as the
    CODEOWNERS file writes them. `problems` are sentences about what could not be read. `lineage`
    is what was asked of commits, `pending` what earlier runs held back, by cause fingerprint.
    """

    run: WorkflowRun
    default_branch: str
    outcomes: Outcomes = field(default_factory=dict)
    suites: tuple[SuiteTotals, ...] = ()
    jobs: tuple[WorkflowJob, ...] = ()
    read_logs: frozenset[str] = frozenset()
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    lineage: Lineage = field(default_factory=Lineage)
    pending: Mapping[str, Pending] = field(default_factory=dict)

    @cached_property
    def test_legs(self) -> frozenset[str]:
        """The legs in which a test gave a result."""
        return frozenset(leg for legs in self.outcomes.values() for leg in legs)

    @cached_property
    def job_conclusions(self) -> Mapping[str, str]:
        """Job name → conclusion; of several jobs with one name the worst counts."""
        found: dict[str, str] = {}
        for job in self.jobs:
            if found.get(job.name, "success") == "success":
                found[job.name] = job.conclusion
        return found


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
