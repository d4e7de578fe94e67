"""Causes that found no room among the new issues of a run: kept until they have an issue or are over.

A cause waits no longer when

- an issue holds it,
- its tests passed in a later run of the same workflow and branch, in each leg that ran them (where
  only a log showed it: its job succeeded),
- it was not seen for 30 days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.model.match import Match
from bot.model.names import Outcome
from bot.model.plan import Pending
from bot.model.verdict import Verdict
from bot.planning.course.newer import is_newer, sighting_of
from bot.planning.course.noting import verdicts_prints, verdicts_tests
from bot.planning.facts import RunFacts
from bot.planning.scope import target_branch
from bot.planning.standing import Standing

FORGOTTEN = timedelta(days=30)
TESTS_KEPT = 500


def held_back(verdict: Verdict, matches: Sequence[Match], facts: RunFacts) -> Pending:
    """What is to be kept of causes for which no issue could be opened; `verdict` names them."""
    verdicts = [m.verdict for m in matches]
    prints = verdicts_prints(verdicts)
    known = [facts.pending[p].since for p in prints if p in facts.pending]
    here = sighting_of(facts.run)
    legs = dict.fromkeys(leg for v in verdicts for leg in _legs(v))
    return Pending(
        fingerprint=verdict.cluster.fingerprint,
        title=verdict.title,
        since=min(known, key=lambda s: s.at, default=here),
        last=here,
        tests=verdicts_tests(verdicts)[:TESTS_KEPT],
        legs=tuple(legs),
        workflow=facts.run.workflow_path,
        branch=target_branch(facts.run),
    )


def waiting(standings: Sequence[Standing], facts: RunFacts) -> tuple[Pending, ...]:
    """What is to be kept of causes without an issue while no issue can be opened at all."""
    new = (s.verdict for s in standings if s.issue is None)
    return tuple(held_back(v, (Match(verdict=v),), facts) for v in new)


def settled(
    standings: Iterable[Standing], held: Iterable[Pending], facts: RunFacts, now: datetime
) -> tuple[str, ...]:
    """Which causes wait no longer after this run, by fingerprint."""
    placed = {p for s in standings if s.issue is not None for p in s.issue.fingerprints}
    again = {one.fingerprint for one in held}
    return tuple(
        fingerprint
        for fingerprint, one in facts.pending.items()
        if fingerprint not in again
        and (fingerprint in placed or _is_stale(one, now) or _has_passed(one, facts))
    )


def _legs(verdict: Verdict) -> Iterator[str]:
    failures, findings = verdict.cluster.failures, verdict.cluster.findings
    yield from (f.leg for f in failures) if failures else (f.job for f in findings)


def _is_stale(one: Pending, now: datetime) -> bool:
    return now - (one.last or one.since).at > FORGOTTEN


def _has_passed(one: Pending, facts: RunFacts) -> bool:
    run = facts.run
    is_here = (run.workflow_path, target_branch(run)) == (one.workflow, one.branch)
    if not is_here or not is_newer(run, one.last or one.since):
        return False
    if not one.tests:
        known = [facts.job_conclusions[leg] for leg in one.legs if leg in facts.job_conclusions]
        return all(c == "success" for c in known) if known else run.conclusion == "success"
    return all(_passed(test, one.legs, facts) for test in one.tests)


def _passed(test: str, legs: Sequence[str], facts: RunFacts) -> bool:
    results = [facts.outcomes.get(test, {}).get(leg) for leg in legs]
    known = [outcome for outcome in results if outcome is not None]
    return bool(known) and all(outcome is Outcome.PASSED for outcome in known)
