"""Repositories: what they are, their files and their commits."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.errors import GitHubError, NotFound
from bot.github.client import Client, repo_path
from bot.github.fields import login, moment, text
from bot.model.broke import CommitLine
from bot.model.run import RepoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository as GitHub has it now, under its present name."""

    ref: RepoRef
    default_branch: str
    private: bool = False
    archived: bool = False
    has_issues: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What lies between two commits. `status`: ahead, behind, diverged or identical.

    GitHub gives at most 250 commits and 300 files.
    """

    status: str
    ahead_by: int = 0
    commits: tuple[CommitLine, ...] = ()
    files: tuple[str, ...] = ()


async def get_repository(client: Client, owner: str, name: str) -> Repository:
    """https://docs.github.com/en/rest/repos/repos#get-a-repository."""
    row = await client.get(repo_path(RepoRef(id=0, owner=owner, name=name)))
    return Repository(
        ref=RepoRef(id=int(row["id"]), owner=login(row["owner"]), name=text(row["name"])),
        default_branch=text(row.get("default_branch")) or "main",
        private=bool(row.get("private")),
        archived=bool(row.get("archived")),
        has_issues=bool(row.get("has_issues", True)),
    )


async def get_file(client: Client, repo: RepoRef, path: str, ref: str | None = None) -> str | None:
    """The text of a file of at most 1 MB; None when it is not there.

    Raises GitHubError when it is larger, or no file. Bytes that are not UTF-8 are replaced.
    https://docs.github.com/en/rest/repos/contents#get-repository-content
    """
    parts = path.strip("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        return None
    try:
        row = await client.get(repo_path(repo, "contents", *parts), ref=ref)
    except NotFound:
        return None
    if not isinstance(row, dict) or row.get("encoding") != "base64":
        raise GitHubError(200, f"{path} is not a file of at most 1 MB")
    try:
        return b64decode(text(row.get("content"))).decode("utf-8-sig", errors="replace")
    except binascii.Error as error:
        raise GitHubError(200, f"{path} came with broken base64") from error


async def has_file(client: Client, repo: RepoRef, path: str, ref: str) -> bool:
    """Whether there is something at this path of a commit that GitHub has.

    https://docs.github.com/en/rest/repos/contents#get-repository-content
    """
    parts = path.strip("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        return False
    try:
        await client.get(repo_path(repo, "contents", *parts), ref=ref)
    except NotFound:
        return False
    return True


async def compare(client: Client, repo: RepoRef, base: str, head: str) -> Comparison:
    """What `head` has over `base`. NotFound when one of them is gone.

    https://docs.github.com/en/rest/commits/commits#compare-two-commits
    """
    span = f"{quote(base, safe='')}...{quote(head, safe='')}"
    row = await client.get(f"{repo_path(repo, 'compare')}/{span}")
    return Comparison(
        status=text(row.get("status")),
        ahead_by=int(row.get("ahead_by") or 0),
        commits=tuple(_commit(commit) for commit in row.get("commits") or ()),
        files=tuple(text(file.get("filename")) for file in row.get("files") or ()),
    )


def _commit(row: Mapping[str, Any]) -> CommitLine:
    inner = row.get("commit") or {}
    author = inner.get("author") or {}
    committed = (inner.get("committer") or {}).get("date") or author.get("date")
    return CommitLine(
        sha=text(row.get("sha")),
        title=text(inner.get("message")).partition("\n")[0],
        author=login(row.get("author")) or text(author.get("name")),
        at=moment(committed),
        is_merge=len(row.get("parents") or ()) > 1,
    )
