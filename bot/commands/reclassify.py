"""`/gardener reclassify p0`: a person decides severity or origin, or hands both back."""

import difflib
from dataclasses import replace

from bot.commands.command import Command, Order, Outcome
from bot.model.issue import Field, Override, TrackedIssue
from bot.model.names import Origin, Severity
from bot.planning.course.overrides import hand_back, release, take

_ORIGINS = (Origin.FLAKY, Origin.REGRESSION, Origin.INFRASTRUCTURE)
_WORDS = (*Severity, *_ORIGINS, "auto")


def decide(order: Order) -> Outcome:
    """Set what the person says, or give back everything that people set here."""
    word = order.args[0].lower() if len(order.args) == 1 else ""
    if word in set(Severity):
        return _severity(order, Severity(word))
    if word in _ORIGINS:
        return _origin(order, Origin(word))
    if word == "auto":
        return _auto(order)
    if len(order.args) != 1:
        return Outcome(issue=order.issue, wrong="It takes exactly one word.")
    near = difflib.get_close_matches(word[:40], [str(w) for w in _WORDS], n=1, cutoff=0.6)
    wrong = f"{order.args[0]} is neither a severity nor an origin."
    return Outcome(issue=order.issue, wrong=wrong, nearest=f"reclassify {near[0]}" if near else "")


def _severity(order: Order, severity: Severity) -> Outcome:
    old = order.issue.verdict
    override = Override(field=Field.SEVERITY, value=severity, by=order.by, at=order.now)
    issue = take(
        _with_labels(order.issue), override, before=old.severity, before_reason=old.severity_reason
    )
    reason = f"{severity.upper()} because {order.by} said so."
    verdict = replace(old, severity=severity, severity_reason=reason)
    return Outcome(
        issue=replace(issue, verdict=verdict, rising=None),
        decision=f"severity is {severity}",
        reason=f"{order.by} reclassified it",
    )


def _origin(order: Order, origin: Origin) -> Outcome:
    old = order.issue.verdict
    override = Override(field=Field.ORIGIN, value=origin, by=order.by, at=order.now)
    issue = take(
        _with_labels(order.issue), override, before=old.origin, before_reason=old.origin_reason
    )
    verdict = replace(old, origin=origin, origin_reason=f"{order.by} said so.")
    return Outcome(
        issue=replace(issue, verdict=verdict),
        decision=f"origin is {origin}",
        reason=f"{order.by} reclassified it",
    )


def _auto(order: Order) -> Outcome:
    return Outcome(
        issue=hand_back(order.issue),
        decision="all fields are the bot's again",
        reason=f"{order.by} handed them back",
    )


def _with_labels(issue: TrackedIssue) -> TrackedIssue:
    """Asking for another class is asking for its label, also where one was taken away."""
    return release(issue, Field.LABELS)


COMMAND = Command(
    verb="reclassify",
    usage="reclassify p0|p1|p2|p3 | flaky|regression|infrastructure | auto",
    about="Set severity or origin yourself; auto hands back everything that people set here.",
    decide=decide,
)
