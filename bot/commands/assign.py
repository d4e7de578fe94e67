"""`/gardener assign @alice`: somebody takes it on."""

from bot.commands.command import Command, Need, Order, Outcome
from bot.commands.naming import login_of
from bot.model.issue import Field, Override
from bot.planning.course.overrides import take


def decide(order: Order) -> Outcome:
    """Assign whom GitHub can assign, beside those who are assigned already."""
    issue = order.issue
    login = login_of(order.args[0]) if len(order.args) == 1 else ""
    if not login:
        return Outcome(issue=issue, wrong="It takes the login of one person.")
    if not order.around.assignable.get(login.lower(), False):
        wrong = (
            f"GitHub cannot assign {login} here: it takes a person with access to the repository."
        )
        return Outcome(issue=issue, wrong=wrong)
    mine = Override(field=Field.ASSIGNEE, value=login, by=order.by, at=order.now)
    return Outcome(
        issue=take(issue, mine, before=""),
        assign=(login,),
        decision=f"assigned {login}",
        reason=f"{order.by} asked for it",
    )


COMMAND = Command(
    verb="assign",
    usage="assign @user",
    about="Assign somebody.",
    decide=decide,
    needs=Need.PEOPLE,
)
