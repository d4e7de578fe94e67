"""Take over what a person changed by hand on an issue: people win."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.issue import Decision, Field, Override, TrackedIssue
from bot.model.job import SyncIssue
from bot.model.names import Kind, Origin, Severity
from bot.model.plan import Change, Plan, Remember
from bot.planning.noting import decided
from bot.planning.overrides import release, take
from bot.planning.relabel import edit_for

_LABEL = re.compile(
    rf"({'|'.join(Kind)})-test-({'|'.join(Origin)})-({'|'.join(Severity)})", re.ASCII
)

Step = Callable[[SyncIssue, TrackedIssue], TrackedIssue]


def take_over(
    job: SyncIssue, issue: TrackedIssue, now: datetime, *, base_label: str = "test-gardener"
) -> Plan:
    """Plan what follows from a person's change; what a bot did is no person's word.

    Nothing is said on GitHub. Only a changed severity label makes title and labels follow.
    `job.at` is when it happened: what is older than the state it would change is dropped.
    """
    if job.by_bot:
        return Plan(made_at=now)
    if job.action in ("labeled", "unlabeled"):
        after = _labels(job, issue, base_label)
    else:
        step = _STEPS.get(job.action)
        after = step(job, issue) if step else issue
    if after == issue:
        return Plan(made_at=now)
    decision = Decision(
        at=job.at, what=f"leave {job.action} to {job.by}", reason=f"{job.by} {job.action} it"
    )
    after = decided(after, decision)
    return Plan(changes=(_change(job, issue, after),), decisions=(decision,), made_at=now)


def _change(job: SyncIssue, before: TrackedIssue, after: TrackedIssue) -> Change:
    stem = f"sync:{job.issue}:{job.action}:{job.at.isoformat()}"
    if after.verdict.label == before.verdict.label:
        return Remember(key=f"{stem}:remember", issue=after)
    edit = edit_for(before, after, f"{stem}:edit")
    if before.verdict.label not in job.labels:
        edit = replace(edit, remove_labels=())
    if after.verdict.label in job.labels:
        edit = replace(edit, add_labels=())
    return edit


def _titled(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Keep a person's title. An edit of the body leaves the title as it is and changes nothing."""
    override = issue.override(Field.TITLE)
    if not job.title or job.title == (override.value if override else issue.verdict.title):
        return issue
    if job.title == issue.verdict.title:
        return release(issue, Field.TITLE)
    return take(issue, _by(job, Field.TITLE, job.title), before=issue.verdict.title)


def _closed(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Close as the person did: not planned and duplicate stay closed, completed may come back."""
    if issue.state == "closed" and issue.closed_by == job.by:
        return issue
    closed = replace(
        issue,
        state="closed",
        state_reason=job.state_reason or "completed",
        closed_at=job.at,
        closed_by=job.by,
        close_evidence=None,
    )
    if closed.state_reason in ("not_planned", "duplicate"):
        return take(closed, _by(job, Field.STATE, "closed"), before="open")
    return release(closed, Field.STATE)


def _reopened(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Open as the person did; every leg starts over, and closing is theirs from now on."""
    if issue.state == "open" and issue.override(Field.STATE) is not None:
        return issue
    opened = replace(
        issue,
        state="open",
        state_reason="reopened",
        closed_at=None,
        closed_by="",
        close_evidence=None,
        progress=tuple(replace(leg, passes=0, green=()) for leg in issue.progress),
        reopened=issue.reopened + 1,
    )
    return take(opened, _by(job, Field.STATE, "open"), before="closed")


def _assigned(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    return take(issue, _by(job, Field.ASSIGNEE, job.changed or job.action), before="")


def _gone(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Keep a tombstone: the number is never written to again, a new failure opens a new issue."""
    return replace(issue, state=job.action, closed_at=job.at, closed_by=job.by)


_STEPS: Mapping[str, Step] = {
    "edited": _titled,
    "closed": _closed,
    "reopened": _reopened,
    "assigned": _assigned,
    "unassigned": _assigned,
    "deleted": _gone,
    "transferred": _gone,
}


def _labels(job: SyncIssue, issue: TrackedIssue, base_label: str) -> TrackedIssue:
    """Read a severity label as a reclassification; take the loss of one of ours as a wish."""
    own = issue.verdict.label
    others = [name for name in job.labels if name != own and _LABEL.fullmatch(name)]
    if job.action == "labeled":
        chosen = job.changed if job.changed in others else (others[0] if len(others) == 1 else "")
        if chosen:
            return _reclassified(job, issue, chosen)
        return _given_back(job, issue)
    gone = job.changed or next((n for n in (own, base_label) if n not in job.labels), "")
    if gone not in (own, base_label) or gone in job.labels:
        return issue
    return take(issue, _by(job, Field.LABELS, gone), before=gone)


def _given_back(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    override = issue.override(Field.LABELS)
    if override is None or override.value not in job.labels:
        return issue
    return release(issue, Field.LABELS)


def _reclassified(job: SyncIssue, issue: TrackedIssue, label: str) -> TrackedIssue:
    match = _LABEL.fullmatch(label)
    assert match is not None
    old = issue.verdict
    kind, origin, severity = Kind(match[1]), Origin(match[2]), Severity(match[3])
    reason = f"{severity.upper()} because {job.by} set the label {label}."
    verdict = replace(old, kind=kind, origin=origin, severity=severity)
    if severity is not old.severity:
        verdict = replace(verdict, severity_reason=reason)
        issue = take(
            issue,
            _by(job, Field.SEVERITY, severity),
            before=old.severity,
            before_reason=old.severity_reason,
        )
    if origin is not old.origin:
        verdict = replace(verdict, origin_reason=f"{job.by} set the label {label}.")
        issue = take(
            issue,
            _by(job, Field.ORIGIN, origin),
            before=old.origin,
            before_reason=old.origin_reason,
        )
    return release(replace(issue, verdict=verdict, rising=None), Field.LABELS)


def _by(job: SyncIssue, field: Field, value: str) -> Override:
    return Override(field=field, value=str(value), by=job.by, at=job.at)
