"""Two issues of one cause become one: it holds the causes of both, the other is its duplicate."""

from dataclasses import replace
from datetime import datetime

from bot.model.issue import Field, TrackedIssue
from bot.planning.course.overrides import release
from bot.planning.course.turned import closed_by, open_again
from bot.planning.linking import beside, card_of
from bot.planning.one_issue.joining import joined


def merged(
    stays: TrackedIssue, goes: TrackedIssue, by: str, now: datetime
) -> tuple[TrackedIssue, TrackedIssue]:
    """Give `stays`, open and with the causes of both, and `goes`, closed as its duplicate."""
    whole = joined(stays, goes)
    numbers = tuple(dict.fromkeys((*whole.duplicates, goes.number)))
    card = replace(card_of(goes, f"merged into this issue by {by}"), state="closed")
    whole = beside(replace(whole, duplicates=numbers), card)
    if stays.state == "closed":
        whole = open_again(release(whole, Field.STATE))
    gone = closed_by(goes, by, now, "duplicate") if goes.state == "open" else goes
    gone = replace(gone, duplicate_of=stays.number)
    return whole, beside(gone, card_of(stays, f"{by} merged this into it"))
