"""What a command is: a verb with its help, and a function from an order to an outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, auto

from bot.commands.around import Around
from bot.model.issue import TrackedIssue
from bot.model.plan import Answer, News


class Need(Flag):
    """What must be asked of GitHub or of the store before a command can be decided."""

    NOTHING = 0
    NUMBERS = auto()
    PEOPLE = auto()
    FAILURES = auto()
    RUN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One command of one person on issue `number`, whoever keeps it."""

    number: int
    by: str
    args: tuple[str, ...]
    now: datetime
    around: Around = field(default_factory=Around)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Call):
    """One command on an issue that the bot keeps."""

    issue: TrackedIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command did: `issue` afterwards, or `answer`, or `wrong` with how to write it.

    `decision` and `reason` are recorded when the issue changed; without a decision there was
    nothing to do. `is_silent`: GitHub is not touched, only what is stored. `others` are further
    issues that changed, `opened` new ones, `news` what a closing says, `assign` who is to be
    assigned, `reads_again` whether the latest run is to be read again.
    """

    issue: TrackedIssue | None = None
    decision: str = ""
    reason: str = ""
    answer: Answer | None = None
    wrong: str = ""
    nearest: str = ""
    is_silent: bool = False
    others: tuple[TrackedIssue, ...] = ()
    opened: tuple[TrackedIssue, ...] = ()
    news: tuple[tuple[int, News], ...] = ()
    assign: tuple[str, ...] = ()
    reads_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One row of the table of commands.

    `usage` shows how to write it, without `/gardener`. `decide` works on an issue that the bot
    keeps; `anywhere`, where it is given, on any other. `is_reading`: changes nothing, so everybody
    who can comment may ask. `needs` is what has to be known beforehand.
    """

    verb: str
    usage: str
    about: str
    decide: Callable[[Order], Outcome]
    anywhere: Callable[[Call], Outcome] | None = None
    is_reading: bool = False
    needs: Need = Need.NOTHING
