"""Causes without an issue: some get one now, the rest waits in the order of urgency."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.match import Match
from bot.model.plan import Pending
from bot.planning.facts import RunFacts
from bot.planning.limits import Newcomer, newcomers, passed_on_retry
from bot.planning.newer import sighting_of
from bot.planning.opening import left_out, open_issue
from bot.planning.standing import Standing


def open_new(
    new: Sequence[Match], facts: RunFacts, config: RepoConfig, now: datetime
) -> tuple[list[Standing], tuple[Pending, ...]]:
    """Open as many issues as a run may; what is held back is returned as well, to be kept."""
    standings: list[Standing] = []
    held: list[Pending] = []
    opened = 0
    for newcomer in newcomers(new, config):
        if all(passed_on_retry(m.verdict, facts) for m in newcomer.matches):
            standings.append(left_out(newcomer, "it passed on a retry in the same run", now))
        elif opened >= config.issues.max_new_per_run:
            why = f"a run opens at most {config.issues.max_new_per_run} issues"
            standings.append(left_out(newcomer, why, now))
            held.append(_pending(newcomer, standings[-1], facts))
        else:
            earlier = newcomer.matches[0].issue if not newcomer.is_umbrella else None
            is_old = earlier is not None and earlier.state == "closed"
            past = earlier if is_old else None
            standings.append(open_issue(newcomer, facts, config, now, earlier=past))
            opened += 1
    return standings, tuple(held)


def _pending(newcomer: Newcomer, standing: Standing, facts: RunFacts) -> Pending:
    fingerprint = standing.verdict.cluster.fingerprint
    prints = (p for m in newcomer.matches for p in m.verdict.cluster.fingerprints)
    known = next((facts.pending[p] for p in prints if p in facts.pending), None)
    since = known.since if known else sighting_of(facts.run)
    return Pending(fingerprint=fingerprint, title=standing.verdict.title, since=since)
