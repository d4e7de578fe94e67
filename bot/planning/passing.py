"""An open issue whose cause this run did not show: progress, closing, or proof that it is flaky."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.issue import Decision, Field, LegProgress, TrackedIssue
from bot.model.names import Origin
from bot.model.plan import Change, CloseIssue, News, Remember
from bot.planning.facts import RunFacts
from bot.planning.newer import sighting_of
from bot.planning.noting import decided
from bot.planning.progress import (
    Result,
    advance,
    is_through,
    progress_text,
    read_progress,
    with_needed,
)
from bot.planning.relabel import edit_for
from bot.planning.standing import Standing

_CONTRADICTABLE = (Origin.REGRESSION, Origin.NEW, Origin.ACTIVE_DEV)


def pass_by(
    issue: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> Standing | None:
    """Decide what a run without the cause does to an open issue; None: nothing is learned."""
    reading = read_progress(issue, facts)
    if reading.says_nothing:
        return None
    same: tuple[str, ...] = ()
    if issue.verdict.origin in _CONTRADICTABLE:
        same = _same_commit(issue, reading.results, facts)
    if same and not issue.override(Field.ORIGIN):
        return _turn_flaky(issue, same, facts, config, now)
    progress = tuple(
        leg
        if leg.leg in same
        else advance(leg, reading.results[leg.leg], facts.run, issue.last_seen)
        for leg in issue.progress
    )
    if progress == issue.progress:
        return None
    after = with_needed(replace(issue, progress=progress), config)
    if after.is_muted(now):
        return _remember(after, facts, Decision(at=now, what="say nothing", reason="muted"))
    if is_through(after) and issue.override(Field.STATE) is None:
        return _close(after, facts, now)
    return _edit(issue, after, facts, now)


def _same_commit(
    issue: TrackedIssue, results: Mapping[str, Result], facts: RunFacts
) -> tuple[str, ...]:
    """Find the legs that failed and now pass at one and the same commit."""
    failed = {leg for o in issue.occurrences if o.seen.sha == facts.run.head_sha for leg in o.legs}
    return tuple(leg for leg, result in results.items() if result == "passed" and leg in failed)


def _turn_flaky(
    issue: TrackedIssue,
    legs: tuple[str, ...],
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
) -> Standing:
    run = facts.run
    reason = f"It failed and passed at the same commit {run.head_sha[:7]} in {', '.join(legs)}."
    decision = Decision(at=now, what="origin is now flaky", reason=reason)
    verdict = replace(issue.verdict, origin=Origin.FLAKY, origin_reason=reason)
    after = decided(with_needed(replace(issue, verdict=verdict), config), decision)
    if after.is_muted(now):
        return _remember(after, facts, decision)
    change = edit_for(issue, after, f"{run.key}:edit:{issue.number}")
    return _standing(after, (change,), decision, "flaky")


def _close(issue: TrackedIssue, facts: RunFacts, now: datetime) -> Standing:
    run = facts.run
    least = min(leg.passes for leg in issue.progress)
    where = ", ".join(leg.leg for leg in issue.progress)
    detail = f"passed {least} times in a row in {where}, last at {run.head_sha[:7]}"
    decision = Decision(at=now, what=f"close #{issue.number}", reason=detail)
    closed = replace(
        issue,
        state="closed",
        state_reason="completed",
        closed_at=now,
        closed_by="",
        close_evidence=sighting_of(run),
        unsaid=(),
        last_comment_at=now,
    )
    closed = decided(closed, decision)
    news = (News(what="passed", detail=detail, items=_green_runs(issue.progress)),)
    change = CloseIssue(key=f"{run.key}:close:{issue.number}", issue=closed, news=news)
    return _standing(closed, (change,), decision, "closed")


def _green_runs(progress: tuple[LegProgress, ...]) -> tuple[str, ...]:
    """List the addresses of the runs that closed it, newest first."""
    seen = {s.url: s.at for leg in progress for s in leg.green}
    return tuple(sorted(seen, key=lambda url: seen[url], reverse=True))


def _edit(before: TrackedIssue, after: TrackedIssue, facts: RunFacts, now: datetime) -> Standing:
    text = progress_text(after)
    decision = Decision(
        at=now,
        what=f"count a result for #{after.number}",
        reason=f"{text} in run {facts.run.number}",
    )
    change = edit_for(before, after, f"{facts.run.key}:edit:{after.number}")
    return _standing(after, (change,), decision, text)


def _remember(after: TrackedIssue, facts: RunFacts, decision: Decision) -> Standing:
    change = Remember(key=f"{facts.run.key}:remember:{after.number}", issue=after)
    return _standing(after, (change,), decision, "muted")


def _standing(
    issue: TrackedIssue, changes: tuple[Change, ...], decision: Decision, progress: str
) -> Standing:
    return Standing(
        verdict=issue.verdict,
        issue=issue,
        changes=changes,
        decision=decision,
        progress=progress,
        related=issue.related,
    )
