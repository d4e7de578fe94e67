"""`/gardener rescan`: read the latest run again."""

from bot.commands.command import Command, Need, Order, Outcome


def decide(order: Order) -> Outcome:
    """The run is read after the other commands of the comment are done."""
    issue = order.issue
    if order.args:
        return Outcome(issue=issue, wrong="It takes no further words.")
    run = order.around.latest
    if run is None:
        wrong = "There is no finished run of this workflow on this branch in the last 90 days."
        return Outcome(issue=issue, wrong=wrong)
    return Outcome(
        issue=issue,
        decision=f"read run {run.number} again",
        reason=f"{order.by} asked for it",
        is_silent=True,
        reads_again=True,
    )


COMMAND = Command(
    verb="rescan",
    usage="rescan",
    about="Read the latest run of this issue's workflow and branch again.",
    decide=decide,
    needs=Need.RUN,
)
