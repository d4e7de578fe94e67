"""`/gardener merge #7`: one of the two issues holds both causes, exactly one stays open."""

from bot.commands.command import Command, Need, Order, Outcome
from bot.commands.naming import find_kept, named
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import News
from bot.planning.course.noting import decided
from bot.planning.one_issue.duplicates import canonical, why_no_duplicate
from bot.planning.one_issue.merging import merged


def decide(order: Order) -> Outcome:
    """A person's issue stays before one of ours, an open one before a closed one, then the older."""
    issue = order.issue
    number, wrong = named(order)
    other, problem = find_kept(number, order.around) if number else (None, wrong)
    if other is None:
        return Outcome(issue=issue, wrong=problem)
    kept = {**order.around.kept, issue.number: issue}
    mine, theirs = canonical(issue, kept), canonical(other, kept)
    if mine is not None and theirs is not None and mine.number == theirs.number:
        return Outcome(issue=issue)
    if wrong := _why_not(issue, other):
        return Outcome(issue=issue, wrong=wrong)
    stays, goes = sorted((issue, other), key=_rank)
    if wrong := why_no_duplicate(goes, stays, kept):
        return Outcome(issue=issue, wrong=wrong)
    return put_together(order, stays, goes)


def _why_not(issue: TrackedIssue, other: TrackedIssue) -> str:
    for one in (issue, other):
        if one.duplicate_of:
            return f"#{one.number} is a duplicate; merge with #{one.duplicate_of} instead."
    if issue.state != "open" and other.state != "open":
        return "Both issues are closed, so there is nothing to keep together."
    return ""


def _rank(issue: TrackedIssue) -> tuple[bool, bool, int]:
    return not issue.is_adopted, issue.state != "open", issue.number


def put_together(order: Order, stays: TrackedIssue, goes: TrackedIssue) -> Outcome:
    """Let `stays` hold the causes of both and stand open; `goes` becomes its duplicate."""
    by, now = order.by, order.now
    reason = f"{by} merged them"
    whole, gone = merged(stays, goes, by, now)
    said = News(what="merged", detail=by, number=stays.number)
    took = Decision(at=now, what=f"hold the causes of #{goes.number} as well", reason=reason)
    went = Decision(at=now, what=f"give its causes to #{stays.number}", reason=reason)
    is_here = stays.number == order.number
    own, far = (whole, decided(gone, went)) if is_here else (gone, decided(whole, took))
    return Outcome(
        issue=own,
        others=(far,),
        news=((goes.number, said),),
        decision=(took if is_here else went).what,
        reason=reason,
    )


COMMAND = Command(
    verb="merge",
    usage="merge #N",
    about="Put both causes into one issue, the older open one; the other is closed.",
    decide=decide,
    needs=Need.NUMBERS,
)
