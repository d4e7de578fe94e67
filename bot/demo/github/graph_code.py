"""Commits and branches as GraphQL nodes."""

from collections.abc import Callable

from bot.demo.github.graph_pages import Graph, actor, connection
from bot.demo.github.problems import Refused
from bot.demo.github.rest.commits import touches
from bot.demo.github.state.repository import Commit, Repository
from bot.demo.github.wire import Json, iso, moment, node_id

HEADLINE = 72


def branch_node(graph: Graph, repo: Repository, name: str) -> Json:
    """A branch and its newest commit."""
    graph.call.permit("contents:read", repo)
    return {
        "__typename": "Ref",
        "id": node_id("REF", repo.id),
        "name": name,
        "target": lambda _: commit_node(graph, repo, repo.commits[repo.branches[name]]),
    }


def commit_node(graph: Graph, repo: Repository, commit: Commit) -> Json:
    """A commit; `history` begins with itself, newest first."""
    title = commit.title
    headline = title if len(title) <= HEADLINE else f"{title[: HEADLINE - 3]}..."
    parents = [repo.commits[sha] for sha in commit.parents if sha in repo.commits]
    return {
        "__typename": "Commit",
        "id": node_id("C", repo.id) + commit.sha,
        "oid": commit.sha,
        "messageHeadline": headline,
        "committedDate": iso(commit.at),
        "author": lambda _: {
            "name": commit.author,
            "user": actor(graph, graph.call.hub.user(commit.author)),
        },
        "parents": connection("parents", parents, lambda parent: commit_node(graph, repo, parent)),
        "history": _history(graph, repo, commit),
    }


def _history(graph: Graph, repo: Repository, commit: Commit) -> Callable[..., Json]:
    def resolve(
        _: object,
        *,
        first: int | None = None,
        after: str | None = None,
        path: str | None = None,
        since: str | None = None,
    ) -> Json:
        try:
            earliest = moment(since) if since else None
        except ValueError:
            raise Refused(422, f"{since!r} is no GitTimestamp", violation=True) from None
        found = [
            each
            for each in repo.ancestry(commit.sha)
            if (earliest is None or each.at >= earliest)
            and (path is None or touches(repo, each, path))
        ]
        pages = connection("history", found, lambda each: commit_node(graph, repo, each))
        return pages(None, first=first, after=after)

    return resolve
