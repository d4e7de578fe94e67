"""A cause without an issue: what the new issue holds, or why none is opened."""

from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.issue import Decision, Related, TrackedIssue
from bot.model.plan import OpenIssue
from bot.planning.course.newer import sighting_of
from bot.planning.course.noting import FINGERPRINTS_KEPT, decided, note, verdicts_prints
from bot.planning.course.where_it_broke import broke_of
from bot.planning.facts import RunFacts
from bot.planning.limits import Newcomer
from bot.planning.owners import together
from bot.planning.scope import target_branch
from bot.planning.standing import Standing
from bot.planning.umbrella import CAUSES_KEPT

_FIRST_REASON = "no issue tracks this cause"


def open_issue(
    newcomer: Newcomer,
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
    *,
    earlier: TrackedIssue | None = None,
) -> Standing:
    """Plan a new issue; `earlier` is one of the same cause, closed too long ago to reopen."""
    issue = _issue(newcomer, facts, config, now)
    related = (*((_closed_earlier(earlier),) if earlier else ()), *newcomer.matches[0].related)
    reason = f"#{earlier.number} was closed long ago" if earlier else _FIRST_REASON
    if newcomer.is_wide:
        where = newcomer.suite or f"a broken run ({newcomer.storm})"
        reason = f"{len(newcomer.matches)} new causes in {where} make one issue"
    decision = Decision(at=now, what=f"open {issue.verdict.title}", reason=reason)
    issue = decided(_with_related(issue, related), decision)
    if earlier is not None:  # later runs find other neighbors; this one stays
        issue = replace(issue, linked=(earlier.number,))
        if not issue.owners:
            issue = replace(issue, owners=earlier.owners, owner_reason=earlier.owner_reason)
    key = f"{facts.run.key}:open:{issue.verdict.cluster.fingerprint}"
    return Standing(
        verdict=issue.verdict,
        issue=issue,
        changes=(OpenIssue(key=key, issue=issue),),
        decision=decision,
        progress="new",
        related=issue.related,
    )


def left_out(newcomer: Newcomer, why: str, now: datetime, workflow: str = "") -> Standing:
    """List a cause for which no issue is opened."""
    verdict = newcomer.verdict(workflow)
    return Standing(
        verdict=verdict,
        decision=Decision(at=now, what=f"hold back {verdict.title}", reason=why),
        progress="new",
        not_opened=why,
        related=newcomer.matches[0].related,
    )


def _issue(newcomer: Newcomer, facts: RunFacts, config: RepoConfig, now: datetime) -> TrackedIssue:
    verdicts = tuple(m.verdict for m in newcomer.matches)
    verdict = newcomer.verdict(facts.run.workflow)
    prints = verdicts_prints(verdicts)
    owners, why = together(prints, facts.owners)
    blank = TrackedIssue(
        number=0,
        verdict=verdict,
        fingerprints=prints[:FINGERPRINTS_KEPT],
        workflow=facts.run.workflow_path,
        branch=target_branch(facts.run),
        opened_at=now,
        first_seen=verdict.first_bad or sighting_of(facts.run),
        owners=owners,
        owner_reason=why,
        flaky=None if newcomer.is_wide else verdict.flaky,
        children=verdicts[:CAUSES_KEPT] if newcomer.is_wide else (),
        breadth=newcomer.breadth,
        broke=broke_of(verdicts, verdict.first_bad, facts.broke),
    )
    return note(blank, verdicts, facts, config, may_close=False)


def _closed_earlier(issue: TrackedIssue) -> Related:
    return Related(
        number=issue.number,
        title=issue.verdict.title,
        state=issue.state,
        reason="closed earlier for the same cause",
        score=1.0,
    )


def _with_related(issue: TrackedIssue, related: tuple[Related, ...]) -> TrackedIssue:
    unique = {r.number: r for r in reversed(related)}
    return replace(issue, related=tuple(reversed(unique.values())))
