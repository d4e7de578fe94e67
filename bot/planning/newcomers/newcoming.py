"""Causes without an issue: some get one now, the rest waits in the order of urgency."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.config import RepoConfig
from bot.model.match import Match
from bot.model.plan import Pending
from bot.planning.course.newer import sighting_of
from bot.planning.facts import RunFacts
from bot.planning.limits import Newcomer, newcomers, passed_on_retry
from bot.planning.newcomers.opening import left_out, open_issue
from bot.planning.newcomers.pending import held_back
from bot.planning.one_issue.homes import with_neighbors
from bot.planning.standing import Standing


def open_new(
    new: Sequence[Match],
    matches: Sequence[Match],
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
    *,
    storm: str = "",
) -> tuple[list[Standing], tuple[Pending, ...]]:
    """Open as many issues as a run may; what is held back is returned as well, to be kept.

    `matches` are all causes of the run, for a wide issue to link; `storm` says why it is broken.
    """
    settled = [(m, why) for m in new if (why := _why_settled(m, facts))]
    standings = [left_out(Newcomer(matches=(m,)), why, now) for m, why in settled]
    held: list[Pending] = []
    opened = 0
    left = [m for m in new if not _why_settled(m, facts)]
    for newcomer in newcomers(left, config, now, storm=storm, pending=facts.pending):
        if opened >= config.issues.max_new_per_run:
            standing, kept = _hold(newcomer, facts, config, now)
            standings.append(standing)
            held.append(kept)
            continue
        standings.append(_open(newcomer, matches, facts, config, now))
        opened += 1
    return standings, tuple(held)


def _why_settled(match: Match, facts: RunFacts) -> str:
    """Say why a cause needs no issue, or nothing."""
    if passed_on_retry(match.verdict, facts):
        return "it passed on a retry in the same run"
    return "it passed in a newer run already" if match.verdict.passed_since else ""


def _open(
    newcomer: Newcomer,
    matches: Sequence[Match],
    facts: RunFacts,
    config: RepoConfig,
    now: datetime,
) -> Standing:
    if newcomer.is_wide:
        members = with_neighbors(newcomer.breadth, newcomer.matches, matches)
        wide = Newcomer(matches=members, suite=newcomer.suite, storm=newcomer.storm)
        return open_issue(wide, facts, config, now)
    past = newcomer.matches[0].issue
    is_old = past is not None and past.state == "closed"
    return open_issue(newcomer, facts, config, now, earlier=past if is_old else None)


def _hold(
    newcomer: Newcomer, facts: RunFacts, config: RepoConfig, now: datetime
) -> tuple[Standing, Pending]:
    since = newcomer.since or sighting_of(facts.run).at
    most = config.issues.max_new_per_run
    why = f"waits since {since:%Y-%m-%d}, as a run opens at most {most} issues"
    standing = left_out(newcomer, why, now, facts.run.workflow)
    return standing, held_back(standing.verdict, newcomer.matches, facts)
