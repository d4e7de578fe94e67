"""Carry out plans in memory alone: issues get local numbers, what would be said is only counted."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.issue import TrackedIssue
from bot.model.plan import (
    Change,
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    Plan,
    Remember,
    ReopenIssue,
)
from bot.model.preview import WouldBe
from bot.storage.storage import Storage


@dataclass(kw_only=True)
class _Life:
    """What happened to one issue so far."""

    opened_at: datetime
    closed: list[datetime] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    comments: int = 0


class Memory:
    """Remembers what plans would have changed; `first` is the number of the first issue."""

    def __init__(self, storage: Storage, repo_id: int, first: int) -> None:
        self._storage = storage
        self._repo_id = repo_id
        self._first = first
        self._lives: dict[int, _Life] = {}

    async def carry_out(self, plan: Plan, at: datetime) -> None:
        """Do every change as the bot would at that time, as far as its store goes."""
        for change in plan.changes:
            issue = self._told(change, at)
            if issue is not None:
                await self._storage.save_issue(self._repo_id, issue)

    def _told(self, change: Change, at: datetime) -> TrackedIssue | None:
        """The issue after the change; None where the change is of no issue."""
        match change:
            case OpenIssue():
                number = self._first + len(self._lives)
                self._lives[number] = _Life(opened_at=at)
                return replace(change.issue, number=number)
            case CommentIssue():
                self._lives[change.issue.number].comments += 1
                return replace(change.issue, last_comment_at=at)
            case CloseIssue():
                life = self._lives[change.issue.number]
                life.closed.append(at)
                life.comments += bool(change.news)
                return change.issue
            case ReopenIssue():
                life = self._lives[change.issue.number]
                life.reopened.append(at)
                life.comments += bool(change.news)
                return change.issue
            case EditIssue() | Remember():
                return change.issue
            case _:
                return None

    async def issues(self) -> tuple[WouldBe, ...]:
        """Every issue with its life, oldest first."""
        found = []
        for number, life in self._lives.items():
            issue = await self._storage.issue(self._repo_id, number)
            if issue is not None:
                found.append(
                    WouldBe(
                        issue=issue,
                        opened_at=life.opened_at,
                        closed=tuple(life.closed),
                        reopened=tuple(life.reopened),
                        comments=life.comments,
                    )
                )
        return tuple(found)
