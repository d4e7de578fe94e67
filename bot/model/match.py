"""A verdict beside the issue that already tracks it, if one does."""

from dataclasses import dataclass
from typing import Literal

from bot.model.issue import Related, TrackedIssue
from bot.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`how` says why `issue` is the one ("same cause", "same tests, message 94 % alike").

    `via` is the duplicate by which it was found (0: none).
    """

    verdict: Verdict
    issue: TrackedIssue | None = None
    how: str = ""
    via: int = 0
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCard:
    """An issue as the list endpoint shows it, ours or a person's, for finding what is related.

    Pull requests are issues there as well; `state` is `merged` for those that were.
    """

    number: int
    title: str
    state: str
    state_reason: str = ""
    body: str = ""
    labels: tuple[str, ...] = ()
    author: str = ""
    kind: Literal["issue", "pull request"] = "issue"
