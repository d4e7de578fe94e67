"""Carry out a plan: the one place where something changes on GitHub.

| change       | how it happens at most once                                         |
|--------------|---------------------------------------------------------------------|
| OpenIssue    | intent in the store, marker in the body                             |
| CommentIssue, Reply, and the comments of CloseIssue and ReopenIssue | intent, marker in the comment |
| EditIssue, labels, state | setting the same value again changes nothing             |
| WriteCheck   | intent, then found by its name on the commit                        |
| React        | GitHub keeps one of a kind                                          |
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from bot.apply.checks import write_check
from bot.apply.comments import comment
from bot.apply.editing import edit_many, edit_one, is_body_only
from bot.apply.hand import Done, Hand
from bot.apply.opening import open_issue
from bot.apply.turning import close_issue, reopen_issue
from bot.apply.vanished import GONE, gone, is_left, is_locked, move_on
from bot.errors import Forbidden, GitHubError, NotFound, NotInstalled
from bot.github.reactions import react
from bot.model.plan import (
    Change,
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    React,
    Remember,
    ReopenIssue,
    Reply,
    WriteCheck,
)
from bot.render.answers import reply_comment
from bot.render.comment import news_comment
from bot.render.links import Links

# The changes of an issue that exists.
_KEPT = (EditIssue, CommentIssue, CloseIssue, ReopenIssue, Remember)


def portions(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """The changes in order, with neighbouring edits of bodies together: one portion, one step."""
    edits: list[Change] = []
    for change in changes:
        if isinstance(change, EditIssue) and is_body_only(change):
            edits.append(change)
            continue
        if edits:
            yield tuple(edits)
            edits = []
        yield (change,)
    if edits:
        yield tuple(edits)


async def carry_out(portion: Sequence[Change], hand: Hand) -> tuple[Done, ...]:
    """Do one portion. What GitHub refuses for good is named and left; the rest goes on.

    Raises TransientError when it is worth another try, NotInstalled when nobody is there now.
    """
    edits = [c for c in portion if isinstance(c, EditIssue)]
    left = {c.key for c in portion if isinstance(c, _KEPT) and await is_left(c.issue, c.key, hand)}
    if left:
        rest = [c for c in portion if c.key not in left]
        did = {one.key: one for one in (await carry_out(rest, hand) if rest else ())}
        return tuple(did.get(c.key, Done(key=c.key, outcome=GONE)) for c in portion)
    try:
        if len(edits) == len(portion) and all(is_body_only(c) for c in edits):
            done = await edit_many(edits, hand)
        else:
            done = tuple([await _one(change, hand) for change in portion])
    except NotInstalled:  # nothing was refused: it is done when the installation is back
        raise
    except GitHubError as error:
        done = tuple(Done(key=c.key, outcome=error.message) for c in portion)
    for change, one in zip(portion, done, strict=True):
        hand.on_change(change.op, one.outcome)
    return done


async def _one(change: Change, hand: Hand) -> Done:  # noqa: C901, PLR0911 - a line each
    match change:
        case OpenIssue():
            return await open_issue(change, hand)
        case EditIssue():
            return await edit_one(change, hand)
        case CommentIssue():
            return await _comment(change, hand)
        case CloseIssue():
            return await close_issue(change, hand)
        case ReopenIssue():
            return await reopen_issue(change, hand)
        case WriteCheck():
            return await write_check(change, hand)
        case React():
            return await _react(change, hand)
        case Reply():
            return await _reply(change, hand)
        case Remember():
            await hand.storage.save_issue(hand.repo.id, change.issue)
            return Done(key=change.key, outcome="done", number=change.issue.number)
        case _:
            assert_never(change)


async def _comment(change: CommentIssue, hand: Hand) -> Done:
    """Write it. What cannot be said on a locked issue is said by opening its successor."""
    try:
        return await _say(change, hand)
    except NotFound:
        return await gone(change.issue, change.key, hand)
    except Forbidden as error:
        if not is_locked(error):
            raise
        return await move_on(change.issue, change.key, hand)


async def _say(change: CommentIssue, hand: Hand) -> Done:
    text = news_comment(
        change.issue,
        change.news,
        Links(hand.server_url, hand.repo),
        change.key,
        hand.config.output,
    )
    made = await comment(change.issue.number, change.key, text, hand)
    if made:
        said = replace(change.issue, last_comment_at=hand.clock())
        await hand.storage.save_issue(hand.repo.id, said)
    outcome = "done" if made else "already"
    return Done(key=change.key, outcome=outcome, number=change.issue.number)


async def _react(change: React, hand: Hand) -> Done:
    try:
        await react(hand.client, hand.repo, change.comment_id, change.content)
    except NotFound:
        return Done(key=change.key, outcome="the comment was deleted")
    return Done(key=change.key, outcome="done")


async def _reply(change: Reply, hand: Hand) -> Done:
    text = reply_comment(change, Links(hand.server_url, hand.repo), hand.config.output)
    made = await comment(change.number, change.key, text, hand)
    return Done(key=change.key, outcome="done" if made else "already", number=change.number)
