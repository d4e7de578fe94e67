"""Where an issue stands: closed, muted, on its way to closing, and what people set by hand."""

from bot.model.issue import LegProgress, TrackedIssue
from bot.render.escape import Markdown, code_span, inline
from bot.render.flaky import closes
from bot.render.phrases import and_list, code_list, count, when
from bot.triage.flakiness import closes_by_silence

LEGS = 6


def state(issue: TrackedIssue) -> str:
    """A line above everything when the issue is closed or muted, else nothing."""
    lines = []
    if issue.state == "closed":
        by = f" by {code_span(issue.closed_by)}" if issue.closed_by else ""
        at = f" on {when(issue.closed_at)}" if issue.closed_at else ""
        why = f" as {inline(issue.state_reason.replace('_', ' '))}" if issue.state_reason else ""
        lines.append(f"Closed{at}{why}{by}.")
    if issue.duplicate_of:
        lines.append(f"Its failures go to #{issue.duplicate_of}.")
    if issue.muted_until is not None:
        by = f" by {code_span(issue.muted_by)}" if issue.muted_by else ""
        lines.append(f"Muted until {when(issue.muted_until)}{by}.")
    return "**" + " ".join(lines) + "**" if lines else ""


def closing(issue: TrackedIssue) -> str:
    """How far each leg is: passing in 1 of 2 jobs, and what is still to come."""
    if issue.state == "closed" or not issue.progress:
        return ""
    if issue.is_kept:
        return _by_hand(issue)
    if closes_by_silence(issue):
        return closes(issue)
    needed = max((leg.needed for leg in issue.progress), default=0)
    if not needed:
        return f"when it keeps passing in {code_list([p.leg for p in issue.progress], LEGS)}."
    if len(issue.progress) == 1:
        leg = issue.progress[0]
        return f"after {count(leg.needed, 'pass', 'passes')} in a row in {code_span(leg.leg)}: {_done(leg)} so far."
    passing = sum(leg.passes > 0 for leg in issue.progress)
    open_legs = sorted(issue.progress, key=lambda leg: (leg.passes, leg.leg))
    parts = [f"{code_span(leg.leg)} {_done(leg)}" for leg in open_legs[:LEGS]]
    hidden = len(open_legs) - LEGS
    parts += [count(hidden, "more job")] if hidden > 0 else []
    return (
        f"after {count(needed, 'pass', 'passes')} in a row in each of {len(issue.progress)} jobs. "
        f"Passing in {passing} of {len(issue.progress)}: {and_list(parts)}."
    )


def people(issue: TrackedIssue) -> Markdown:
    """What people took over, by whom."""
    parts = [
        f"{o.field} {code_span(o.value, 80)} by {code_span(o.by, 80)}"
        if o.value
        else f"{o.field} by {code_span(o.by, 80)}"
        for o in issue.overrides
    ]
    if not parts:
        return Markdown("")
    return Markdown(f"{and_list(parts)}; `/gardener reclassify auto` hands it back.")


def _by_hand(issue: TrackedIssue) -> str:
    """Only people close it: tell them how far it is, and when it is time."""
    slowest = min(issue.progress, key=lambda leg: leg.passes - leg.needed)
    far = f"passed {_done(slowest)}" if slowest.needed else "not passed yet"
    if 0 < slowest.needed <= slowest.passes:
        return f"{far}: close it when you agree."
    keeper = f", kept by {code_span(issue.kept_by, 80)}" if issue.kept_by else ""
    return f"by hand{keeper}; {far} so far."


def _done(leg: LegProgress) -> str:
    absent = sum(len(one.tests) for one in leg.absent)
    since = min((one.since.at for one in leg.absent), default=None)
    gone = f" ({count(absent, 'test')} not seen since {when(since)})" if since else ""
    return f"{leg.passes:,} of {leg.needed:,}{gone}"
