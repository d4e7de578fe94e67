"""Commands in comments whose webhooks got lost: read where something else was lost as well."""

from datetime import datetime

from bot.commands.parse import parse_commands
from bot.github.client import Client
from bot.github.comments import Comment, repository_comments_since
from bot.jobs.catching_up.ledger import Queue
from bot.jobs.toolbox import Toolbox
from bot.model.job import HandleCommand
from bot.model.run import RepoRef


async def queue_comments(
    repo: RepoRef, installation: int, since: datetime, client: Client, on: Toolbox, queue: Queue
) -> int:
    """Queue the commands that people wrote since then and nobody handled; how many.

    One request. A comment that was edited is passed over: what it said at first is not known, and
    an edit is no command.
    """
    found = [c for c in await repository_comments_since(client, repo, since) if _asks(c, since)]
    known = await queue.known([_id(comment) for comment in found])
    queued = 0
    for comment in sorted(found, key=lambda c: (c.created_at, c.id)):
        is_old = await on.storage.comment_handled(repo.id, comment.id)
        if is_old or _id(comment) in known:
            continue
        job = HandleCommand(
            installation=installation,
            repo=repo,
            issue=comment.issue,
            comment_id=comment.id,
            author=comment.user,
            author_is_bot=False,
            body=comment.body,
            created_at=comment.created_at,
        )
        queued += await queue.accept(job, _id(comment)) != "known"
    return queued


def _asks(comment: Comment, since: datetime) -> bool:
    is_new = comment.created_at >= since and comment.updated_at == comment.created_at
    is_person = not comment.by_bot and not comment.user.endswith("[bot]")
    return is_new and is_person and bool(comment.issue) and bool(parse_commands(comment.body))


def _id(comment: Comment) -> str:
    return f"comment:{comment.id}"
