"""`/gardener split`: each cause of this issue gets an issue of its own."""

from collections.abc import Callable, Sequence

from bot.commands.command import Command, Need, Order, Outcome
from bot.model.issue import TrackedIssue
from bot.model.plan import News
from bot.model.verdict import Verdict
from bot.planning.one_issue.parting import part
from bot.planning.one_issue.splitting import causes_in, left_with, taken_out

MOST = 10
"""So many new issues one command may open; the least urgent causes stay together."""


def decide(order: Order) -> Outcome:
    """Keep the first cause here; a merged issue opens again, the others get new ones."""
    issue = order.issue
    if order.args:
        return Outcome(issue=issue, wrong="It takes no further words.")
    if issue.state != "open":
        wrong = "This issue is closed; reopen it first."
        return Outcome(issue=issue, wrong=wrong, nearest="reopen")
    first, *others = causes_in(issue)
    if not others:
        return _duplicates_given_back(order)
    back = _merged_before(order, others)
    left = back.pop(issue.number, issue)
    reopened = [one for one in back.values() if not one.duplicate_of]
    homeless = [v for v in others if not any(_holds(one, v) for one in reopened)]
    leaving = sorted(homeless, key=lambda v: (v.severity, -len(v.cluster.failures)))[:MOST]
    opened = tuple(taken_out(left, cause, order.now) for cause in homeless if cause in leaving)
    kept = (first, *(v for v in homeless if v not in leaving))
    titles = [one.verdict.title for one in (*reopened, *opened)]
    return Outcome(
        issue=left_with(left, kept, opened),
        others=tuple(back.values()),
        opened=opened,
        news=((issue.number, _said(kept, titles)),),
        decision=f"split {len(titles)} of {len(others) + 1} causes off",
        reason=f"{order.by} asked for it",
    )


def _duplicates_given_back(order: Order) -> Outcome:
    """One cause is left here; what other duplicates would send goes back to them."""
    issue = order.issue
    mine = {*issue.verdict.cluster.fingerprints}
    back = _given_back(order, lambda one: not mine & {*one.fingerprints})
    left = back.pop(issue.number, issue)
    reopened = [one for one in back.values() if not one.duplicate_of]
    if not reopened:
        wrong = "All failures here have one and the same cause, so there is nothing to split."
        return Outcome(issue=issue, wrong=wrong, nearest="why")
    return Outcome(
        issue=left,
        others=tuple(back.values()),
        news=((issue.number, _said((left.verdict,), [one.verdict.title for one in reopened])),),
        decision=f"give {len(reopened)} duplicates their failures back",
        reason=f"{order.by} asked for it",
    )


def _merged_before(order: Order, leaving: Sequence[Verdict]) -> dict[int, TrackedIssue]:
    """Give the issues that were merged into this one their causes back; all that changed by it."""
    return _given_back(order, lambda one: any(_holds(one, cause) for cause in leaving))


def _given_back(
    order: Order, is_leaving: Callable[[TrackedIssue], bool]
) -> dict[int, TrackedIssue]:
    kept = {**order.around.kept, order.number: order.issue}
    changed: dict[int, TrackedIssue] = {}
    for number in order.issue.duplicates:
        one = kept.get(number)
        if one is None or one.duplicate_of != order.number:
            continue
        if is_leaving(one):
            back, others = part(one, kept, order.by, order.now)
            changed |= {i.number: i for i in (back, *others)}
            kept |= changed
    return changed


def _holds(issue: TrackedIssue, cause: Verdict) -> bool:
    return bool({*issue.fingerprints} & {*cause.cluster.fingerprints})


def _said(kept: Sequence[Verdict], titles: Sequence[str]) -> News:
    """Say what each got."""
    stays = kept[0].description if len(kept) == 1 else f"{len(kept)} causes"
    return News(what="split", detail=stays, items=tuple(titles))


COMMAND = Command(
    verb="split",
    usage="split",
    about="Give each cause of this issue an issue of its own; this one keeps the first.",
    decide=decide,
    needs=Need.NUMBERS,
)
