"""What is remembered of a test: when it was seen, when it passed, when it failed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One run in which something was seen. `at` is when that attempt started.

    `tree` names the files of the commit, as far as the run said; two commits may share it.
    `first_run` is the first run of the same workflow on the same branch that tested this commit;
    0 when that is this run.
    """

    run_id: int
    attempt: int
    sha: str
    at: datetime
    url: str
    tree: str = ""
    first_run: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """What sorts sightings of one branch from the oldest commit to the newest, then by time.

        Run ids grow with every push. A second attempt keeps its id, and a new run of a commit that
        was tested before lies where that commit lay: both are old evidence, however late they come.
        """
        return (self.first_run or self.run_id, self.run_id, self.attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestHistory:
    """The state of one test in one leg of one workflow on one branch.

    `first_failure` is the first red run after `last_pass`, `reds` that one and those that followed
    it, oldest first, at most 20. `window` are the newest outcomes, oldest first, as letters: P
    passed, F failed, S skipped; at most 50. Runs that came late are in all but the window.
    """

    test: str
    leg: str
    first_seen: Sighting
    last_pass: Sighting | None = None
    last_failure: Sighting | None = None
    first_failure: Sighting | None = None
    reds: tuple[Sighting, ...] = ()
    pass_streak: int = 0
    fail_streak: int = 0
    passes: int = 0
    failures: int = 0
    window: str = ""

    __test__ = False
