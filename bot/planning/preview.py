"""What a run would change while the config says `mode: preview`: computed, told, not done."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.issue import TrackedIssue
from bot.model.plan import CloseIssue, CommentIssue, ReopenIssue
from bot.planning.standing import Standing

# The most telling first. "passed" leads where nothing fails any more, as in the live worklog.
_WORDS: tuple[tuple[type, str], ...] = (
    (CloseIssue, "passed, would close (preview)"),
    (ReopenIssue, "would reopen (preview)"),
    (CommentIssue, "would comment (preview)"),
)


def only_told(standing: Standing, before: Mapping[int, TrackedIssue]) -> Standing:
    """The same standing with nothing done; `before` are the issues by number as they are."""
    issue = standing.issue
    if issue is None:
        return standing
    if not issue.number:
        why = f"would open: {standing.verdict.title} (preview)"
        return replace(standing, issue=None, changes=(), not_opened=why)
    kinds = {type(change) for change in standing.changes}
    said = next((word for kind, word in _WORDS if kind in kinds), "known")
    return replace(standing, issue=before.get(issue.number, issue), changes=(), progress=said)
