"""Read and edit many issues by few requests: GraphQL with aliases, REST for what is left.

A run that touches thirty issues would cost sixty requests and a minute of pauses by REST.
https://docs.github.com/en/graphql/reference/mutations#updateissue
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.errors import GardenerError, GitHubError, NotFound
from bot.github.client import Client
from bot.github.fields import NEVER, login, moment, names, text
from bot.github.issues import IssueOnGitHub, get_issue, update_issue
from bot.model.run import RepoRef

BATCH = 10  # issues in one request; a body may hold 64 KB
T = TypeVar("T")

_FIELDS = """
  id number title body state stateReason(enableDuplicate: true) locked updatedAt
  author { __typename login }
  labels(first: 100) { nodes { name } }
  assignees(first: 20) { nodes { login } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEdit:
    """The whole new body of one issue."""

    number: int
    node_id: str
    body: str


async def read_issues(
    client: Client, repo: RepoRef, numbers: Sequence[int]
) -> Mapping[int, IssueOnGitHub]:
    """These issues as they are now, by number; the ones that are gone are not in it."""
    found: dict[int, IssueOnGitHub] = {}
    for batch in _batches(sorted(set(numbers))):
        try:
            data = (await client.graphql(_question(batch), _names(repo))).data
        except GitHubError:
            data = {}
        rows = data.get("repository") or {}
        for number in batch:
            row = rows.get(f"i{number}")
            issue = _read(row) if row else await _one(client, repo, number)
            if issue is not None:
                found[number] = issue
    return found


async def edit_bodies(
    client: Client, repo: RepoRef, edits: Sequence[BodyEdit]
) -> Mapping[int, GardenerError | None]:
    """Write these bodies; gives for each number None when done, else why not.

    What GraphQL refuses is tried by REST, whose answer is the one that counts.
    """
    outcome: dict[int, GardenerError | None] = {}
    for batch in _batches(list(edits)):
        variables = {f"e{edit.number}": {"id": edit.node_id, "body": edit.body} for edit in batch}
        try:
            data = (await client.graphql(_mutation(batch), variables)).data
        except GitHubError:
            data = {}
        for edit in batch:
            done = bool(data.get(f"e{edit.number}"))
            outcome[edit.number] = None if done else await _by_rest(client, repo, edit)
    return outcome


async def _by_rest(client: Client, repo: RepoRef, edit: BodyEdit) -> GardenerError | None:
    try:
        await update_issue(client, repo, edit.number, body=edit.body)
    except GitHubError as error:
        return error
    return None


async def _one(client: Client, repo: RepoRef, number: int) -> IssueOnGitHub | None:
    try:
        return await get_issue(client, repo, number)
    except NotFound:
        return None


def _question(numbers: Sequence[int]) -> str:
    rows = "".join(f"i{number}: issue(number: {number}) {{{_FIELDS}}}\n" for number in numbers)
    return f"query($owner: String!, $name: String!) {{ repository(owner: $owner, name: $name) {{\n{rows}}} }}"


def _mutation(edits: Sequence[BodyEdit]) -> str:
    """Bodies travel as variables: they are a stranger's text and never part of the query."""
    inputs = ", ".join(f"$e{edit.number}: UpdateIssueInput!" for edit in edits)
    rows = "\n".join(
        f"e{edit.number}: updateIssue(input: $e{edit.number}) {{ issue {{ id }} }}"
        for edit in edits
    )
    return f"mutation({inputs}) {{\n{rows}\n}}"


def _names(repo: RepoRef) -> dict[str, str]:
    return {"owner": repo.owner, "name": repo.name}


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _author(actor: Mapping[str, Any]) -> str:
    """GraphQL leaves out the suffix that REST gives a bot's login."""
    return login(actor) + ("[bot]" if actor.get("__typename") == "Bot" else "")


def _read(row: Mapping[str, Any]) -> IssueOnGitHub:
    """An issue as GraphQL shows it, in the words of REST."""
    return IssueOnGitHub(
        number=int(row["number"]),
        node_id=text(row.get("id")),
        title=text(row.get("title")),
        body=text(row.get("body")),
        state=text(row.get("state")).lower(),
        state_reason=text(row.get("stateReason")).lower(),
        labels=names((row.get("labels") or {}).get("nodes"), "name"),
        assignees=names((row.get("assignees") or {}).get("nodes"), "login"),
        locked=bool(row.get("locked")),
        updated_at=moment(row.get("updatedAt")) or NEVER,
        user=_author(row.get("author") or {}),
    )
