"""`/gardener duplicate #7`: this issue's failures go to #7 from now on."""

from dataclasses import replace

from bot.commands.command import Command, Need, Order, Outcome
from bot.commands.naming import find_kept, named
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import News
from bot.planning.course.noting import decided
from bot.planning.course.turned import closed_by
from bot.planning.linking import beside, card_of
from bot.planning.one_issue.duplicates import why_no_duplicate


def decide(order: Order) -> Outcome:
    """Close it as a duplicate; the other issue stays as it is until such a failure comes."""
    number, wrong = named(order)
    other, problem = find_kept(number, order.around) if number else (None, wrong)
    if other is None:
        return Outcome(issue=order.issue, wrong=problem)
    issue = order.issue
    if issue.duplicate_of == number:
        return Outcome(issue=issue)
    if issue.duplicate_of:
        wrong = f"This is a duplicate of #{issue.duplicate_of} already; take that back first."
        return Outcome(issue=issue, wrong=wrong, nearest="unduplicate")
    kept = {**order.around.kept, issue.number: issue}
    if wrong := why_no_duplicate(issue, other, kept):
        return Outcome(issue=issue, wrong=wrong)
    what = f"send its failures to #{number}"
    news = News(what="duplicate", detail=order.by, number=number)
    return Outcome(
        issue=_sent(issue, other, order),
        others=(_received(other, issue, order),),
        news=((issue.number, news),),
        decision=what,
        reason=f"{order.by} called it a duplicate",
    )


def _sent(issue: TrackedIssue, other: TrackedIssue, order: Order) -> TrackedIssue:
    """What was closed before stays closed as it was."""
    if issue.state == "open":
        issue = closed_by(issue, order.by, order.now, "duplicate")
    sent = replace(issue, duplicate_of=other.number)
    return beside(sent, card_of(other, f"its failures go there, says {order.by}"))


def _received(other: TrackedIssue, issue: TrackedIssue, order: Order) -> TrackedIssue:
    numbers = tuple(dict.fromkeys((*other.duplicates, issue.number)))
    card = replace(card_of(issue, f"duplicate of this issue, says {order.by}"), state="closed")
    reason = f"{order.by} called it a duplicate"
    decision = Decision(at=order.now, what=f"take the failures of #{issue.number}", reason=reason)
    return decided(beside(replace(other, duplicates=numbers), card), decision)


COMMAND = Command(
    verb="duplicate",
    usage="duplicate #N",
    about="Close this as a duplicate; its failures go to #N from now on.",
    decide=decide,
    needs=Need.NUMBERS,
)
