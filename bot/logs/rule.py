"""What one row of the rule table is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.model.names import Kind, LogCause, Origin, Severity


class Tier(IntEnum):
    """How decisive a row is when several match in one log; lower wins.

    A full disk explains a failed build, a failed build explains a missing artifact, and so on.
    """

    MACHINE = 10
    ACCESS = 20
    SERVICE = 30
    BUILD = 40
    LINT = 50
    CRASH = 60
    ASSERTION = 70
    SCRIPT = 80
    WRAPPER = 85
    GENERIC = 90
    WARNING = 95


class Section(StrEnum):
    """Parts of a log in which alone some rows hold."""

    ANYWHERE = ""
    COLLECTING = "collecting"
    TRACEBACK = "traceback"


class KeyedBy(StrEnum):
    """What tells two findings of a row apart, besides the words it captured."""

    WORDS = ""
    ENDPOINT = "endpoint"
    """The host and port that the line names."""
    RESOURCE = "resource"
    """The operation, repository or image that the line names, else its host."""
    STEP = "step"
    """The step of the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A cause and how it looks in a log.

    `pattern` is RE2 syntax, searched in one line that is free of timestamps and colors. Groups whose
    names start with `key` make the finding's key, with `item` its items, `file` and `line` the
    blamed place. `slug` may hold `{key}`. `collect` gathers an `item` from the lines that follow.
    `example` is a log the row must win, `near_miss` one that it must not match.

    `head` is how the message begins whose later line `pattern` knows: the line to point at.

    `first` takes the first match as the decisive line instead of the last. `per_key` makes one
    finding for each key instead of one for the row. `is_recoverable` says that programs retry this,
    so it counts little when something else failed later. `is_standing` rows are warnings: they are
    told of in logs that end well too.
    """

    id: str
    cause: LogCause
    tier: Tier
    category: str
    pattern: str
    example: str
    near_miss: str
    slug: str = ""
    kind: Kind = Kind.FAILING
    origin: Origin | None = None
    severity: Severity | None = None
    within: Section = Section.ANYWHERE
    keyed_by: KeyedBy = KeyedBy.WORDS
    collect: str = ""
    head: str = ""
    first: bool = False
    per_key: bool = False
    is_recoverable: bool = False
    is_standing: bool = False

    @property
    def is_generic(self) -> bool:
        """Whether it only says that something failed."""
        return self.tier is Tier.GENERIC


def group(groups: Mapping[str, str], prefix: str) -> str:
    """The first group that took part in the match among those whose names start with `prefix`.

    >>> group({"key": "", "key2": " x "}, "key")
    'x'
    """
    for name, value in groups.items():
        if value and name.startswith(prefix):
            return value.strip()
    return ""
