"""Close and reopen an issue, each with the one comment that says why."""

from bot.apply.block import body_for
from bot.apply.comments import comment
from bot.apply.hand import Done, Hand
from bot.apply.vanished import gone, is_locked, move_on
from bot.errors import Forbidden, NotFound
from bot.github.issues import get_issue, update_issue
from bot.model.plan import CloseIssue, ReopenIssue
from bot.render.comment import news_comment
from bot.render.links import Links


async def close_issue(change: CloseIssue, hand: Hand) -> Done:
    """Say why, then close. A person who closed it first has the last word."""
    issue = change.issue
    try:
        seen = await get_issue(hand.client, hand.repo, issue.number)
    except NotFound:
        return await gone(issue, change.key, hand)
    if seen.state == "closed":
        await hand.storage.save_issue(hand.repo.id, issue)
        return Done(key=change.key, outcome="already", number=issue.number)
    try:
        await _say(change, hand)
    except Forbidden as error:
        if not is_locked(error):  # on a locked issue the block in the body says it
            raise
    await update_issue(
        hand.client,
        hand.repo,
        issue.number,
        state="closed",
        state_reason=change.reason,
        body=body_for(issue, seen.body, hand),
    )
    await hand.storage.save_issue(hand.repo.id, issue)
    return Done(key=change.key, outcome="done", number=issue.number)


async def reopen_issue(change: ReopenIssue, hand: Hand) -> Done:
    """Reopen, then say why. Where the bot has no word any more, a successor takes over."""
    issue = change.issue
    try:
        seen = await get_issue(hand.client, hand.repo, issue.number)
    except NotFound:
        return await gone(issue, change.key, hand)
    if seen.locked:
        try:
            await _say(change, hand)
        except Forbidden as error:
            if not is_locked(error):
                raise
            return await move_on(issue, change.key, hand)
    await update_issue(
        hand.client,
        hand.repo,
        issue.number,
        state="open",
        body=body_for(issue, seen.body, hand),
    )
    await _say(change, hand)
    await hand.storage.save_issue(hand.repo.id, issue)
    return Done(key=change.key, outcome="done", number=issue.number)


async def _say(change: CloseIssue | ReopenIssue, hand: Hand) -> None:
    if change.news:
        links = Links(hand.server_url, hand.repo)
        text = news_comment(change.issue, change.news, links, change.key, hand.config.output)
        await comment(change.issue.number, change.key, text, hand)
