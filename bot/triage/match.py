"""Lay each verdict beside the issue that already tracks it, and those that are related."""

from collections.abc import Sequence

from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard, Match
from bot.model.verdict import Verdict
from bot.triage.known import KnownIssues
from bot.triage.relate import Neighborhood, Stand


def match(
    verdicts: Sequence[Verdict],
    known: Sequence[TrackedIssue],
    cards: Sequence[IssueCard] = (),
    spot: tuple[str, str] = ("", ""),
) -> tuple[Match, ...]:
    """Each verdict beside its issue, in the order given; related issues are filled in.

    `spot` is the branch and the workflow of the run, to tell what fails elsewhere as well.
    """
    here = [issue for issue in known if issue.state in ("open", "closed")]  # no tombstones
    found = KnownIssues(here).find([verdict.cluster for verdict in verdicts])
    around = Neighborhood(known, cards)
    matches = []
    for verdict, one in zip(verdicts, found, strict=True):
        issue, how = one or (None, "")
        related = around.near(verdict, Stand(home=issue, run=spot))
        matches.append(Match(verdict=verdict, issue=issue, how=how, related=related))
    return tuple(matches)
