"""An issue that a person closed or opened, by a click or by a command."""

from dataclasses import replace
from datetime import datetime

from bot.model.issue import Field, Override, TrackedIssue
from bot.planning.overrides import release, take


def closed_by(
    issue: TrackedIssue, who: str, at: datetime, reason: str = "completed"
) -> TrackedIssue:
    """Close as the person did: not planned and duplicate stay closed, completed may come back."""
    closed = replace(
        issue,
        state="closed",
        state_reason=reason,
        closed_at=at,
        closed_by=who,
        close_evidence=None,
        closing_commit=None,
    )
    if reason in ("not_planned", "duplicate"):
        mine = Override(field=Field.STATE, value="closed", by=who, at=at)
        return take(closed, mine, before="open")
    return release(closed, Field.STATE)


def opened_by(issue: TrackedIssue, who: str, at: datetime) -> TrackedIssue:
    """Open as the person did; every leg starts over, and closing is theirs from now on."""
    mine = Override(field=Field.STATE, value="open", by=who, at=at)
    return take(open_again(issue), mine, before="closed")


def open_again(issue: TrackedIssue) -> TrackedIssue:
    """Open it as if nothing had passed yet."""
    return replace(
        issue,
        state="open",
        state_reason="reopened",
        closed_at=None,
        closed_by="",
        close_evidence=None,
        closing_commit=None,
        progress=tuple(replace(leg, passes=0, green=()) for leg in issue.progress),
        reopened=issue.reopened + 1,
    )
