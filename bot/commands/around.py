"""What a command may have to look at beside its own issue, read before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard
from bot.model.run import WorkflowRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """An issue or pull request that the bot does not keep, as GitHub shows it now."""

    card: IssueCard
    is_pull_request: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What was read.

    `kept` are issues of the bot by number: those named, and the duplicates up and down from
    them. `neighbors` are those named that it does not keep. `assignable` tells of each login asked
    about, in small letters, whether GitHub can assign it. `homes` are all open issues of the bot,
    `unhoused` the causes without an issue (number 0) that the issue commented on names. `latest`
    is the newest finished run of the issue's workflow and branch. `repository` is its full name.
    """

    kept: Mapping[int, TrackedIssue] = field(default_factory=dict)
    neighbors: Mapping[int, Neighbor] = field(default_factory=dict)
    assignable: Mapping[str, bool] = field(default_factory=dict)
    homes: tuple[TrackedIssue, ...] = ()
    unhoused: tuple[TrackedIssue, ...] = ()
    latest: WorkflowRun | None = None
    repository: str = ""
