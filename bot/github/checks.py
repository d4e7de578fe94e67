"""Check runs on a commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.github.client import Client, repo_path
from bot.github.fields import text
from bot.model.run import RepoRef

MAX_TEXT = 65_535  # characters of a summary and of a text, each


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutput:
    """What a finished check run shows. `conclusion` is GitHub's word, texts are Markdown."""

    conclusion: str
    title: str
    summary: str
    text: str = ""
    details_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """A check run that exists. `app_id` is who wrote it; only that App can change it."""

    id: int
    name: str
    conclusion: str
    url: str = ""
    app_id: int | None = None


async def create_check(
    client: Client, repo: RepoRef, *, sha: str, name: str, output: CheckOutput
) -> CheckRun:
    """Write a finished check run on a commit.

    https://docs.github.com/en/rest/checks/runs#create-a-check-run
    """
    body = {"name": name, "head_sha": sha, **_body(output)}
    return _read(await client.post(repo_path(repo, "check-runs"), body))


async def update_check(
    client: Client, repo: RepoRef, check_id: int, output: CheckOutput
) -> CheckRun:
    """Rewrite a check run in place.

    https://docs.github.com/en/rest/checks/runs#update-a-check-run
    """
    path = repo_path(repo, "check-runs", check_id)
    return _read(await client.patch(path, _body(output)))


async def find_for(
    client: Client, repo: RepoRef, sha: str, name: str, *, app_id: int | None = None
) -> CheckRun | None:
    """The newest check run of this name on a commit, of one App when given.

    https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
    """
    path = repo_path(repo, "commits", sha, "check-runs")
    rows = client.pages(path, "check_runs", check_name=name, filter="latest", app_id=app_id)
    found = [_read(row) async for row in rows]
    return max(found, key=lambda check: check.id, default=None)


def _body(output: CheckOutput) -> dict[str, Any]:
    shown = {"title": output.title, "summary": output.summary[:MAX_TEXT]}
    if output.text:
        shown["text"] = output.text[:MAX_TEXT]
    body = {"status": "completed", "conclusion": output.conclusion, "output": shown}
    return {**body, "details_url": output.details_url} if output.details_url else body


def _read(row: Mapping[str, Any]) -> CheckRun:
    return CheckRun(
        id=int(row["id"]),
        name=text(row.get("name")),
        conclusion=text(row.get("conclusion")),
        url=text(row.get("html_url")),
        app_id=(row.get("app") or {}).get("id"),
    )
