"""`/gardener unmute`: speak here again."""

from dataclasses import replace

from bot.commands.command import Command, Order, Outcome


def decide(order: Order) -> Outcome:
    """End the muting now; the body catches up with what was recorded meanwhile."""
    if order.args:
        return Outcome(issue=order.issue, wrong="It takes no further words.")
    return Outcome(
        issue=replace(order.issue, muted_until=None, muted_by=""),
        decision="unmuted",
        reason=f"{order.by} asked for it",
    )


COMMAND = Command(
    verb="unmute",
    usage="unmute",
    about="End the muting and bring the issue up to date.",
    decide=decide,
)
