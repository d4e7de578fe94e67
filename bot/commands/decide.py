"""The commands of one comment become a Plan: one edit, one reaction, at most one reply."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.command import Command, Order, Outcome
from bot.commands.help import commands_text
from bot.commands.parse import Parsed
from bot.commands.permission import ROLES, is_allowed
from bot.commands.registry import COMMANDS, command_named, nearest_verb
from bot.model.config import RepoConfig
from bot.model.issue import Decision, TrackedIssue
from bot.model.job import HandleCommand
from bot.model.plan import Answer, Change, Plan, React, Remember, Reply
from bot.planning.noting import decided
from bot.planning.relabel import edit_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person and what they may do here."""

    comment: HandleCommand
    permission: str
    least: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The issue after the commands so far, what is to be answered, and what was decided."""

    issue: TrackedIssue | None
    answers: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    is_visible: bool = False


def decide(
    comment: HandleCommand,
    parsed: Sequence[Parsed],
    issue: TrackedIssue | None,
    *,
    permission: str,
    config: RepoConfig,
    now: datetime,
) -> Plan:
    """Carry out every command of a comment in its order.

    `permission` is the role of the author on the repository (none, read, triage, write, maintain,
    admin); empty when GitHub did not tell. All keys hang on the comment's id, so handling it
    twice changes nothing more. A bot's comment and a comment without commands plan nothing.
    """
    if comment.author_is_bot or not parsed:
        return Plan(made_at=now)
    asker = Asker(comment=comment, permission=permission, least=config.commands.allow, now=now)
    state = Progress(issue=issue)
    for order in parsed:
        state = _step(order, state, asker)
    return Plan(
        changes=tuple(_changes(issue, state, comment)), decisions=state.decisions, made_at=now
    )


def _step(order: Parsed, state: Progress, asker: Asker) -> Progress:
    command = command_named(order.verb)
    refusal = _refusal(order, command, state.issue, asker)
    if refusal is not None or command is None:
        return replace(state, answers=(*state.answers, *((refusal,) if refusal else ())))
    if state.issue is None:
        # Only help works here, and its answer depends on no issue.
        answer = Answer(
            what="help",
            by=asker.comment.author,
            command=command.verb,
            detail=commands_text(COMMANDS),
        )
        return replace(state, answers=(*state.answers, answer))
    by, now = asker.comment.author, asker.now
    outcome = command.decide(Order(issue=state.issue, by=by, args=order.args, now=now))
    return _after(order, command, state, outcome, asker)


def _after(
    order: Parsed, command: Command, state: Progress, outcome: Outcome, asker: Asker
) -> Progress:
    answers = state.answers
    if outcome.wrong:
        usage = outcome.nearest or command.usage
        return replace(
            state, answers=(*answers, _answer("wrong", order, asker, outcome.wrong, usage))
        )
    if outcome.answer is not None:
        return replace(state, answers=(*answers, outcome.answer))
    decision = Decision(at=asker.now, what=outcome.decision, reason=outcome.reason)
    return Progress(
        issue=decided(outcome.issue, decision),
        answers=answers,
        decisions=(*state.decisions, decision),
        is_visible=state.is_visible or not outcome.is_silent,
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
    if command.needs_issue and issue is None:
        detail = "This issue is not kept by Test Gardener, so there is nothing to change."
        return _answer("wrong", order, asker, detail, "help")
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


def _changes(
    before: TrackedIssue | None, state: Progress, comment: HandleCommand
) -> Sequence[Change]:
    stem = f"comment:{comment.comment_id}"
    changes: list[Change] = []
    after = state.issue
    if before is not None and after is not None and state.decisions:
        if state.is_visible:  # a person's order counts on a muted issue too
            changes.append(edit_for(before, after, f"{stem}:edit:{after.number}"))
        else:
            changes.append(Remember(key=f"{stem}:remember:{after.number}", issue=after))
    if state.answers:
        key = f"{stem}:reply:{comment.issue}"
        changes.append(Reply(key=key, number=comment.issue, answers=state.answers, issue=after))
    is_wrong = any(a.what in ("wrong", "refused") for a in state.answers)
    react = React(
        key=f"{stem}:react:{comment.issue}",
        comment_id=comment.comment_id,
        content="confused" if is_wrong else "+1",
    )
    return (*changes, react)
