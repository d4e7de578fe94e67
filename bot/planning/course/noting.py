"""Take down that a cause was seen: occurrences, tests, legs and the newest evidence."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model.config import RepoConfig
from bot.model.issue import Decision, LegProgress, Occurrence, TrackedIssue
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.course.legs import red_legs
from bot.planning.course.newer import is_newer, sighting_of
from bot.planning.course.progress import (
    Reading,
    advance,
    moved_on,
    read_progress,
    with_needed,
)
from bot.planning.facts import RunFacts

OCCURRENCES_KEPT = 30
DECISIONS_KEPT = 20
FINGERPRINTS_KEPT = 500
TESTS_KEPT = 5000


def is_noted(issue: TrackedIssue, run: WorkflowRun) -> bool:
    """Whether this attempt was counted already, or is too old to tell."""
    if any(o.seen.run_id == run.id and o.seen.attempt == run.attempt for o in issue.occurrences):
        return True
    is_full = len(issue.occurrences) >= OCCURRENCES_KEPT
    return is_full and not is_newer(run, issue.occurrences[-1].seen)


def note(
    issue: TrackedIssue,
    verdicts: Sequence[Verdict],
    facts: RunFacts,
    config: RepoConfig,
    *,
    may_close: bool,
) -> TrackedIssue:
    """Count this run's failure, in each leg where it lies in the order of commits."""
    run = facts.run
    legs = red_legs(verdicts, run, issue)
    occurrence = Occurrence(
        seen=sighting_of(run),
        failed=sum(len(v.cluster.failures) for v in verdicts),
        ran=sum(s.ran for s in {s for v in verdicts for s in v.cluster.suites}),
        legs=tuple(legs),
    )
    rows = sorted((*issue.occurrences, occurrence), key=lambda o: o.seen.order, reverse=True)
    counted = replace(
        issue,
        occurrences=tuple(rows[:OCCURRENCES_KEPT]),
        occurrence_count=issue.occurrence_count + 1,
        fingerprints=_union(issue.fingerprints, verdicts_prints(verdicts), FINGERPRINTS_KEPT),
        tests=_union(issue.tests, verdicts_tests(verdicts), TESTS_KEPT),
    )
    progress = (*_known_legs(issue, legs, facts, may_close), *_new_legs(issue, legs, run))
    last = sighting_of(run) if is_newer(run, issue.last_seen) else issue.last_seen
    return with_needed(replace(counted, progress=progress, last_seen=last), config)


def verdicts_prints(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Collect every cause fingerprint."""
    return _union((), tuple(p for v in verdicts for p in v.cluster.fingerprints))


def verdicts_tests(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Collect the fingerprints of every failing test."""
    return _union((), tuple(f.fingerprints.test for v in verdicts for f in v.cluster.failures))


def decided(issue: TrackedIssue, decision: Decision) -> TrackedIssue:
    """Write a decision into the issue's own record, newest first."""
    return replace(issue, decisions=(decision, *issue.decisions)[:DECISIONS_KEPT])


def _union(old: tuple[str, ...], new: tuple[str, ...], most: int | None = None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))[:most]


def _known_legs(
    issue: TrackedIssue, red: dict[str, tuple[str, ...]], facts: RunFacts, may_close: bool
) -> tuple[LegProgress, ...]:
    """Move the legs that failed before: red ones start over, green ones count."""
    reading = read_progress(issue, facts) if may_close else Reading({})
    moved = []
    for leg in issue.progress:
        if leg.leg in red:
            base = replace(leg, tests=_union(leg.tests or issue.tests, red[leg.leg], TESTS_KEPT))
            moved.append(advance(base, "failed", facts.run, None))
        else:
            moved.append(moved_on(leg, reading, facts.run, issue.last_seen))
    return tuple(moved)


def _new_legs(
    issue: TrackedIssue, red: dict[str, tuple[str, ...]], run: WorkflowRun
) -> tuple[LegProgress, ...]:
    """Legs in which it failed for the first time; not those of a run before the issue's own."""
    known = {leg.leg for leg in issue.progress}
    seen = sighting_of(run)
    if known and issue.first_seen is not None and seen.order < issue.first_seen.order:
        return ()
    return tuple(
        LegProgress(leg=leg, tests=tests, last=seen, red=seen, seen=1, failed=1, row=1)
        for leg, tests in red.items()
        if leg not in known
    )
