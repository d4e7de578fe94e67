"""Whether a failure brings a closed issue back: only newer evidence, at a commit with the closing.

| closed                         | comes back when a run fails that                                |
|--------------------------------|-----------------------------------------------------------------|
| by passes                      | came later and whose commit contains the one that passed        |
| by a person as completed       | was asked for after the closing and contains the commit named   |
|                                | by the closing, if it names one                                 |
| by a person as not planned or  | never: only a new cause is news                                 |
| as duplicate                   |                                                                 |
| by another bot as not planned  | was asked for after the closing: a stale bot knows no cause     |

On the issue's own branch two commits that diverged mean that history was rewritten: the order of
the runs decides. On another branch they mean that the fix is not there. A second attempt of an old
run is old, and so is a failure that passed when its run tried again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.model.config import RepoConfig
from bot.model.issue import Field, TrackedIssue
from bot.model.lineage import Question
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.course.legs import red_legs
from bot.planning.course.newer import is_newer
from bot.planning.course.noting import is_noted
from bot.planning.facts import RunFacts
from bot.planning.limits import passed_on_retry
from bot.planning.scope import target_branch

_SILENCED = ("not_planned", "duplicate")
_OLD = "this run is older than the closing"

RedLegs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """`hush` says why the issue stays closed, empty when it comes back.

    `questions` are asked where only GitHub knows; until then it stays closed.
    """

    hush: str = ""
    questions: tuple[Question, ...] = ()


def rule(issue: TrackedIssue, verdicts: Sequence[Verdict], facts: RunFacts) -> Ruling:
    """Decide whether this run's failure brings the closed issue back."""
    red = red_legs(verdicts, facts.run, issue)
    hush = _silenced(issue) or _late(issue, red, facts.run)
    if not hush and verdicts and all(passed_on_retry(v, facts) for v in verdicts):
        hush = "it passed on a retry in the same run"
    return Ruling(hush=hush) if hush else _by_commits(issue, red, facts)


def is_beyond_reopening(
    issue: TrackedIssue, verdicts: Sequence[Verdict], facts: RunFacts, config: RepoConfig
) -> bool:
    """Whether a failure that would reopen comes so late that it gets a new issue instead."""
    if issue.state != "closed" or issue.closed_at is None or is_noted(issue, facts.run):
        return False
    window = timedelta(days=config.issues.reopen_within_days)
    if facts.run.started_at - issue.closed_at <= window:
        return False
    ruling = rule(issue, verdicts, facts)
    return not ruling.hush


def asks_for_commit(issue: TrackedIssue, run: WorkflowRun) -> bool:
    """Whether the commit that closed the issue would decide something and nobody asked for it."""
    return (
        issue.state == "closed"
        and issue.closing_commit is None
        and issue.close_evidence is None
        and not went_stale(issue)
        and not _silenced(issue)
        and not is_noted(issue, run)
        and not _late(issue, {}, run)
    )


def went_stale(issue: TrackedIssue) -> bool:
    """Whether another bot closed it for want of talk, which says nothing about its cause."""
    return issue.closed_by.endswith("[bot]") and issue.state_reason in _SILENCED


def _silenced(issue: TrackedIssue) -> str:
    if went_stale(issue):
        return ""
    if issue.state_reason in _SILENCED:
        words = issue.state_reason.replace("_", " ")
        return f"closed as {words} by {issue.closed_by or 'a person'}"
    return "kept closed by a person" if issue.override(Field.STATE) is not None else ""


def _late(issue: TrackedIssue, red: RedLegs, run: WorkflowRun) -> str:
    """Say that the run is no news after the closing, or nothing."""
    newest = [leg.last for leg in issue.progress if leg.leg in red]
    if newest and all(seen is not None and not is_newer(run, seen) for seen in newest):
        return _OLD
    if issue.close_evidence is not None:
        return "" if is_newer(run, issue.close_evidence) else _OLD
    if issue.closed_at is not None and (run.created_at or run.started_at) <= issue.closed_at:
        return _OLD
    # Where nobody said when the run was asked for, only its number tells of a second attempt.
    is_again = run.attempt > 1 and run.created_at is None and issue.last_seen is not None
    return _OLD if is_again and not is_newer(run, issue.last_seen) else ""


def _by_commits(issue: TrackedIssue, red: RedLegs, facts: RunFacts) -> Ruling:
    run = facts.run
    is_own = target_branch(run) == issue.branch or any(p.leg in red for p in issue.progress)
    base = _base(issue, red)
    if not base:
        return Ruling()
    relation = facts.lineage.relation(base, run.head_sha)
    if relation is None:
        return Ruling(
            hush="not known yet whether this commit contains the closing one",
            questions=((base, run.head_sha),),
        )
    if relation == "behind":
        return Ruling(hush="this commit is older than the closing")
    if relation in ("diverged", "unknown") and not is_own:
        return Ruling(hush=f"not fixed on {target_branch(run)}")
    return Ruling()


def _base(issue: TrackedIssue, red: RedLegs) -> str:
    """The commit with the closing: what passed last in a leg that is red now, else what closed it.

    An issue of two branches closes by passes on both; each run is measured by its own branch.
    """
    if issue.close_evidence is None:
        return issue.closing_commit or ""
    passed = [p.green[0] for p in issue.progress if p.leg in red and p.green]
    newest = max(passed, key=lambda seen: seen.order, default=issue.close_evidence)
    return newest.sha
