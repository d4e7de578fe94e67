"""Reopen an issue: with the evidence, the count of its returns, and what these say of its test."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.history import Sighting
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import Change, News, ReopenIssue
from bot.model.verdict import Verdict
from bot.planning.course.flaky import came_back, may_turn, turned
from bot.planning.course.news import fresh, hold, told
from bot.planning.course.noting import decided
from bot.planning.course.progress import with_needed
from bot.planning.course.relabel import edit_for
from bot.planning.course.reopening import went_stale
from bot.planning.facts import RunFacts


def come_back(
    before: TrackedIssue,
    after: TrackedIssue,
    verdicts: Sequence[Verdict],
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
) -> tuple[TrackedIssue, tuple[Change, ...], Decision]:
    """Open `after` again, which was `before` and has counted this run's failure already."""
    run = facts.run
    detail = f"failed again in run {run.number} ({run.workflow}) at {run.head_sha[:7]}"
    decision = Decision(at=now, what=f"reopen #{after.number}", reason=detail)
    opened = replace(
        after,
        state="open",
        state_reason="reopened",
        closed_at=None,
        closed_by="",
        close_evidence=None,
        closing_commit=None,
        # A stale bot's closing tells nothing of the test, so coming back tells nothing either.
        reopened=after.reopened + (not went_stale(before)),
        # What broke it before was mended.
        broke=next(filter(None, (facts.broke.get(v.cluster.fingerprint) for v in verdicts)), None),
    )
    proof = came_back(opened, before.close_evidence or _last_green(before), run)
    if proof is not None and may_turn(opened) and not went_stale(before):
        opened = with_needed(turned(opened, proof, now)[0], config)
    again = News(what="reopened", detail=detail, items=(run.url,))
    beside = (d for d in fresh(before, opened, verdicts, now) if d.what != "returned")
    opened, news = told(before, hold(opened, tuple(beside)), again, config, now)
    opened = decided(opened, decision)
    key = f"{run.key}:reopen:{after.number}"
    changes: list[Change] = [ReopenIssue(key=key, issue=opened, news=news)]
    if opened.verdict.label != before.verdict.label:
        changes.append(edit_for(before, opened, f"{run.key}:edit:{after.number}"))
    return opened, tuple(changes), decision


def _last_green(issue: TrackedIssue) -> Sighting | None:
    greens = (leg.green[0] for leg in issue.progress if leg.green)
    return max(greens, key=lambda seen: seen.order, default=None)
