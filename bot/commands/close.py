"""`/gardener close`: close it now, as a person who clicks the button does."""

from dataclasses import replace

from bot.commands.command import Command, Order, Outcome
from bot.planning.course.turned import closed_by

_REASONS = {(): "completed", ("not", "planned"): "not_planned", ("not_planned",): "not_planned"}


def decide(order: Order) -> Outcome:
    """Completed comes back with a newer failure; not planned stays silent."""
    reason = _REASONS.get(tuple(word.lower() for word in order.args))
    if reason is None:
        wrong = "It takes no further words but `not planned`."
        return Outcome(issue=order.issue, wrong=wrong)
    if order.issue.state == "closed":
        return Outcome(issue=order.issue)
    closed = closed_by(order.issue, order.by, order.now, reason)
    return Outcome(
        issue=replace(closed, closing_commit=""),  # a word closed it, no commit
        decision=f"closed as {reason.replace('_', ' ')}",
        reason=f"{order.by} asked for it",
    )


COMMAND = Command(
    verb="close",
    usage="close [not planned]",
    about="Close it now; a newer failure reopens it, unless it is not planned.",
    decide=decide,
)
