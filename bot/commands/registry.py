"""The table of commands; a new verb is one file and one line here.

`help` is answered from this table itself, so it is not a file of its own kind.
"""

import difflib

from bot.commands import (
    adopt,
    assign,
    close,
    duplicate,
    merge,
    mute,
    reclassify,
    relate,
    reopen,
    rescan,
    split,
    unduplicate,
    unmute,
    why,
)
from bot.commands.command import Command
from bot.commands.help import help_command

_WORKING = (
    reclassify.COMMAND,
    duplicate.COMMAND,
    unduplicate.COMMAND,
    split.COMMAND,
    merge.COMMAND,
    relate.COMMAND,
    mute.COMMAND,
    unmute.COMMAND,
    close.COMMAND,
    reopen.COMMAND,
    assign.COMMAND,
    adopt.COMMAND,
    why.COMMAND,
    rescan.COMMAND,
)
COMMANDS: tuple[Command, ...] = (*_WORKING, help_command(_WORKING))


def command_named(verb: str) -> Command | None:
    """Find a command by its verb."""
    return next((c for c in COMMANDS if c.verb == verb), None)


def nearest_verb(verb: str) -> str:
    """Guess which verb was meant; empty when none is near."""
    verbs = [c.verb for c in COMMANDS]
    return next(iter(difflib.get_close_matches(verb[:40], verbs, n=1, cutoff=0.6)), "")
