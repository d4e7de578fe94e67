"""What the commands of a comment change on GitHub: one change an issue, in an order that is safe.

| first    | what closes, so that its causes are free for another home |
| then     | edits and what is only remembered                         |
| then     | what opens again, and new issues                          |
| last     | comments                                                  |
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.model.issue import TrackedIssue
from bot.model.plan import (
    Change,
    CloseIssue,
    CommentIssue,
    EditIssue,
    News,
    OpenIssue,
    Remember,
    ReopenIssue,
)
from bot.planning.course.relabel import edit_for

_Reason = Literal["completed", "not_planned", "duplicate"]
_REASONS: Mapping[str, _Reason] = {"not_planned": "not_planned", "duplicate": "duplicate"}
_ORDER: tuple[type, ...] = (CloseIssue, EditIssue, Remember, ReopenIssue, OpenIssue, CommentIssue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """All that the commands did: `after` by number, and of these `visible` also on GitHub."""

    after: Mapping[int, TrackedIssue]
    visible: frozenset[int] = frozenset()
    opened: tuple[TrackedIssue, ...] = ()
    news: tuple[tuple[int, News], ...] = ()
    assign: tuple[str, ...] = ()


def changes_of(
    before: Mapping[int, TrackedIssue], turn: Turn, number: int, stem: str, base_label: str
) -> Sequence[Change]:
    """Compare before and after; `number` is the issue on which the comment stands."""
    found: list[Change] = []
    for touched, issue in turn.after.items():
        assign = turn.assign if touched == number else ()
        if issue == before.get(touched) and not assign:
            continue
        if touched not in turn.visible:
            found.append(Remember(key=f"{stem}:remember:{touched}", issue=issue))
            continue
        said = tuple(news for to, news in turn.news if to == touched)
        found += _changes(before.get(touched), issue, _Way(stem, base_label, assign, said))
    for issue in turn.opened:
        key = f"{stem}:open:{issue.fingerprints[0]}"
        found.append(OpenIssue(key=key, issue=issue))
    return sorted(found, key=lambda change: _ORDER.index(type(change)))


@dataclass(frozen=True, slots=True)
class _Way:
    stem: str
    base_label: str
    assign: tuple[str, ...]
    news: tuple[News, ...]


def _changes(before: TrackedIssue | None, after: TrackedIssue, way: _Way) -> Iterator[Change]:
    key = f"{way.stem}:edit:{after.number}"
    if before is None:
        labels = (way.base_label, after.verdict.label)
        yield EditIssue(key=key, issue=after, add_labels=labels, add_assignees=way.assign)
        return
    edit = replace(
        edit_for(before, after, key, base_label=way.base_label), add_assignees=way.assign
    )
    is_turned = before.state != after.state
    if not is_turned or edit != EditIssue(key=key, issue=after):
        yield edit
    if not is_turned:
        # What a later command took back is not said.
        split = tuple(news for news in way.news if news.what == "split")
        if split:
            key = f"{way.stem}:comment:{after.number}"
            yield CommentIssue(key=key, issue=after, news=split)
    elif after.state == "closed":
        reason = _REASONS.get(after.state_reason, "completed")
        key = f"{way.stem}:close:{after.number}"
        yield CloseIssue(key=key, issue=after, news=way.news, reason=reason)
    else:
        yield ReopenIssue(key=f"{way.stem}:reopen:{after.number}", issue=after)
