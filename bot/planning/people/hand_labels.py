"""What a person says with a label: another class, "keep this open", or "leave my labels alone"."""

import re
from dataclasses import replace

from bot.model.issue import Field, Override, TrackedIssue
from bot.model.job import SyncIssue
from bot.model.names import Kind, Origin, Severity
from bot.planning.course.overrides import release, take

KEEP = frozenset(
    {
        "keep",
        "keep open",
        "never close",
        "do not close",
        "pinned",
        "gardener: keep",
        "gardener keep",
    }
)
"""Labels, with spaces for hyphens, that keep the bot from closing the issue."""

_LABEL = re.compile(
    rf"({'|'.join(Kind)})-test-({'|'.join(Origin)})-({'|'.join(Severity)})", re.ASCII
)


def labels_changed(job: SyncIssue, issue: TrackedIssue, base_label: str) -> TrackedIssue:
    """Read a severity label as a reclassification; take the loss of one of ours as a wish."""
    issue = _kept(job, issue)
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


def _kept(job: SyncIssue, issue: TrackedIssue) -> TrackedIssue:
    """Keep the issue open while a label says so; an adopted issue is kept anyway."""
    if issue.is_adopted or not _is_keeping(job.changed):
        return issue
    is_kept = any(_is_keeping(name) for name in job.labels)
    return replace(issue, kept_by=(issue.kept_by or job.by) if is_kept else "")


def _is_keeping(label: str) -> bool:
    return " ".join(re.split(r"[\s_-]+", label.strip().lower())) in KEEP


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
