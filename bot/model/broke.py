"""Where it broke: the last good and the first bad commit of a leg, and what lies between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.history import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitLine:
    """One commit. `title` is the first line of its message, `author` a login or else a name.

    `is_merge`: it has several parents, so what it brings is in other commits.
    """

    sha: str
    title: str
    author: str = ""
    at: datetime | None = None
    is_merge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """The newest commit that changed a file. `is_merged`: it is on the default branch."""

    commit: CommitLine
    is_merged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A commit that may have broken it: `score` 0 to 1, `reasons` the overlaps in words."""

    commit: CommitLine
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRange:
    """The commits after `last_good` up to `first_bad`, newest first, at most 20 of `total`.

    `suspects` come with the range, the likeliest first; they are to be named only when a second
    run has failed.
    """

    leg: str
    last_good: Sighting
    first_bad: Sighting
    commits: tuple[CommitLine, ...] = ()
    total: int = 0
    suspects: tuple[Suspect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitQuestion:
    """What to ask of commits: who changed `paths` since then, as seen from `head`.

    `ancestors` are commits whose newest ancestors are wanted. `off_default`: `head` is on another
    branch than the default one, so that it must be asked which of the commits are merged.
    """

    head: str
    paths: tuple[str, ...]
    since: datetime
    ancestors: tuple[str, ...] = ()
    off_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitAnswer:
    """`touched`: path → the commits that changed it, newest first; a path not asked for is absent.

    `ancestors`: commit → itself and its newest ancestors, newest first, at most 100; a commit that
    GitHub does not have is absent. `unmerged` are commits that the default branch does not have.
    """

    touched: Mapping[str, tuple[CommitLine, ...]] = field(default_factory=dict)
    ancestors: Mapping[str, tuple[CommitLine, ...]] = field(default_factory=dict)
    unmerged: frozenset[str] = frozenset()
