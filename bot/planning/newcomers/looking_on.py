"""A failure in a run that may change nothing: it is listed, with the issue that tracks it."""

from datetime import datetime

from bot.model.issue import Decision
from bot.model.match import Match
from bot.planning.limits import Newcomer
from bot.planning.newcomers.opening import left_out
from bot.planning.scope import Scope
from bot.planning.standing import Standing


def look_on(match: Match, bounds: Scope, now: datetime) -> Standing:
    """List it."""
    if match.issue is None:
        return left_out(Newcomer(matches=(match,)), bounds.reason, now)
    return Standing(
        verdict=match.verdict,
        issue=match.issue,
        decision=Decision(at=now, what="change nothing", reason=bounds.reason),
        progress="known",
        related=match.related,
    )
