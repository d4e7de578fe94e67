"""What the worklog tells beside the failures: where, when, which suites and jobs."""

from dataclasses import dataclass
from datetime import date

from bot.model.failure import SuiteTotals
from bot.model.run import WorkflowJob
from bot.planning.facts import RunFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklogFacts:
    """The setting of a worklog; all texts but `focus` are empty without GitHub."""

    date: date
    repo: str = ""
    focus: str = "All tests"
    suites: tuple[SuiteTotals, ...] = ()
    jobs: tuple[WorkflowJob, ...] = ()
    problems: tuple[str, ...] = ()
    sha: str = ""
    run_url: str = ""
    run: str = ""
    event: str = ""

    @classmethod
    def of_run(cls, facts: RunFacts) -> "WorklogFacts":
        """Take the setting of one run; its date is the day on which the attempt started."""
        run = facts.run
        return cls(
            date=run.started_at.date(),
            repo=run.repo.full_name,
            focus=run.workflow,
            suites=facts.suites,
            jobs=facts.jobs,
            problems=facts.problems,
            sha=run.head_sha,
            run_url=run.url,
            run=run.key,
            event=run.event,
        )
