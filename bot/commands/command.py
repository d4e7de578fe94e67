"""What a command is: a verb with its help, and a function from an order to an outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.model.issue import TrackedIssue
from bot.model.plan import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command of one person on one issue that the bot keeps."""

    issue: TrackedIssue
    by: str
    args: tuple[str, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command did: `issue` afterwards, or `answer`, or `wrong` with how to write it.

    `decision` and `reason` are recorded when the issue changed. `is_silent`: GitHub is not
    touched, only what is stored.
    """

    issue: TrackedIssue
    decision: str = ""
    reason: str = ""
    answer: Answer | None = None
    wrong: str = ""
    nearest: str = ""
    is_silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One row of the table of commands.

    `usage` shows how to write it, without `/gardener`. `needs_issue`: only on an issue that the
    bot keeps. `is_reading`: changes nothing, so everybody who can comment may ask.
    """

    verb: str
    usage: str
    about: str
    decide: Callable[[Order], Outcome]
    needs_issue: bool = True
    is_reading: bool = False
