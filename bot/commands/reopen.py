"""`/gardener reopen`: open it again, as a person who clicks the button does."""

from bot.commands.command import Command, Order, Outcome
from bot.planning.course.turned import opened_by


def decide(order: Order) -> Outcome:
    """From then on only a person closes it, until it is handed back."""
    if order.args:
        return Outcome(issue=order.issue, wrong="It takes no further words.")
    if order.issue.state == "open":
        return Outcome(issue=order.issue)
    if number := order.issue.duplicate_of:
        wrong = f"This is a duplicate of #{number}; take that back to open it."
        return Outcome(issue=order.issue, wrong=wrong, nearest="unduplicate")
    return Outcome(
        issue=opened_by(order.issue, order.by, order.now),
        decision="reopened",
        reason=f"{order.by} asked for it",
    )


COMMAND = Command(
    verb="reopen",
    usage="reopen",
    about="Open it again; then it stays open until a person closes it.",
    decide=decide,
)
