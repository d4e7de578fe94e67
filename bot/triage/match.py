"""Find for each verdict the issue that already tracks it."""

from collections.abc import Iterator, Sequence

from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard, Match
from bot.model.verdict import Verdict
from bot.triage.relate import relate
from bot.triage.similar import alike


def match(
    verdicts: Sequence[Verdict], known: Sequence[TrackedIssue], cards: Sequence[IssueCard] = ()
) -> tuple[Match, ...]:
    """Each verdict beside its issue, in the order given; related issues are filled in.

    A shared cause fingerprint decides first, then a message alike of the same test. Of several
    issues an open one wins, then the lowest number. An issue goes to several verdicts only when
    each of them has one of its causes.
    """
    taken: set[int] = set()
    found: dict[int, tuple[TrackedIssue, str]] = {}
    for index, verdict in enumerate(verdicts):
        issue = _best(issue for issue in known if _same_cause(verdict, issue))
        if issue is not None:
            found[index] = (issue, "same cause")
            taken.add(issue.number)
    for index, verdict in enumerate(verdicts):
        if index in found:
            continue
        similar = _alike(verdict, [issue for issue in known if issue.number not in taken])
        if similar is not None:
            found[index] = similar
            taken.add(similar[0].number)
    return tuple(_match(v, found.get(i), known, cards) for i, v in enumerate(verdicts))


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


def _same_cause(verdict: Verdict, issue: TrackedIssue) -> bool:
    return not set(verdict.cluster.fingerprints).isdisjoint(issue.fingerprints)


def _best(issues: Iterator[TrackedIssue]) -> TrackedIssue | None:
    """An open issue before a closed one, then the lowest number."""
    return min(issues, key=lambda issue: (issue.state != "open", issue.number), default=None)


def _alike(verdict: Verdict, issues: Sequence[TrackedIssue]) -> tuple[TrackedIssue, str] | None:
    """An issue of one of the same tests whose message differs in few characters."""
    mine = {f.fingerprints.test: f.fingerprints for f in verdict.cluster.failures}
    scored: list[tuple[float, TrackedIssue]] = []
    for issue in issues:
        if mine.keys().isdisjoint(issue.tests):
            continue
        scores = [
            alike(mine[f.fingerprints.test].normalized, f.fingerprints.normalized, same_test=True)
            for f in issue.verdict.cluster.failures
            if f.fingerprints.test in mine and f.fingerprints.normalized
        ]
        best = max((score for score in scores if score is not None), default=None)
        if best is not None:
            scored.append((best, issue))
    if not scored:
        return None
    score, issue = min(scored, key=lambda s: (s[1].state != "open", -s[0], s[1].number))
    return issue, f"same test, message {score:.0%} alike".replace("%", " %")
