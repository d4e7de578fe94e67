"""What a bot must be able to do to be measured."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from bench.garden.calendar import Shown

Causes = Counter[int]


class Act(NamedTuple):
    """One thing done to an issue. `is_told`: people were told of it by a comment or a new issue."""

    what: Literal["open", "comment", "close", "reopen"]
    number: int
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """What a run led to: what was done, and how many failures of each cause went to which issue."""

    acts: Sequence[Act] = ()
    filed: Mapping[int, Causes] = field(default_factory=dict)


class Bot(Protocol):
    """A bot that keeps issues."""

    def hear(self, shown: Shown) -> Heard:
        """Take in one attempt of a run."""

    def by_hand(self, what: str, number: int, at: datetime, fix: str) -> None:
        """A person closes or mutes an issue; `fix` is the commit that the closing names, if any."""

    def flaky(self) -> frozenset[int]:
        """The issues that it calls flaky now."""
