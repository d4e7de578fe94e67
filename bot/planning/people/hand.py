"""Take over what a person changed by hand on an issue: people win."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.issue import Decision, Field, Override, TrackedIssue
from bot.model.job import SyncIssue
from bot.model.plan import Change, CloseIssue, News, Plan, Remember
from bot.planning.course.noting import decided
from bot.planning.course.overrides import release, take
from bot.planning.course.relabel import edit_for
from bot.planning.course.turned import closed_by, opened_by
from bot.planning.one_issue.merging import merged
from bot.planning.one_issue.parting import heir_of, part
from bot.planning.people.hand_labels import labels_changed
from bot.planning.people.other_bots import shut_by_bot

_SKEW = timedelta(seconds=30)  # by which GitHub's clock and ours may differ
Step = Callable[[SyncIssue, TrackedIssue], TrackedIssue]


def take_over(
    job: SyncIssue,
    issue: TrackedIssue,
    now: datetime,
    *,
    base_label: str = "test-gardener",
    kept: Mapping[int, TrackedIssue] | None = None,
) -> Plan:
    """Plan what follows from a person's change; what a bot did is no person's word.

    Nothing is said on GitHub. Only a changed severity label makes title and labels follow, and the
    issue that got the failures of a duplicate is closed when that is opened again. `kept` are the
    issues around a duplicate, and those of its causes, by number. `job.at` is when it happened:
    what is older than the state it would change is dropped.
    """
    if job.by_bot:
        return shut_by_bot(job, issue, now)
    after, others = _after(job, issue, base_label, kept or {})
    if after == issue:
        seen = _seen(job, issue)
        change = Remember(key=f"{_stem(job)}:seen", issue=seen)
        return Plan(changes=(change,) if seen != issue else (), made_at=now)
    decision = Decision(
        at=job.at, what=f"leave {job.action} to {job.by}", reason=f"{job.by} {job.action} it"
    )
    after = _seen(job, decided(after, decision))
    rest = (_rest(job, other) for other in others)
    return Plan(changes=(*rest, _change(job, issue, after)), decisions=(decision,), made_at=now)


def _after(
    job: SyncIssue, issue: TrackedIssue, base_label: str, kept: Mapping[int, TrackedIssue]
) -> tuple[TrackedIssue, tuple[TrackedIssue, ...]]:
    if job.action in ("labeled", "unlabeled"):
        return labels_changed(job, issue, base_label), ()
    if job.action == "reopened" and issue.duplicate_of and not _is_old(job, issue):
        # Opening a duplicate says that it is none.
        back, others = part(issue, kept, job.by, job.at)
        heir = heir_of(issue, kept)
        if heir is not None:
            back, gone = merged(back, heir, job.by, job.at)
            others = (gone, *others)
        return opened_by(back, job.by, job.at), others
    step = _STEPS.get(job.action)  # a comment, a pin: somebody was there, and no more
    return (step(job, issue) if step else issue), ()


def _seen(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Note that a person did something here."""
    last = issue.last_human_at
    return replace(issue, last_human_at=max(last, job.at) if last else job.at)


def _stem(job: SyncIssue) -> str:
    return f"sync:{job.issue}:{job.action}:{job.at.isoformat()}"


def _rest(job: SyncIssue, other: TrackedIssue) -> Change:
    if other.duplicate_of != job.issue:
        return Remember(key=f"{_stem(job)}:remember:{other.number}", issue=other)
    said = News(what="merged", detail=job.by, number=job.issue)
    key = f"{_stem(job)}:close:{other.number}"
    return CloseIssue(key=key, issue=other, news=(said,), reason="duplicate")


def _change(job: SyncIssue, before: TrackedIssue, after: TrackedIssue) -> Change:
    if after.verdict.label == before.verdict.label:
        return Remember(key=f"{_stem(job)}:remember", issue=after)
    edit = edit_for(before, after, f"{_stem(job)}:edit")
    if before.verdict.label not in job.labels:
        edit = replace(edit, remove_labels=())
    if after.verdict.label in job.labels:
        edit = replace(edit, add_labels=())
    return edit


def _edited(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Keep a person's title, and a text from which they took the bot's own block."""
    after = _titled(job, issue)
    if job.lost_block is None or _is_older(job, issue, Field.TEXT):
        return after
    if job.lost_block:
        return take(after, _by(job, Field.TEXT, ""), before="")
    return release(after, Field.TEXT)


def _titled(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """An edit of the body alone leaves the title as it is and changes nothing."""
    override = issue.override(Field.TITLE)
    known = override.value if override else issue.verdict.title
    if not job.title or job.title == known or _is_older(job, issue, Field.TITLE):
        return issue
    if job.title == issue.verdict.title:
        return release(issue, Field.TITLE)
    return take(issue, _by(job, Field.TITLE, job.title), before=issue.verdict.title)


def _closed(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    if _is_old(job, issue) or (issue.state == "closed" and issue.closed_by == job.by):
        return issue
    return closed_by(issue, job.by, job.at, job.state_reason or "completed")


def _reopened(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    if issue.state == "closed" and issue.closed_at and job.at + _SKEW < issue.closed_at:
        return issue  # it was closed again since, by passes that came later
    if _is_old(job, issue) or (issue.state == "open" and issue.override(Field.STATE) is not None):
        return issue
    return opened_by(issue, job.by, job.at)


def _is_old(job: SyncIssue, issue: TrackedIssue) -> bool:
    """Whether a person turned the issue later than this: webhooks come in any order."""
    turned = issue.closed_at if issue.closed_by else None
    return _is_older(job, issue, Field.STATE) or (turned is not None and job.at < turned)


def _is_older(job: SyncIssue, issue: TrackedIssue, field: Field) -> bool:
    override = issue.override(field)
    return override is not None and job.at < override.at


def _assigned(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    return take(issue, _by(job, Field.ASSIGNEE, job.changed or job.action), before="")


def _gone(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Keep a tombstone: the number is never written to again, a new failure opens a new issue."""
    return replace(issue, state=job.action, closed_at=job.at, closed_by=job.by)


_STEPS: Mapping[str, Step] = {
    "edited": _edited,
    "closed": _closed,
    "reopened": _reopened,
    "assigned": _assigned,
    "unassigned": _assigned,
    "deleted": _gone,
    "transferred": _gone,
}


def _by(job: SyncIssue, field: Field, value: str) -> Override:
    return Override(field=field, value=value, by=job.by, at=job.at)
