"""`/gardener adopt`: a person's issue becomes the home of the failures it names."""

from dataclasses import replace

from bot.commands.command import Call, Command, Need, Order, Outcome
from bot.model.issue import Decision, TrackedIssue
from bot.model.plan import News
from bot.planning.course.noting import decided
from bot.planning.course.turned import closed_by
from bot.planning.linking import beside, card_of
from bot.planning.people.adoption import adopted, named_issues

_NAME_ONE = (
    "Nothing that this issue names is known to fail. Name the test as the report does, "
    "`tests/test_cart.py::test_total`, or a fingerprint."
)


def decide(order: Order) -> Outcome:
    """An issue that the bot keeps needs no adopting."""
    if order.args:
        return Outcome(issue=order.issue, wrong="It takes no further words.")
    if order.issue.is_adopted:
        return Outcome(issue=order.issue)
    return Outcome(issue=order.issue, wrong="Test Gardener keeps this issue already.")


def adopt(call: Call) -> Outcome:
    """Find what the issue names; issues of ours that hold it are closed as its duplicates."""
    here = call.around.neighbors.get(call.number)
    if call.args:
        return Outcome(wrong="It takes no further words.")
    if here is None or here.is_pull_request:
        return Outcome(wrong="Only an issue can be adopted.")
    if here.card.state != "open":
        return Outcome(wrong="This issue is closed; reopen it first.")
    text = f"{here.card.title}\n{here.card.body}"
    homes = named_issues(text, call.around.homes)
    unhoused = () if homes else call.around.unhoused
    if not homes and not unhoused:
        return Outcome(wrong=_NAME_ONE)
    issue = adopted(here.card, homes or unhoused, call.by, call.now)
    for home in homes:
        card = replace(card_of(home, "held these failures before"), state="closed")
        issue = beside(issue, card)
    said = News(what="duplicate", detail=call.by, number=call.number)
    return Outcome(
        issue=issue,
        others=tuple(_given(home, issue, call) for home in homes),
        news=tuple((home.number, said) for home in homes),
        decision="keep this issue for the failures it names",
        reason=f"{call.by} asked for it",
    )


def _given(home: TrackedIssue, to: TrackedIssue, call: Call) -> TrackedIssue:
    reason = f"{call.by} let #{to.number} be adopted"
    what = f"give its failures to #{to.number}"
    closed = closed_by(home, call.by, call.now, "duplicate") if home.state == "open" else home
    card = replace(card_of(to, "its failures go there"), title=to.overrides[-1].value)
    given = beside(replace(closed, duplicate_of=to.number), card)
    return decided(given, Decision(at=call.now, what=what, reason=reason))


COMMAND = Command(
    verb="adopt",
    usage="adopt",
    about="On a person's issue: make it the home of the failing tests it names.",
    decide=decide,
    anywhere=adopt,
    needs=Need.FAILURES,
)
