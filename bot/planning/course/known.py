"""A cause that has its issue: failing again while open, muted, or closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.match import Match
from bot.model.plan import Change, CommentIssue, Remember
from bot.model.verdict import Verdict
from bot.planning.course.coming_back import come_back
from bot.planning.course.flaky import (
    back_to_regression,
    may_turn,
    no_flake,
    proof_of_failure,
    turned,
)
from bot.planning.course.legs import red_legs
from bot.planning.course.newer import is_newer
from bot.planning.course.news import fresh, hold, is_due, news_of, said, still_failing
from bot.planning.course.noting import decided, is_noted, note
from bot.planning.course.progress import with_needed
from bot.planning.course.relabel import edit_for
from bot.planning.course.reopening import Ruling, rule
from bot.planning.course.severity_moves import move
from bot.planning.course.where_it_broke import narrowed
from bot.planning.facts import RunFacts
from bot.planning.linking import with_links
from bot.planning.standing import Standing
from bot.planning.umbrella import CAUSES_KEPT, as_whole, with_children


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An issue and the causes of this run that belong to it."""

    issue: TrackedIssue
    matches: tuple[Match, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What this run showed of it."""
        return tuple(m.verdict for m in self.matches)

    @property
    def newest(self) -> Verdict:
        """What to show first: a failure of its own before one that a duplicate sends."""
        return next((m.verdict for m in self.matches if not m.via), self.issue.verdict)


def meet(
    known: Known, facts: RunFacts, config: RepoConfig, now: datetime, *, may_close: bool
) -> Standing:
    """Decide what a further failure does to an issue."""
    issue, run = known.issue, facts.run
    if is_noted(issue, run):
        return _standing(known, issue, (), None, "still failing")
    noted = note(issue, known.verdicts, facts, config, may_close=may_close)
    ruling = _why_quiet(known, facts, now)
    if ruling.hush:
        return _quiet(known, noted, ruling, facts, now)
    after = _origin(known, _refreshed(noted, known, run.workflow, config), facts, config, now)
    if issue.state == "closed":
        opened, changes, decision = come_back(issue, after, known.verdicts, facts, config, now)
        return _standing(known, opened, changes, decision, "reopened")
    return _edit(known, after, facts, config, now)


def _why_quiet(known: Known, facts: RunFacts, now: datetime) -> Ruling:
    """Say why this failure changes nothing on GitHub, or nothing."""
    issue = known.issue
    if issue.is_muted(now):
        return Ruling(hush="muted")
    if issue.state == "closed":
        return rule(issue, known.verdicts, facts)
    if not is_newer(facts.run, issue.last_seen):
        return Ruling(hush="seen in a newer run already")
    newest = {leg.leg: leg.last for leg in issue.progress}
    red = red_legs(known.verdicts, facts.run, issue)
    if red and all(leg in newest and not is_newer(facts.run, newest[leg]) for leg in red):
        return Ruling(hush="passed in a newer run already")
    return Ruling()


def _quiet(
    known: Known, noted: TrackedIssue, ruling: Ruling, facts: RunFacts, now: datetime
) -> Standing:
    """Count it and say nothing. What closed the issue stays the measure of what comes later."""
    before = known.issue
    if before.state == "closed":
        noted = replace(noted, progress=before.progress, last_seen=before.last_seen)
    decision = Decision(at=now, what="say nothing", reason=ruling.hush)
    change = Remember(key=f"{facts.run.key}:remember:{before.number}", issue=noted)
    standing = _standing(known, noted, (change,), decision, ruling.hush)
    return replace(standing, questions=ruling.questions)


def _refreshed(
    noted: TrackedIssue, known: Known, workflow: str, config: RepoConfig
) -> TrackedIssue:
    """Take the newest evidence; what people read first (title, origin) stays as it was written."""
    issue, old = known.issue, known.issue.verdict
    newest = known.newest
    broke = narrowed(issue.broke, newest)
    if broke and issue.broke and old.first_bad == issue.broke.first_bad:
        old = replace(old, first_bad=broke.first_bad, last_good=broke.last_good)
    if issue.children:
        noted = with_children(noted, known.verdicts, CAUSES_KEPT)
    newest = as_whole(issue, known.verdicts, workflow) or newest
    moved = move(issue, noted, newest, config)
    verdict = replace(
        newest,
        kind=old.kind,
        origin=old.origin,
        origin_reason=old.origin_reason,
        flaky=old.flaky,
        slug=old.slug,
        severity=moved.severity,
        severity_reason=moved.reason,
        first_bad=old.first_bad or newest.first_bad,
        last_good=old.last_good or newest.last_good,
        leg=old.leg or newest.leg,
    )
    related = with_links(issue, known.matches[0].related or issue.related)
    return replace(
        noted,
        verdict=verdict,
        rising=moved.rising,
        falling=moved.falling,
        related=related,
        broke=broke,
    )


def _origin(
    known: Known, after: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> TrackedIssue:
    """Let proof make it flaky, and a row of failures too long for a flake a regression again."""
    run = facts.run
    if may_turn(after):
        red = red_legs(known.verdicts, run, after)
        proof = proof_of_failure(known.issue, known.verdicts, red, run)
        if proof is not None:
            return with_needed(turned(after, proof, now)[0], config)
    why = no_flake(after, known.verdicts[0], run)
    if why:
        back = back_to_regression(after, known.verdicts[0], why, now)[0]
        return with_needed(back, config)
    return after


def _edit(
    known: Known, after: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> Standing:
    issue, run = known.issue, facts.run
    after = hold(after, fresh(issue, after, known.verdicts, now))
    reason = f"failed again in run {run.number} ({run.workflow})"
    if after.verdict.origin != issue.verdict.origin:
        reason = after.verdict.origin_reason
    if after.verdict.severity != issue.verdict.severity:
        reason = after.verdict.severity_reason
    decision = Decision(at=now, what=f"keep #{issue.number} up to date", reason=reason)
    weekly = still_failing(after, now)
    news = news_of(after) or ((weekly,) if weekly else ())
    says = bool(news) and is_due(issue, config, now)
    if says:
        after = said(after, now)
    if says or after.verdict.severity != issue.verdict.severity:
        after = decided(after, decision)  # mere repetition would push out what `why` is asked for
    changes: list[Change] = [edit_for(issue, after, f"{run.key}:edit:{issue.number}")]
    if says:
        key = f"{run.key}:comment:{issue.number}"
        changes.append(CommentIssue(key=key, issue=after, news=news))
    return _standing(known, after, tuple(changes), decision, "still failing")


def _standing(
    known: Known,
    issue: TrackedIssue,
    changes: Sequence[Change],
    decision: Decision | None,
    progress: str,
) -> Standing:
    return Standing(
        verdict=issue.verdict,
        issue=issue,
        changes=tuple(changes),
        decision=decision,
        progress=progress,
        related=issue.related,
    )
