"""`/gardener help`: the table of commands."""

from collections.abc import Sequence

from bot.commands.command import Command, Order, Outcome
from bot.model.plan import Answer


def help_command(others: Sequence[Command]) -> Command:
    """Make the command that lists `others` and itself."""

    def decide(order: Order) -> Outcome:
        answer = Answer(what="help", by=order.by, command="help", detail=listed)
        return Outcome(issue=order.issue, answer=answer)

    command = Command(
        verb="help",
        usage="help",
        about="List what you can write.",
        decide=decide,
        needs_issue=False,
        is_reading=True,
    )
    listed = commands_text((*others, command))
    return command


def commands_text(commands: Sequence[Command]) -> str:
    r"""List commands, one a line: the usage, a tab, what it does."""
    return "\n".join(f"{c.usage}\t{c.about}" for c in commands)
