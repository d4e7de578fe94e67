"""Reactions to issue comments."""

from bot.github.client import Client, repo_path
from bot.model.run import RepoRef


async def react(client: Client, repo: RepoRef, comment_id: int, content: str) -> int:
    """React with `eyes`, `+1`, `confused` …; the second time gives the same reaction again.

    https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue-comment
    """
    path = repo_path(repo, "issues", "comments", comment_id, "reactions")
    return int((await client.post(path, {"content": content}))["id"])
