"""Lay each verdict beside the issue that already tracks it, and those that are related."""

from collections.abc import Sequence

from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard, Match
from bot.model.verdict import Verdict
from bot.triage.known import KnownIssues
from bot.triage.relate import relate


def match(
    verdicts: Sequence[Verdict], known: Sequence[TrackedIssue], cards: Sequence[IssueCard] = ()
) -> tuple[Match, ...]:
    """Each verdict beside its issue, in the order given; related issues are filled in."""
    found = KnownIssues(known).find([verdict.cluster for verdict in verdicts])
    return tuple(_match(v, f, known, cards) for v, f in zip(verdicts, found, strict=True))


def _match(
    verdict: Verdict,
    found: tuple[TrackedIssue, str] | None,
    known: Sequence[TrackedIssue],
    cards: Sequence[IssueCard],
) -> Match:
    if found is None:
        return Match(verdict=verdict, related=relate(verdict, known, cards))
    issue, how = found
    others = [one for one in known if one.number != issue.number]
    other_cards = [card for card in cards if card.number != issue.number]
    related = tuple(r for r in relate(verdict, others, other_cards) if r.number != issue.number)
    return Match(verdict=verdict, issue=issue, how=how, related=related)
