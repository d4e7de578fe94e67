"""What the bot would have done in a repository in the last weeks, had it been there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.issue import TrackedIssue
from bot.model.names import Origin
from bot.model.run import RepoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldBe:
    """An issue that would exist. `issue` is what it would be now; its number exists nowhere.

    `closed` and `reopened` are when, oldest first; `comments` counts all that would stand under it.
    """

    issue: TrackedIssue
    opened_at: datetime
    closed: tuple[datetime, ...] = ()
    reopened: tuple[datetime, ...] = ()
    comments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreported:
    """A workflow with failed runs and not one test report. `uploads`: its file uploads something.

    None where the file could not be read.
    """

    name: str
    path: str
    failed: int
    uploads: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All of it. `found` runs were over since `since`, `read` attempts of the newest were looked at.

    `failed` counts attempts that failed, `failing_tests` what failed in them, once for each. `quiet`
    counts causes that got no issue, by the reason. `expired` are artifacts that are no longer there,
    `unread` runs that GitHub no longer has. `notes` are sentences for the person who asked, `stopped`
    why it ended early (empty: it did not).
    """

    repo: RepoRef
    since: datetime
    until: datetime
    found: int = 0
    read: int = 0
    failed: int = 0
    failing_tests: int = 0
    issues: tuple[WouldBe, ...] = ()
    quiet: Mapping[str, int] = field(default_factory=dict)
    expired: int = 0
    unread: int = 0
    unreported: tuple[Unreported, ...] = ()
    notes: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def still_open(self) -> int:
        """How many of the issues would be open now."""
        return sum(one.issue.state == "open" for one in self.issues)

    @property
    def flaky(self) -> int:
        """How many of them would say flaky."""
        return sum(one.issue.verdict.origin is Origin.FLAKY for one in self.issues)

    @property
    def not_news(self) -> int:
        """How many causes got no issue."""
        return sum(self.quiet.values())

    @property
    def most_urgent(self) -> WouldBe | None:
        """The one to show: open before closed, then by severity, then the newest."""
        return min(
            self.issues,
            key=lambda one: (
                one.issue.state != "open",
                one.issue.verdict.severity,
                -one.opened_at.timestamp(),
            ),
            default=None,
        )
