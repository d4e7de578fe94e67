"""An issue that was closed or opened by a person, or goes on under another number."""

from dataclasses import replace
from datetime import datetime

from bot.model.issue import Field, Override, TrackedIssue
from bot.planning.course.overrides import release, take


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


# What a person said of the cause goes along; what they did to the old issue's page does not.
_CARRIED = (Field.SEVERITY, Field.ORIGIN)


def under_another_number(issue: TrackedIssue, number: int, at: datetime) -> TrackedIssue:
    """All that is known of the causes, on a page of its own: open, and nothing said there yet.

    `number` is 0 for an issue that is still to be opened.
    """
    return replace(
        issue,
        number=number,
        state="open",
        state_reason="",
        opened_at=at,
        closed_at=None,
        closed_by="",
        close_evidence=None,
        closing_commit=None,
        closing_told_at=None,
        reopening_told_at=None,
        overrides=tuple(o for o in issue.overrides if o.field in _CARRIED),
        related=tuple(r for r in issue.related if r.number != number),
        last_comment_at=None,
        unsaid=(),
        reopened=0,
        duplicate_of=0,
        is_adopted=False,
        kept_by="",
    )


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
