"""The commands of one comment become a Plan: one change an issue, one reaction, at most one reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.commands.around import Around
from bot.commands.changes import Turn, changes_of
from bot.commands.command import Call, Command, Order, Outcome
from bot.commands.parse import Parsed
from bot.commands.permission import ROLES, is_allowed
from bot.commands.registry import COMMANDS, command_named, nearest_verb
from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.job import HandleCommand
from bot.model.plan import Answer, Change, Plan, React, Reply
from bot.model.run import WorkflowRun
from bot.planning.course.noting import decided

_NOT_KEPT = (
    "This issue is not kept by Test Gardener; `/gardener adopt` makes it the home of the failing "
    "tests it names."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The plan, and the run that is to be read again once it is carried out."""

    plan: Plan
    reads_again: WorkflowRun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person, what they may do here, and what was read beforehand."""

    comment: HandleCommand
    permission: str
    config: RepoConfig
    now: datetime
    around: Around = field(default_factory=Around)

    @property
    def least(self) -> str:
        """The role that it takes."""
        return self.config.commands.allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The issues after the commands so far, what is to be answered, and what was decided."""

    turn: Turn
    answers: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    reads_again: bool = False


def decide(asker: Asker, parsed: Sequence[Parsed], issue: TrackedIssue | None) -> Ruling:
    """Carry out every command of a comment in its order; each sees what the one before it did.

    `permission` is the role of the author on the repository (none, read, triage, write, maintain,
    admin); empty when GitHub did not tell. All keys hang on the comment's id, so handling it
    twice changes nothing more. A bot's comment and a comment without commands plan nothing.
    """
    now, comment = asker.now, asker.comment
    if comment.author_is_bot or not parsed:
        return Ruling(plan=Plan(made_at=now))
    before = {**asker.around.kept, **({issue.number: issue} if issue else {})}
    state = Progress(turn=Turn(after=before))
    for order in parsed:
        state = _step(order, state, asker)
    plan = Plan(
        changes=tuple(_changes(before, state, asker)), decisions=state.decisions, made_at=now
    )
    return Ruling(plan=plan, reads_again=asker.around.latest if state.reads_again else None)


def _step(order: Parsed, state: Progress, asker: Asker) -> Progress:
    command = command_named(order.verb)
    issue = state.turn.after.get(asker.comment.issue)
    refusal = _refusal(order, command, issue, asker)
    if refusal is not None or command is None:
        return replace(state, answers=(*state.answers, *((refusal,) if refusal else ())))
    call = Call(
        number=asker.comment.issue,
        by=asker.comment.author,
        args=order.args,
        now=asker.now,
        around=replace(asker.around, kept=state.turn.after),
    )
    outcome = _outcome(command, call, issue)
    if outcome.wrong:
        answer = _answer("wrong", order, asker, outcome.wrong, outcome.nearest or command.usage)
        return replace(state, answers=(*state.answers, answer))
    if outcome.answer is not None:
        return replace(state, answers=(*state.answers, outcome.answer))
    return _after(state, outcome, asker) if outcome.decision else state


def _outcome(command: Command, call: Call, issue: TrackedIssue | None) -> Outcome:
    if issue is not None:
        order = Order(
            number=call.number,
            by=call.by,
            args=call.args,
            now=call.now,
            around=call.around,
            issue=issue,
        )
        return command.decide(order)
    assert command.anywhere is not None, "refused before"
    return command.anywhere(call)


def _after(state: Progress, outcome: Outcome, asker: Asker) -> Progress:
    """Take down what a command did."""
    decision = Decision(at=asker.now, what=outcome.decision, reason=outcome.reason)
    own = [decided(outcome.issue, decision)] if outcome.issue else []
    touched = {issue.number: issue for issue in (*own, *outcome.others)}
    turn = state.turn
    return Progress(
        turn=Turn(
            after={**turn.after, **touched},
            visible=turn.visible if outcome.is_silent else turn.visible | touched.keys(),
            opened=(*turn.opened, *outcome.opened),
            news=(*turn.news, *outcome.news),
            assign=(*turn.assign, *outcome.assign),
        ),
        answers=state.answers,
        decisions=(*state.decisions, decision),
        reads_again=state.reads_again or outcome.reads_again,
    )


def _refusal(
    order: Parsed, command: Command | None, issue: TrackedIssue | None, asker: Asker
) -> Answer | None:
    """Say why a command is not carried out, or None."""
    if order.problem:
        return _answer("wrong", order, asker, order.problem, "")
    if command is None:
        near = nearest_verb(order.verb)
        hint = near or ", ".join(c.verb for c in COMMANDS)
        return _answer("wrong", order, asker, f"There is no command {order.verb[:40]}.", hint)
    if not command.is_reading and not is_allowed(asker.permission, asker.least):
        return _answer("refused", order, asker, _too_little(asker), "")
    if command.anywhere is None and issue is None:
        return _answer("wrong", order, asker, _NOT_KEPT, "help")
    return None


def _too_little(asker: Asker) -> str:
    has = asker.permission
    if has not in ROLES:
        return "GitHub did not say which permission you have here; try again in a minute."
    return f"It takes {asker.least} permission on this repository; you have {has}."


def _answer(what: str, order: Parsed, asker: Asker, detail: str, hint: str) -> Answer:
    return Answer(
        what="refused" if what == "refused" else "wrong",
        by=asker.comment.author,
        command=order.text,
        detail=detail,
        hint=hint,
    )


def _changes(before: Mapping[int, TrackedIssue], state: Progress, asker: Asker) -> Sequence[Change]:
    comment, turn = asker.comment, state.turn
    stem, number = f"comment:{comment.comment_id}", comment.issue
    after = turn.after.get(number)
    if after is not None:
        after = replace(after, last_human_at=comment.created_at)
        turn = replace(turn, after={**turn.after, number: after})
    changes = [*changes_of(before, turn, number, stem, asker.config.issues.base_label)]
    if state.answers:
        key = f"{stem}:reply:{number}"
        changes.append(Reply(key=key, number=number, answers=state.answers, issue=after))
    is_wrong = any(a.what in ("wrong", "refused") for a in state.answers)
    react = React(
        key=f"{stem}:react:{number}",
        comment_id=comment.comment_id,
        content="confused" if is_wrong else "+1",
    )
    return (*changes, react)
