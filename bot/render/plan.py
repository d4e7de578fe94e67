"""A plan as people read it on a terminal: what would change, and why.

open    failing-test-new-p1-shop-boom
edit    #12 failing-test-regression-p1-base-agent-session-factory-failures
"""

from collections.abc import Iterator

from bot.model.plan import (
    Change,
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    Plan,
    React,
    Remember,
    ReopenIssue,
    Reply,
    WriteCheck,
)
from bot.render.phrases import short_sha
from bot.render.title import issue_title


def plan_text(plan: Plan) -> str:
    """One line a change, then what was decided and what waits."""
    lines = [_line(change) for change in plan.changes] or ["Nothing to change."]
    lines += (f"because {d.what}: {d.reason}" for d in plan.decisions)
    lines += (f"waits   {title}" for title in plan.overflow)
    return "\n".join(lines)


def _line(change: Change) -> str:
    return f"{change.op:<8}" + " ".join(_about(change))


def _about(change: Change) -> Iterator[str]:
    match change:
        case WriteCheck():
            yield f"check run on {short_sha(change.sha)}"
        case React():
            yield f"{change.content} on comment {change.comment_id}"
        case Reply():
            yield f"#{change.number}"
        case OpenIssue():
            yield issue_title(change.issue)
        case EditIssue() | CommentIssue() | CloseIssue() | ReopenIssue() | Remember():
            yield f"#{change.issue.number} {issue_title(change.issue)}"
