"""Close an issue: enough passes at commits that hold the failing one, or tests that are no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.history import Sighting
from bot.model.issue import Decision, LegProgress, TrackedIssue
from bot.model.lineage import Lineage, Question
from bot.model.plan import CloseIssue, News
from bot.planning.course.absence import is_gone, moved_to
from bot.planning.course.flaky import is_over
from bot.planning.course.newer import holds, sighting_of
from bot.planning.course.news import told
from bot.planning.course.noting import decided
from bot.planning.course.progress import is_all_gone, is_through, progress_text
from bot.planning.facts import RunFacts
from bot.triage.flakiness import closes_by_silence, is_flaky


def why_over(issue: TrackedIssue, now: datetime) -> str:
    """Say why the issue is to be closed, or nothing."""
    if is_all_gone(issue):
        return progress_text(issue)
    if closes_by_silence(issue):
        return is_over(issue, now)
    if not is_through(issue):
        return ""
    legs = [leg for leg in issue.progress if not is_gone(leg, issue)]
    least = min(leg.passes for leg in legs)
    return f"passed {least} times in a row in {', '.join(leg.leg for leg in legs)}"


def without_older(issue: TrackedIssue, lineage: Lineage) -> TrackedIssue:
    """Drop the passes at commits that do not hold the last failing one: they prove nothing."""
    progress = []
    for leg in issue.progress:
        red = _failed(leg, issue)
        green = tuple(s for s in leg.green if not red or holds(s, red, lineage) is not False)
        passes = leg.passes - (len(leg.green) - len(green))
        progress.append(replace(leg, green=green, passes=passes))
    return replace(issue, progress=tuple(progress))


def questions(issue: TrackedIssue, lineage: Lineage) -> tuple[Question, ...]:
    """What must be asked of commits before the issue may be closed.

    Every pass that counts must hold the last failing commit of its leg. A flaky test passes and
    fails at any commit, so of those nothing is asked. Where the length of the silence closes, it is
    enough that the first and the last of many passes hold it.
    """
    if is_flaky(issue) and not is_all_gone(issue):
        return ()
    pairs = ((leg, seen) for leg in issue.progress for seen in _asked_about(leg, issue))
    asked = ((red.sha, seen) for leg, seen in pairs if (red := _failed(leg, issue)) is not None)
    return tuple(
        dict.fromkeys(
            (base, seen.sha) for base, seen in asked if lineage.relation(base, seen.sha) is None
        )
    )


def close(
    issue: TrackedIssue, why: str, facts: RunFacts, config: RepoConfig, now: datetime
) -> CloseIssue:
    """Close it as completed, with a comment that names the evidence.

    Tests that are no more are no reason for "not planned": that is a person's word for silence,
    and a test that comes back and fails is to reopen the issue.
    """
    decision = Decision(at=now, what=f"close #{issue.number}", reason=why)
    newest = max(_all_evidence(issue), key=lambda seen: seen.order, default=sighting_of(facts.run))
    closed = replace(
        issue,
        state="closed",
        state_reason="completed",
        closed_at=now,
        closed_by="",
        close_evidence=newest,
    )
    closed, news = told(issue, closed, _news(issue, why, facts), config, now)
    return CloseIssue(
        key=f"{facts.run.key}:close:{issue.number}", issue=decided(closed, decision), news=news
    )


def _news(issue: TrackedIssue, why: str, facts: RunFacts) -> News:
    if is_all_gone(issue):
        moved = moved_to(issue, facts)
        places = (f"{name} in {', '.join(where)}" for name, where in sorted(moved.items()))
        return News(what="not-seen", detail=why, items=tuple(places))
    seen = sorted({*_all_evidence(issue)}, key=lambda s: s.order, reverse=True)
    return News(what="passed", detail=why, items=tuple(dict.fromkeys(s.url for s in seen)))


def _failed(leg: LegProgress, issue: TrackedIssue) -> Sighting | None:
    return leg.red or issue.last_seen


def _evidence(leg: LegProgress, issue: TrackedIssue) -> tuple[Sighting, ...]:
    """The runs that close the leg: as many passes as it needs, or those without its tests."""
    if is_gone(leg, issue):
        return tuple(dict.fromkeys(one.until for one in leg.absent))
    return leg.green[: max(leg.needed, 1)]


def _asked_about(leg: LegProgress, issue: TrackedIssue) -> tuple[Sighting, ...]:
    seen = _evidence(leg, issue)
    if not closes_by_silence(issue) or is_gone(leg, issue):
        return seen
    return (seen[0], seen[-1]) if len(seen) > 1 else seen


def _all_evidence(issue: TrackedIssue) -> Iterator[Sighting]:
    for leg in issue.progress:
        yield from _evidence(leg, issue)
