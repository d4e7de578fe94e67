"""Issues: read, open, change, list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from bot.errors import NotFound
from bot.github.client import PER_PAGE, Client, repo_path
from bot.github.fields import NEVER, login, moment, names, text
from bot.model.match import IssueCard
from bot.model.run import RepoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOnGitHub:
    """An issue as GitHub has it now. `state_reason` is empty while nobody gave one."""

    number: int
    node_id: str
    title: str
    body: str
    state: str
    state_reason: str = ""
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    locked: bool = False
    updated_at: datetime = NEVER
    user: str = ""
    is_pull_request: bool = False
    is_merged: bool = False


class IssueChange(TypedDict, total=False):
    """What can be set. `state_reason`: completed, not_planned, duplicate or reopened."""

    title: str
    body: str
    state: str
    state_reason: str
    labels: list[str]
    assignees: list[str]


async def get_issue(client: Client, repo: RepoRef, number: int) -> IssueOnGitHub:
    """NotFound when it was deleted (410), moved away (301), or never was.

    https://docs.github.com/en/rest/issues/issues#get-an-issue
    """
    row = await client.get(repo_path(repo, "issues", number))
    if await _is_elsewhere(client, repo, number, row):
        raise NotFound(301, f"the issue moved to {text(row.get('html_url'))}")
    return read_issue(row)


async def _is_elsewhere(client: Client, repo: RepoRef, number: int, row: Mapping[str, Any]) -> bool:
    """Whether a redirect led to a transferred issue, and not to a repository's new name."""
    if int(row["number"]) != number:
        return True
    name = text(row.get("repository_url")).partition("/repos/")[2]
    if not name or name.lower() == repo.full_name.lower():
        return False
    owner, _, short = name.partition("/")
    home = await client.get(repo_path(RepoRef(id=0, owner=owner, name=short)))
    return int(home["id"]) != repo.id


async def closing_commit(client: Client, repo: RepoRef, number: int) -> str:
    """The commit whose message closed the issue the last time; empty when none did.

    https://docs.github.com/en/rest/issues/events#list-issue-events
    """
    rows = client.pages(repo_path(repo, "issues", number, "events"), None, max_pages=3)
    closings = [row async for row in rows if row.get("event") == "closed"]
    return text(closings[-1].get("commit_id")) if closings else ""


async def create_issue(
    client: Client,
    repo: RepoRef,
    *,
    title: str,
    body: str,
    labels: Sequence[str] = (),
    assignees: Sequence[str] = (),
) -> IssueOnGitHub:
    """Open one. UnclearAnswer when it may exist: look for its marker before trying again.

    https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    new = {"title": title, "body": body, "labels": list(labels)}
    if assignees:
        new["assignees"] = list(assignees)
    return read_issue(await client.post(repo_path(repo, "issues"), new))


async def update_issue(
    client: Client, repo: RepoRef, number: int, **change: Unpack[IssueChange]
) -> IssueOnGitHub:
    """Set what is given and leave the rest.

    https://docs.github.com/en/rest/issues/issues#update-an-issue
    """
    return read_issue(await client.patch(repo_path(repo, "issues", number), dict(change)))


async def issues_since(
    client: Client, repo: RepoRef, label: str, since: datetime | None
) -> tuple[IssueOnGitHub, ...]:
    """Every issue with this label that changed since then, open or closed, newest change first.

    For finding our markers again: the list is consistent, the search index is not.
    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    rows = client.pages(
        repo_path(repo, "issues"),
        None,
        labels=label,
        state="all",
        sort="updated",
        direction="desc",
        since=None if since is None else f"{since:%Y-%m-%dT%H:%M:%SZ}",
    )
    read = [read_issue(row) async for row in rows]
    return tuple(issue for issue in read if not issue.is_pull_request)


async def open_issues(
    client: Client, repo: RepoRef, label: str | None = None, *, max_pages: int
) -> tuple[IssueCard, ...]:
    """The open issues, with this label when one is given, the oldest first; no pull requests.

    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    rows = client.pages(
        repo_path(repo, "issues"),
        None,
        max_pages=max_pages,
        labels=label,
        state="open",
        sort="created",
        direction="asc",
    )
    read = [read_issue(row) async for row in rows]
    return tuple(card_of(issue) for issue in read if not issue.is_pull_request)


async def list_cards(client: Client, repo: RepoRef, limit: int = 300) -> tuple[IssueCard, ...]:
    """The issues and pull requests that changed last, whoever wrote them.

    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    rows = client.pages(
        repo_path(repo, "issues"),
        None,
        max_pages=-(-limit // PER_PAGE),
        state="all",
        sort="updated",
        direction="desc",
    )
    read = [read_issue(row) async for row in rows]
    return tuple(card_of(issue) for issue in read)[:limit]


async def add_assignees(
    client: Client, repo: RepoRef, number: int, logins: Sequence[str]
) -> tuple[str, ...]:
    """Assign people, at most ten; GitHub leaves out in silence whom it cannot assign.

    https://docs.github.com/en/rest/issues/assignees#add-assignees-to-an-issue
    """
    path = repo_path(repo, "issues", number, "assignees")
    return read_issue(await client.post(path, {"assignees": list(logins[:10])})).assignees


def read_issue(row: Mapping[str, Any]) -> IssueOnGitHub:
    """An issue as the REST API shows it."""
    return IssueOnGitHub(
        number=int(row["number"]),
        node_id=text(row.get("node_id")),
        title=text(row.get("title")),
        body=text(row.get("body")),
        state=text(row.get("state")),
        state_reason=text(row.get("state_reason")),
        labels=names(row.get("labels"), "name"),
        assignees=names(row.get("assignees"), "login"),
        locked=bool(row.get("locked")),
        updated_at=moment(row.get("updated_at")) or NEVER,
        user=login(row.get("user")),
        is_pull_request="pull_request" in row,
        is_merged=bool((row.get("pull_request") or {}).get("merged_at")),
    )


def card_of(issue: IssueOnGitHub) -> IssueCard:
    """What is kept of an issue for finding what is related."""
    return IssueCard(
        number=issue.number,
        title=issue.title,
        state="merged" if issue.is_merged else issue.state,
        state_reason=issue.state_reason,
        body=issue.body,
        labels=issue.labels,
        author=issue.user,
        kind="pull request" if issue.is_pull_request else "issue",
    )
