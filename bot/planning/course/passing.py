"""An open issue whose cause this run did not show: progress, closing, or proof that it is flaky."""

from dataclasses import replace
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.flaky import FlakyProof
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import Change, Remember
from bot.planning.course.closing import close, questions, why_over, without_older
from bot.planning.course.flaky import contradicted, may_turn, turned
from bot.planning.course.news import fresh, hold
from bot.planning.course.progress import moved_on, progress_text, read_progress, with_needed
from bot.planning.course.relabel import edit_for
from bot.planning.facts import RunFacts
from bot.planning.standing import Standing
from bot.triage.flakiness import is_flaky


def pass_by(
    issue: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> Standing | None:
    """Decide what a run without the cause does to an open issue; None: nothing is learned."""
    reading = read_progress(issue, facts)
    passed = [leg for leg, result in reading.results.items() if result == "passed"]
    proofs = contradicted(issue, passed, facts.run)
    if proofs and may_turn(issue):
        return _turn_flaky(issue, proofs[0], facts, config, now)
    same = {proof.leg for proof in proofs}
    progress = tuple(
        leg if leg.leg in same else moved_on(leg, reading, facts.run, issue.last_seen)
        for leg in issue.progress
    )
    if progress == issue.progress:
        return None
    after = with_needed(replace(issue, progress=progress), config)
    if after.is_muted(now):
        return _remember(after, facts, Decision(at=now, what="say nothing", reason="muted"))
    if why_over(after, now) and not after.is_kept:
        return _over(issue, after, facts, config, now)
    return _count(issue, after, facts, now)


def _over(
    issue: TrackedIssue, after: TrackedIssue, facts: RunFacts, config: RepoConfig, now: datetime
) -> Standing:
    """Close it, once it is known that the passes are of commits with the failing one in them."""
    if not is_flaky(after):
        after = without_older(after, facts.lineage)
    why = why_over(after, now)
    asked = questions(after, facts.lineage) if why else ()
    if not why or asked:
        return replace(_count(issue, after, facts, now), questions=asked)
    change = close(after, why, facts, config, now)
    return _standing(change.issue, (change,), change.issue.decisions[0], "closed")


def _turn_flaky(
    issue: TrackedIssue,
    proof: FlakyProof,
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
) -> Standing:
    after, decision = turned(issue, proof, now)
    after = with_needed(after, config)
    if after.is_muted(now):
        return _remember(after, facts, decision)
    after = hold(after, fresh(issue, after, (), now))  # told with the next comment
    change = edit_for(issue, after, f"{facts.run.key}:edit:{issue.number}")
    return _standing(after, (change,), decision, "flaky")


def _count(before: TrackedIssue, after: TrackedIssue, facts: RunFacts, now: datetime) -> Standing:
    """Show the progress in the body; that a test is absent shows once it is believed."""
    text = progress_text(after)
    number = after.number
    reason = f"{text} in run {facts.run.number}"
    decision = Decision(at=now, what=f"count a result for #{number}", reason=reason)
    if _passes(before) == _passes(after) and progress_text(before) == text:
        change: Change = Remember(key=f"{facts.run.key}:remember:{number}", issue=after)
    else:
        change = edit_for(before, after, f"{facts.run.key}:edit:{number}")
    return _standing(after, (change,), decision, text)


def _passes(issue: TrackedIssue) -> tuple[tuple[int, int], ...]:
    return tuple((leg.passes, leg.needed) for leg in issue.progress)


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
