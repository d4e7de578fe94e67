"""`/gardener unduplicate`: this issue is the home of its own failures again.

Where the canonical issue was deleted, they have a new one by now: that becomes its duplicate.
"""

from dataclasses import replace

from bot.commands.command import Command, Need, Order, Outcome
from bot.commands.merge import put_together
from bot.planning.one_issue.parting import heir_of, part


def decide(order: Order) -> Outcome:
    """Take back `duplicate` or `merge`; it opens when its cause may still be there."""
    issue = order.issue
    if order.args:
        return Outcome(issue=issue, wrong="It takes no further words.")
    if not issue.duplicate_of and issue.state_reason != "duplicate":
        return Outcome(issue=issue, wrong="This is no duplicate of another issue.")
    back, others = part(issue, order.around.kept, order.by, order.now)
    heir = heir_of(issue, order.around.kept)
    if heir is not None:
        together = put_together(order, back, heir)
        return replace(together, others=(*others, *together.others))
    return Outcome(
        issue=back,
        others=others,
        decision="take its failures back",
        reason=f"{order.by} says that it is no duplicate",
    )


COMMAND = Command(
    verb="unduplicate",
    usage="unduplicate",
    about="Take that back: this issue has its own failures again.",
    decide=decide,
    needs=Need.NUMBERS,
)
