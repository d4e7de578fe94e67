"""In preview nothing changes, and what would change is said."""

import pytest

from bot.model.plan import Change, CloseIssue, CommentIssue, EditIssue, OpenIssue, ReopenIssue
from bot.planning.preview import only_told
from bot.planning.standing import Standing
from tests.build import issue, verdict

AFTER = issue(12, owners=("@alice",))
BEFORE = issue(12)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((EditIssue(key="e", issue=AFTER),), "known"),
        (
            (EditIssue(key="e", issue=AFTER), CommentIssue(key="c", issue=AFTER, news=())),
            "would comment (preview)",
        ),
        ((CloseIssue(key="x", issue=AFTER),), "passed, would close (preview)"),
        ((ReopenIssue(key="r", issue=AFTER),), "would reopen (preview)"),
    ],
    ids=["edited", "edited and commented", "closed", "reopened"],
)
def test_issue_that_exists_stays_as_it_is(changes: tuple[Change, ...], said: str) -> None:
    told = only_told(Standing(verdict=verdict(), issue=AFTER, changes=changes), {12: BEFORE})
    assert (told.changes, told.progress, told.issue) == ((), said, BEFORE)


def test_new_issue_is_none_and_its_title_is_told() -> None:
    new = issue(0)
    opening = OpenIssue(key="o", issue=new)
    told = only_told(Standing(verdict=verdict(), issue=new, changes=(opening,)), {})
    assert (told.issue, told.changes) == (None, ())
    assert told.not_opened == f"would open: {verdict().title} (preview)"


def test_cause_without_an_issue_keeps_its_reason() -> None:
    held = Standing(verdict=verdict(), not_opened="waits since 2025-09-14")
    assert only_told(held, {}) is held
