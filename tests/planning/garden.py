"""A small world for stories: plans are carried out on plain values, run after run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.model.config import RepoConfig
from bot.model.issue import TrackedIssue
from bot.model.lineage import Lineage, Relation
from bot.model.match import Match
from bot.model.names import Outcome
from bot.model.plan import (
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    Plan,
    Remember,
    ReopenIssue,
)
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.plan import plan_run
from tests.build import run

LEG = "report-py311"
PASS, FAIL, SKIP = Outcome.PASSED, Outcome.FAILURE, Outcome.SKIPPED


def facts(
    the_run: WorkflowRun, results: Mapping[str, Outcome] | None = None, **change: Any
) -> RunFacts:
    """What a run showed in one leg: `results` by the word of the test's fingerprint."""
    outcomes = {f"1:{test}": {LEG: outcome} for test, outcome in (results or {}).items()}
    blank = RunFacts(run=the_run, default_branch="main", outcomes=outcomes)
    return replace(blank, **change)


def relation(base: str, head: str) -> Relation:
    """How commits made by `tests.build.sha` lie to each other: all on one line."""
    return "ahead" if head > base else "behind"


@dataclass
class Garden:
    """The issues of one repository and what was done to them."""

    config: RepoConfig = field(default_factory=RepoConfig)
    issues: dict[int, TrackedIssue] = field(default_factory=dict)
    comments: int = 0
    edits: int = 0
    closes: int = 0
    reopens: int = 0

    def add(self, issue: TrackedIssue) -> None:
        """Put an issue in."""
        self.issues[issue.number] = issue

    def known(self, verdict: Verdict) -> TrackedIssue | None:
        """Find an issue by fingerprint as the matcher does: open first, then the newest."""
        prints = set(verdict.cluster.fingerprints)
        found = [i for i in self.issues.values() if prints & set(i.fingerprints)]
        return min(found, key=lambda i: (i.state != "open", -i.number), default=None)

    def see(
        self,
        the_run: WorkflowRun,
        red: Iterable[Verdict] = (),
        green: Iterable[str] = (),
        now: datetime | None = None,
        **change: Any,
    ) -> Plan:
        """Analyze a run and carry out its plan."""
        verdicts = tuple(red)
        results = dict.fromkeys(green, PASS) | {
            f.fingerprints.test.removeprefix("1:"): FAIL
            for v in verdicts
            for f in v.cluster.failures
        }
        matches = [Match(verdict=v, issue=self.known(v)) for v in verdicts]
        still_open = [i for i in self.issues.values() if i.state == "open"]
        seen = facts(the_run, results, **change)
        when = now or the_run.completed_at
        plan = plan_run(matches, still_open, seen, config=self.config, now=when)
        if plan.questions:
            answers = {q: relation(*q) for q in plan.questions}
            seen = replace(seen, lineage=Lineage(answers))
            plan = plan_run(matches, still_open, seen, config=self.config, now=when)
        self.carry_out(plan)
        return plan

    def carry_out(self, plan: Plan) -> None:
        """Do what the plan says."""
        for change in plan.changes:
            if isinstance(change, OpenIssue):
                number = len(self.issues) + 1
                self.add(replace(change.issue, number=number))
            elif isinstance(change, EditIssue | CommentIssue | CloseIssue | ReopenIssue | Remember):
                self.add(change.issue)
            self.edits += isinstance(change, EditIssue)
            self.comments += isinstance(change, CommentIssue | CloseIssue | ReopenIssue)
            self.closes += isinstance(change, CloseIssue)
            self.reopens += isinstance(change, ReopenIssue)

    @property
    def open(self) -> list[TrackedIssue]:
        """The open issues."""
        return [i for i in self.issues.values() if i.state == "open"]


def every(hours: int, n: int, **change: Any) -> list[WorkflowRun]:
    """Make n runs, one every so many hours, each at its own commit."""
    runs = []
    for i in range(1, n + 1):
        made = run(i)
        start = made.started_at + timedelta(hours=(hours - 1) * i)
        runs.append(
            replace(made, started_at=start, completed_at=start + timedelta(minutes=10), **change)
        )
    return runs
