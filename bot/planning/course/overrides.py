"""Fields that a person took over from the bot, and their handing back."""

from dataclasses import replace

from bot.model.issue import Field, Override, TrackedIssue
from bot.model.names import Origin, Severity


def take(
    issue: TrackedIssue, override: Override, *, before: str, before_reason: str = ""
) -> TrackedIssue:
    """Give a field to a person; what the bot had there first is kept for the handing back."""
    old = issue.override(override.field)
    if old is not None:
        before, before_reason = old.before, old.before_reason
    return issue.with_override(replace(override, before=str(before), before_reason=before_reason))


def release(issue: TrackedIssue, field: Field) -> TrackedIssue:
    """Forget that a person took `field`, leaving its value as it is."""
    return replace(issue, overrides=tuple(o for o in issue.overrides if o.field is not field))


def hand_back(issue: TrackedIssue) -> TrackedIssue:
    """Give every field back to the bot, with the severity and origin it had found itself.

    What a person closed for good may come back then. A duplicate stays one: `unduplicate` undoes it.
    """
    verdict = issue.verdict
    severity, origin = issue.override(Field.SEVERITY), issue.override(Field.ORIGIN)
    if severity is not None and severity.before in set(Severity):
        verdict = replace(
            verdict, severity=Severity(severity.before), severity_reason=severity.before_reason
        )
    if origin is not None and origin.before in set(Origin):
        verdict = replace(verdict, origin=Origin(origin.before), origin_reason=origin.before_reason)
    free = replace(issue, verdict=verdict, overrides=_lasting(issue), rising=None, falling=None)
    if issue.state == "closed" and issue.override(Field.STATE) and not issue.duplicate_of:
        return replace(free, state_reason="completed")
    return free


def _lasting(issue: TrackedIssue) -> tuple[Override, ...]:
    """The title of an adopted issue is its author's for good."""
    return tuple(o for o in issue.overrides if issue.is_adopted and o.field is Field.TITLE)
