"""What is remembered of a test: when it was seen, when it passed, when it failed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One run in which something was seen. `at` is when that attempt started."""

    run_id: int
    attempt: int
    sha: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestHistory:
    """The state of one test in one leg of one workflow on one branch.

    `first_failure` is the first red run after `last_pass`; `window` the newest outcomes, oldest
    first, as letters: P passed, F failed, S skipped; at most 50.
    """

    test: str
    leg: str
    first_seen: Sighting
    last_pass: Sighting | None = None
    last_failure: Sighting | None = None
    first_failure: Sighting | None = None
    pass_streak: int = 0
    fail_streak: int = 0
    passes: int = 0
    failures: int = 0
    window: str = ""

    __test__ = False
