"""The edit that makes title and labels follow a verdict, as far as people left them to the bot."""

from bot.model.issue import Field, TrackedIssue
from bot.model.plan import EditIssue


def edit_for(before: TrackedIssue, after: TrackedIssue, key: str) -> EditIssue:
    """Edit the issue into `after`; title and labels only where the verdict changed them.

    A title that a person wrote stays; labels stay when a person took one of ours away.
    """
    old, new = before.verdict, after.verdict
    has_moved = old.label != new.label and after.override(Field.LABELS) is None
    return EditIssue(
        key=key,
        issue=after,
        retitle=old.title != new.title and after.override(Field.TITLE) is None,
        remove_labels=(old.label,) if has_moved else (),
        add_labels=(new.label,) if has_moved else (),
    )
