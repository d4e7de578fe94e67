"""An issue stops being a duplicate: its causes leave the issue that took them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.issue import Decision, Field, TrackedIssue
from bot.planning.course.noting import decided
from bot.planning.course.overrides import release
from bot.planning.course.turned import open_again
from bot.planning.linking import apart_from
from bot.planning.one_issue.duplicates import canonical, family
from bot.planning.one_issue.joining import without


def heir_of(issue: TrackedIssue, kept: Mapping[int, TrackedIssue]) -> TrackedIssue | None:
    """Find the open issue that got the failures of a duplicate after its canonical one was gone."""
    if not issue.duplicate_of or canonical(issue, kept) is not None:
        return None
    mine = {*issue.fingerprints}
    open_ones = (i for i in kept.values() if i.state == "open" and not i.duplicate_of)
    return next(
        (i for i in open_ones if i.number != issue.number and mine & {*i.fingerprints}), None
    )


def part(
    issue: TrackedIssue, kept: Mapping[int, TrackedIssue], by: str, now: datetime
) -> tuple[TrackedIssue, tuple[TrackedIssue, ...]]:
    """Give the issue as it is afterwards, and the others that changed.

    It opens again when the issue that has its failures is open: then they may still be there.
    When that one was closed because it passed, so did this.
    """
    home = canonical(issue, kept)
    target = kept.get(issue.duplicate_of)
    back = release(apart_from(issue, issue.duplicate_of), Field.STATE)
    if issue.state == "closed" and issue.state_reason == "duplicate":
        if home is None or home.number == issue.number or home.state == "open":
            back = replace(open_again(back), reopened=issue.reopened)
        else:
            back = replace(
                back,
                state_reason="completed",
                closed_at=home.closed_at,
                close_evidence=home.close_evidence,
            )
    changed: dict[int, TrackedIssue] = {}
    if target is not None:
        changed[target.number] = apart_from(target, issue.number)
    if home is not None and home.number != issue.number:
        rest = changed.get(home.number, home)
        changed[home.number] = without(rest, family(issue, kept))
    what = f"give the failures of #{issue.number} back"
    decision = Decision(at=now, what=what, reason=f"{by} says that it is no duplicate")
    return back, tuple(decided(one, decision) for one in changed.values())
