"""`/gardener relate #7`: both issues list each other."""

from bot.commands.command import Command, Need, Order, Outcome
from bot.commands.naming import find_kept, named
from bot.model.issue import Decision, Related
from bot.planning.course.noting import decided
from bot.planning.linking import card_of, link


def decide(order: Order) -> Outcome:
    """Link them for good; an issue of a person is listed here, and GitHub shows the link there."""
    issue = order.issue
    number, wrong = named(order)
    if not number:
        return Outcome(issue=issue, wrong=wrong)
    if number in issue.linked:
        return Outcome(issue=issue)
    reason, why = f"linked by {order.by}", f"{order.by} asked for it"
    neighbor = order.around.neighbors.get(number)
    if neighbor is not None:
        card = neighbor.card
        there = Related(number=number, title=card.title, state=card.state, reason=reason, score=1.0)
        return Outcome(issue=link(issue, there), decision=f"link #{number}", reason=why)
    other, problem = find_kept(number, order.around)
    if other is None:
        return Outcome(issue=issue, wrong=problem)
    decision = Decision(at=order.now, what=f"link #{issue.number}", reason=why)
    return Outcome(
        issue=link(issue, card_of(other, reason)),
        others=(decided(link(other, card_of(issue, reason)), decision),),
        decision=f"link #{number}",
        reason=why,
    )


COMMAND = Command(
    verb="relate",
    usage="relate #N",
    about="List both issues as related to each other.",
    decide=decide,
    needs=Need.NUMBERS,
)
