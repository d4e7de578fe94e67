"""Where it broke: the last good and the first bad commit of a leg, and what lies between."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.history import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitLine:
    """One commit. `title` is the first line of its message, `author` a login or else a name."""

    sha: str
    title: str
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A commit that may have broken it: `score` 0 to 1, `reasons` the overlaps in words."""

    commit: CommitLine
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRange:
    """The commits after `last_good` up to `first_bad`, newest first, at most 20 of `total`."""

    leg: str
    last_good: Sighting
    first_bad: Sighting
    commits: tuple[CommitLine, ...] = ()
    total: int = 0
    suspects: tuple[Suspect, ...] = ()
