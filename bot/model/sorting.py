"""Where a failure of a commit belongs, as its check run sorts it, and what is known of the base."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.history import TestHistory


class Sort(StrEnum):
    """What a failure is to the author of a change, in the order in which they are told."""

    NEW = "new"
    KNOWN = "known"
    FLAKY = "flaky"
    BASE = "broken on the base"
    INFRASTRUCTURE = "infrastructure"
    UNCLASSIFIED = "unclassified"
    WARNING = "warning"
    """Nothing failed because of it so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The sort of one cause. `reason` is a clause in plain text, `url` the run or job that shows it.

    `number` is an open issue that the reason speaks of, where the cause has none of its own; else 0.
    """

    sort: Sort
    reason: str
    url: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The branch that a change goes to, and the histories there of the tests that failed.

    `histories` are of the same workflow, by test fingerprint, one for each leg.
    """

    branch: str
    histories: Mapping[str, tuple[TestHistory, ...]] = field(default_factory=dict)
