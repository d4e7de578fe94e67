"""What shows that a test is flaky, and how often it fails."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.history import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class FlakyProof:
    """Both halves of the proof that a test is flaky, in one leg.

    `how`: the same commit (or tree) gave both, a re-run attempt passed, the report's own retry
    elements show both, or the issue came back twice. `test` is the test's name for people.
    """

    how: Literal["same-commit", "re-run", "report", "reopened"]
    leg: str
    failed: Sighting
    passed: Sighting
    test: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How often a test failed in one leg: in `failed` of `ran` runs since `since`.

    The run of the verdict is counted. Of several tests and legs it is the one that failed most
    often. `ran` counts passes and failures, nothing else. The newest `streak` of these runs failed one
    after another, beginning with `first_red`.
    """

    test: str
    leg: str
    failed: int
    ran: int
    since: datetime
    streak: int
    first_red: Sighting
