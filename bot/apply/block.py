"""The bot's block in the body of an issue that may hold people's text as well."""

from bot.apply.hand import Hand
from bot.model.issue import Field, TrackedIssue
from bot.render.body import issue_body, splice
from bot.render.links import Links


def body_for(issue: TrackedIssue, old: str, hand: Hand) -> str:
    """The body with the bot's block made new and everything of a person's left as it is.

    Where a person took the block out, the whole body is theirs.
    """
    if issue.override(Field.TEXT) is not None:
        return old
    links = Links(hand.server_url, hand.repo)
    return splice(old, issue_body(issue, hand.config.output, links))
