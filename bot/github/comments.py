"""Comments on issues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.github.client import Client, repo_path
from bot.github.fields import NEVER, login, moment, text
from bot.model.run import RepoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment as GitHub has it now."""

    id: int
    body: str
    user: str = ""
    by_bot: bool = False
    created_at: datetime = NEVER
    updated_at: datetime = NEVER
    url: str = ""
    issue: int = 0


async def comments_since(
    client: Client, repo: RepoRef, number: int, since: datetime | None = None
) -> tuple[Comment, ...]:
    """The comments of an issue that were written or changed since then, oldest first.

    https://docs.github.com/en/rest/issues/comments#list-issue-comments
    """
    rows = client.pages(
        repo_path(repo, "issues", number, "comments"),
        None,
        since=None if since is None else f"{since:%Y-%m-%dT%H:%M:%SZ}",
    )
    return tuple([_read(row) async for row in rows])


async def repository_comments_since(
    client: Client, repo: RepoRef, since: datetime
) -> tuple[Comment, ...]:
    """The comments on all issues that were written or changed since then.

    https://docs.github.com/en/rest/issues/comments#list-issue-comments-for-a-repository
    """
    rows = client.pages(
        repo_path(repo, "issues", "comments"), None, since=f"{since:%Y-%m-%dT%H:%M:%SZ}"
    )
    return tuple([_read(row) async for row in rows])


async def create_comment(client: Client, repo: RepoRef, number: int, body: str) -> Comment:
    """Write one. UnclearAnswer when it may exist: look for its marker before trying again.

    Forbidden when the issue is locked.
    https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
    """
    path = repo_path(repo, "issues", number, "comments")
    return _read(await client.post(path, {"body": body}))


async def get_comment(client: Client, repo: RepoRef, comment_id: int) -> Comment:
    """https://docs.github.com/en/rest/issues/comments#get-an-issue-comment."""
    return _read(await client.get(repo_path(repo, "issues", "comments", comment_id)))


async def update_comment(client: Client, repo: RepoRef, comment_id: int, body: str) -> Comment:
    """https://docs.github.com/en/rest/issues/comments#update-an-issue-comment."""
    path = repo_path(repo, "issues", "comments", comment_id)
    return _read(await client.patch(path, {"body": body}))


def _number(issue_url: str) -> int:
    """The issue of a comment; 0 when its address has none."""
    last = issue_url.rpartition("/")[2]
    return int(last) if last.isascii() and last.isdigit() else 0


def _read(row: Mapping[str, Any]) -> Comment:
    user = row.get("user") or {}
    return Comment(
        id=int(row["id"]),
        body=text(row.get("body")),
        user=login(user),
        by_bot=user.get("type") == "Bot",
        created_at=moment(row.get("created_at")) or NEVER,
        updated_at=moment(row.get("updated_at")) or NEVER,
        url=text(row.get("html_url")),
        issue=_number(text(row.get("issue_url"))),
    )
