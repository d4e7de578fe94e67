"""The edit that makes title and labels follow a verdict, as far as people left them to the bot."""

from bot.model.issue import Field, TrackedIssue
from bot.model.plan import EditIssue


def edit_for(
    before: TrackedIssue, after: TrackedIssue, key: str, *, base_label: str = ""
) -> EditIssue:
    """Edit the issue into `after`; title and labels only where the verdict changed them.

    A title that a person wrote stays; labels stay when a person took one of ours away. What was
    handed back is written again, `base_label` too where that was the label that had gone.
    """
    old, new = before.verdict, after.verdict
    was_titled, was_labeled = before.override(Field.TITLE), before.override(Field.LABELS)
    is_free = after.override(Field.LABELS) is None
    has_moved = old.label != new.label and is_free
    added = [new.label] if has_moved or (was_labeled and is_free) else []
    if was_labeled and is_free and base_label in {was_labeled.value, was_labeled.before}:
        added.append(base_label)
    return EditIssue(
        key=key,
        issue=after,
        retitle=(old.title != new.title or was_titled is not None)
        and after.override(Field.TITLE) is None,
        remove_labels=(old.label,) if has_moved else (),
        add_labels=tuple(added),
    )
