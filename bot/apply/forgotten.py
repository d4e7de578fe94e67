"""An open issue of the bot that its store does not know: there are some after a restored backup.

The list of what changed last is looked at first, then all open issues with the bot's label. When
those show that the store has forgotten something, every open issue is looked at, since a person may
have taken a label off. Asked of GitHub when an issue is about to be opened, once in ten minutes.
"""

from collections.abc import Iterable, Mapping

from bot.apply.hand import Hand
from bot.github.issues import open_issues
from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard
from bot.render.marker import marked_fingerprints

MOST_PAGES = 20
"""Of a hundred issues each, for each of the two lists."""


async def forgotten(issue: TrackedIssue, hand: Hand) -> int:
    """The number of an open issue of a bot that carries one of these causes; 0 when there is none."""
    number = await _first_unknown(issue.fingerprints, _by_cause(hand.cards), hand)
    if number:
        return number
    return await _first_unknown(issue.fingerprints, await _marked(hand), hand)


async def _marked(hand: Hand) -> Mapping[str, int]:
    """Cause fingerprint to the open issue that is marked with it."""
    kept = hand.marked.get(hand.repo.id)
    if kept is not None:
        return kept
    label = hand.config.issues.base_label
    found = await open_issues(hand.client, hand.repo, label, max_pages=MOST_PAGES)
    marked = _by_cause(found)
    if await hand.storage.unknown(hand.repo.id, {*marked.values()}):
        every = await open_issues(hand.client, hand.repo, max_pages=MOST_PAGES)
        marked = _by_cause((*found, *every))
    hand.marked[hand.repo.id] = marked
    return marked


def _by_cause(cards: Iterable[IssueCard]) -> dict[str, int]:
    """The lowest number for each cause, of open issues that a bot wrote."""
    found: dict[str, int] = {}
    for card in cards:
        if card.state == "open" and card.author.endswith("[bot]"):
            for cause in marked_fingerprints(card.body):
                found[cause] = min(card.number, found.get(cause, card.number))
    return found


async def _first_unknown(causes: Iterable[str], marked: Mapping[str, int], hand: Hand) -> int:
    numbers = [marked[cause] for cause in causes if cause in marked]
    unknown = await hand.storage.unknown(hand.repo.id, numbers) if numbers else ()
    return next((number for number in numbers if number in unknown), 0)
