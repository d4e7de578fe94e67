"""`/gardener why`: fingerprint, evidence, severity's sentence and the last decisions."""

from bot.commands.command import Command, Order, Outcome
from bot.model.plan import Answer


def decide(order: Order) -> Outcome:
    """Answer from what is stored of the issue; the sentences are the renderer's."""
    if order.args:
        return Outcome(issue=order.issue, wrong="It takes no further words.")
    answer = Answer(what="why", by=order.by, command="why")
    return Outcome(issue=order.issue, answer=answer)


COMMAND = Command(
    verb="why",
    usage="why",
    about="Show the fingerprint, the evidence, the reasons and the last decisions.",
    decide=decide,
    is_reading=True,
)
