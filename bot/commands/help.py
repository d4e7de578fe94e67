"""`/gardener help`: the table of commands."""

from collections.abc import Sequence

from bot.commands.command import Call, Command, Outcome
from bot.model.plan import Answer


def help_command(others: Sequence[Command]) -> Command:
    """Make the command that lists `others` and itself."""

    def answer(call: Call) -> Outcome:
        return Outcome(answer=Answer(what="help", by=call.by, command="help", detail=listed))

    command = Command(
        verb="help",
        usage="help",
        about="List what you can write.",
        decide=answer,
        anywhere=answer,
        is_reading=True,
    )
    listed = commands_text((*others, command))
    return command


def commands_text(commands: Sequence[Command]) -> str:
    r"""List commands, one a line: the usage, a tab, what it does."""
    return "\n".join(f"{c.usage}\t{c.about}" for c in commands)
