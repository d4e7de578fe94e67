"""Which commits changed which files, and what came before a commit: one GraphQL request for all.

By REST each path costs a request, and a comparison tells the files of all its commits in one heap.
https://docs.github.com/en/graphql/reference/commits
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.github.client import Client
from bot.github.fields import login, moment, text
from bot.model.broke import CommitAnswer, CommitLine, CommitQuestion
from bot.model.run import RepoRef

PER_PATH = 20
ANCESTORS = 100  # GitHub gives no more at once

_FRAGMENT = """
fragment line on Commit {
  oid messageHeadline committedDate
  author { name user { login } }
  parents(first: 1) { totalCount }
}
"""


async def commits_by_path(client: Client, repo: RepoRef, ask: CommitQuestion) -> CommitAnswer:
    """Answer all of it by one request; paths travel as variables, they are a stranger's text.

    Raises what `Client.graphql` raises; a part that GitHub refuses is left out.
    """
    variables: dict[str, str] = {"owner": repo.owner, "name": repo.name, "head": ask.head}
    variables |= {f"p{n}": path for n, path in enumerate(ask.paths)}
    variables |= {f"c{n}": sha for n, sha in enumerate(ask.ancestors)}
    variables["since"] = f"{ask.since:%Y-%m-%dT%H:%M:%SZ}"
    rows = (await client.graphql(_query(ask), variables)).data.get("repository") or {}
    head = rows.get("head") or {}
    merged = (rows.get("defaultBranchRef") or {}).get("target") or {}
    touched = {path: _lines(head[f"p{n}"]) for n, path in enumerate(ask.paths) if head.get(f"p{n}")}
    on_default = {c.sha for n in range(len(ask.paths)) for c in _lines(merged.get(f"p{n}"))}
    found = {c.sha for commits in touched.values() for c in commits}
    return CommitAnswer(
        touched=touched,
        ancestors={
            sha: _lines(rows[f"c{n}"].get("history"))
            for n, sha in enumerate(ask.ancestors)
            if rows.get(f"c{n}")
        },
        unmerged=frozenset(found - on_default) if ask.off_default else frozenset(),
    )


def _query(ask: CommitQuestion) -> str:
    paths, shas = range(len(ask.paths)), range(len(ask.ancestors))
    declared = [f"$p{n}: String!" for n in paths] + [f"$c{n}: GitObjectID!" for n in shas]
    declared += ["$since: GitTimestamp!"] if ask.paths else []
    return (
        "query($owner: String!, $name: String!"
        + "".join(f", {each}" for each in (_head(ask), *declared) if each)
        + ") { repository(owner: $owner, name: $name) {\n"
        + "\n".join(_parts(ask, paths, shas))
        + "\n} }"
        + _FRAGMENT
    )


def _head(ask: CommitQuestion) -> str:
    return "$head: GitObjectID!" if ask.paths else ""


def _parts(ask: CommitQuestion, paths: Sequence[int], shas: Sequence[int]) -> Iterator[str]:
    if ask.paths:
        rows = "\n".join(_history(n, "...line") for n in paths)
        yield f"head: object(oid: $head) {{ ... on Commit {{\n{rows}\n}} }}"
    if ask.paths and ask.off_default:
        rows = "\n".join(_history(n, "oid") for n in paths)
        yield f"defaultBranchRef {{ target {{ ... on Commit {{\n{rows}\n}} }} }}"
    for n in shas:
        history = f"history(first: {ANCESTORS}) {{ nodes {{ ...line }} }}"
        yield f"c{n}: object(oid: $c{n}) {{ ... on Commit {{ {history} }} }}"


def _history(number: int, fields: str) -> str:
    span = f"first: {PER_PATH}, path: $p{number}, since: $since"
    return f"p{number}: history({span}) {{ nodes {{ {fields} }} }}"


def _lines(history: Any) -> tuple[CommitLine, ...]:
    nodes = history.get("nodes") or () if isinstance(history, dict) else ()
    return tuple(_line(node) for node in nodes if node)


def _line(node: Mapping[str, Any]) -> CommitLine:
    author = node.get("author") or {}
    parents = node.get("parents") or {}
    return CommitLine(
        sha=text(node.get("oid")),
        title=text(node.get("messageHeadline")),
        author=login(author.get("user")) or text(author.get("name")),
        at=moment(node.get("committedDate")),
        is_merge=int(parents.get("totalCount") or 0) > 1,
    )
