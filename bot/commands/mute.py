"""`/gardener mute 7d`: say nothing here for a while, and go on recording."""

from dataclasses import replace
from datetime import timedelta

from bot.commands.command import Command, Order, Outcome
from bot.model.config import duration, duration_text

DEFAULT = timedelta(days=7)
LONGEST = timedelta(days=365)


def decide(order: Order) -> Outcome:
    """Mute until the time is over."""
    if len(order.args) > 1:
        return Outcome(issue=order.issue, wrong="It takes one duration at most.")
    try:
        time = duration(order.args[0]) if order.args else DEFAULT
    except ValueError:
        wrong = f"{order.args[0]} is no duration: write a number and m, h, d or w."
        return Outcome(issue=order.issue, wrong=wrong)
    if not timedelta(0) < time <= LONGEST:
        wrong = f"The duration must be between 1m and {duration_text(LONGEST)}."
        return Outcome(issue=order.issue, wrong=wrong)
    until = order.now + time
    return Outcome(
        issue=replace(order.issue, muted_until=until, muted_by=order.by),
        decision=f"muted until {until:%Y-%m-%d %H:%M} UTC",
        reason=f"{order.by} asked for it",
        is_silent=True,
    )


COMMAND = Command(
    verb="mute",
    usage="mute [7d]",
    about="No comment, edit or reopening here for that long; failures are still recorded.",
    decide=decide,
)
