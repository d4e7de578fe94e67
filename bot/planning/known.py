"""A cause that has its issue: failing again while open, muted, or closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.config import RepoConfig
from bot.model.issue import Decision, Field, TrackedIssue
from bot.model.match import Match
from bot.model.plan import Change, CommentIssue, News, Remember, ReopenIssue
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.legs import red_legs
from bot.planning.newer import is_newer
from bot.planning.news import fresh, hold, is_due, news_of, said
from bot.planning.noting import decided, is_noted, note
from bot.planning.relabel import edit_for
from bot.planning.standing import Standing
from bot.planning.umbrella import umbrella, umbrella_suite, with_children

CHILDREN_KEPT = 300
_SILENCED = ("not_planned", "duplicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An issue and the causes of this run that belong to it."""

    issue: TrackedIssue
    matches: tuple[Match, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What this run showed of it."""
        return tuple(m.verdict for m in self.matches)


def is_beyond_reopening(issue: TrackedIssue, facts: RunFacts, config: RepoConfig) -> bool:
    """Whether a closed issue is too old to reopen, so that its cause gets a new one."""
    if issue.state != "closed" or issue.state_reason in _SILENCED or issue.closed_at is None:
        return False
    window = timedelta(days=config.issues.reopen_within_days)
    return facts.run.started_at - issue.closed_at > window and not is_noted(issue, facts.run)


def meet(
    known: Known, facts: RunFacts, config: RepoConfig, now: datetime, *, may_close: bool
) -> Standing:
    """Decide what a further failure does to an issue."""
    issue, run = known.issue, facts.run
    if is_noted(issue, run):
        return _standing(known, issue, (), None, "still failing")
    noted = note(issue, known.verdicts, facts, config, may_close=may_close)
    hush = _why_quiet(known, facts, now)
    if hush:
        decision = Decision(at=now, what="say nothing", reason=hush)
        change = Remember(key=f"{run.key}:remember:{issue.number}", issue=noted)
        return _standing(known, noted, (change,), decision, hush)
    after = _refreshed(issue, noted, known)
    if issue.state == "closed":
        return _reopen(known, after, facts, now)
    return _edit(known, after, facts, config, now)


def _why_quiet(known: Known, facts: RunFacts, now: datetime) -> str:
    """Say why this failure changes nothing on GitHub, or nothing."""
    issue = known.issue
    if issue.is_muted(now):
        return "muted"
    if issue.state == "closed":
        return _why_closed(issue, facts)
    if not is_newer(facts.run, issue.last_seen):
        return "seen in a newer run already"
    newest = {leg.leg: leg.last for leg in issue.progress}
    red = red_legs(known.verdicts, facts.run, issue)
    if red and all(leg in newest and not is_newer(facts.run, newest[leg]) for leg in red):
        return "passed in a newer run already"
    return ""


def _why_closed(issue: TrackedIssue, facts: RunFacts) -> str:
    if issue.state_reason in _SILENCED:
        words = issue.state_reason.replace("_", " ")
        return f"closed as {words} by {issue.closed_by or 'a person'}"
    if issue.override(Field.STATE) is not None:
        return "kept closed by a person"
    if issue.close_evidence is not None:
        is_late = not is_newer(facts.run, issue.close_evidence)
    else:
        is_late = issue.closed_at is not None and facts.run.started_at <= issue.closed_at
    return "this run is older than the closing" if is_late else ""


def _refreshed(issue: TrackedIssue, noted: TrackedIssue, known: Known) -> TrackedIssue:
    """Take the newest evidence; what people read first (title, origin) stays as it was written."""
    old = issue.verdict
    newest = known.verdicts[0]
    if issue.children:
        noted = with_children(noted, known.verdicts, CHILDREN_KEPT)
        newest = umbrella(umbrella_suite(issue), known.verdicts)
    severity, rising = _severity(issue, newest)
    verdict = replace(
        newest,
        kind=old.kind,
        origin=old.origin,
        origin_reason=old.origin_reason,
        slug=old.slug,
        severity=severity.severity,
        severity_reason=severity.severity_reason,
        first_bad=old.first_bad or newest.first_bad,
        last_good=old.last_good or newest.last_good,
    )
    fresh = known.matches[0].related
    # Without the list of issues at hand the states are not known: what was found first stays.
    related = fresh if fresh and all(r.state for r in fresh) else issue.related or fresh
    return replace(
        noted, verdict=verdict, rising=rising.severity if rising else None, related=related
    )


def _severity(issue: TrackedIssue, newest: Verdict) -> tuple[Verdict, Verdict | None]:
    """Let the severity rise when two runs in a row call for it, and fall only by a person's word.

    Returns the verdict whose severity counts, and the one that asks for more.
    """
    old = issue.verdict
    if issue.override(Field.SEVERITY) is not None or newest.severity >= old.severity:
        return old, None
    if issue.rising is None:
        return old, newest
    if newest.severity >= issue.rising:
        return newest, None
    return replace(newest, severity=issue.rising), newest


def _edit(
    known: Known, after: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> Standing:
    issue, run = known.issue, facts.run
    after = hold(after, fresh(issue, after, known.verdicts, now))
    reason = f"failed again in run {run.number} ({run.workflow})"
    if after.verdict.severity != issue.verdict.severity:
        reason = f"two runs in a row ask for it: {after.verdict.severity_reason}"
    decision = Decision(at=now, what=f"keep #{issue.number} up to date", reason=reason)
    news = news_of(after)
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


def _reopen(known: Known, after: TrackedIssue, facts: RunFacts, now: datetime) -> Standing:
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
        reopened=after.reopened + 1,
    )
    opened = decided(said(opened, now), decision)
    news = (News(what="reopened", detail=detail, items=(run.url,)),)
    changes: list[Change] = [
        ReopenIssue(key=f"{run.key}:reopen:{after.number}", issue=opened, news=news)
    ]
    if opened.verdict.label != known.issue.verdict.label:
        changes.append(edit_for(known.issue, opened, f"{run.key}:edit:{after.number}"))
    return _standing(known, opened, tuple(changes), decision, "reopened")


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
