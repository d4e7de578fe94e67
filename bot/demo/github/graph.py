"""The nodes of the GraphQL answers, taken from the state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.demo.github.acts.issues import edit_text, set_state
from bot.demo.github.problems import Refused
from bot.demo.github.rate import RateLimits
from bot.demo.github.rest.routes import Call
from bot.demo.github.state.accounts import User
from bot.demo.github.state.issues import Comment, Issue, Label
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Graph:
    """What the resolvers work on: the request and the rate limits."""

    call: Call
    rates: RateLimits


def query_root(graph: Graph) -> Json:
    """The fields of Query; each function is called by graphql-core with its arguments."""

    def repository(_: object, *, owner: str, name: str, followRenames: bool = True) -> Json:  # noqa: N803
        hub = graph.call.hub
        full = f"{owner}/{name}"
        repo = hub.repository(full) or (hub.renamed(full) if followRenames else None)
        if repo is None or not graph.call.caller.may_look(hub.role, repo):
            raise Refused(404, f"Could not resolve to a Repository with the name '{full}'.")
        return _repository(graph, repo)

    def node(_: object, *, id: str) -> Json:
        return _issue(graph, *find_issue(graph, id))

    def limit(_: object, *, dryRun: bool = False) -> Json:  # noqa: N803
        window = graph.rates.window(graph.call.caller.rate_key, "graphql", graph.call.hub.clock())
        return {
            "cost": 1,
            "limit": graph.rates.limit,
            "nodeCount": 0,
            "used": window.used,
            "remaining": max(0, graph.rates.limit - window.used),
            "resetAt": iso(window.reset),
        }

    return {"repository": repository, "node": node, "rateLimit": limit}


def mutation_root(graph: Graph) -> Json:
    """The fields of Mutation."""

    def update(_: object, *, input: Json) -> Json:
        repo, issue = find_issue(graph, input["id"], level="write")
        hub, by = graph.call.hub, graph.call.caller
        words = {name: input[name] for name in ("title", "body") if input.get(name) is not None}
        edit_text(hub, repo, issue, by, words)
        if input.get("state") is not None:
            set_state(hub, repo, issue, by, input["state"].lower())
        return {
            "actor": _actor(graph, by.user),
            "clientMutationId": input.get("clientMutationId"),
            "issue": _issue(graph, repo, issue),
        }

    return {"updateIssue": update}


def find_issue(graph: Graph, name: str, level: str = "read") -> tuple[Repository, Issue]:
    """The issue behind a node id, when the caller may read or write it."""
    call = graph.call
    for repo in call.hub.repositories:
        for issue in repo.issues.values():
            if node_id("I", issue.id) == name and call.caller.may_look(call.hub.role, repo):
                call.permit(f"issues:{level}", repo)
                return repo, issue
    raise Refused(404, f"Could not resolve to a node with the global id of '{name}'")


def _repository(graph: Graph, repo: Repository) -> Json:
    def issue(_: object, *, number: int) -> Json:
        graph.call.permit("issues:read", repo)
        found = repo.issues.get(number)
        if found is None or found.pull is not None or not repo.issues_enabled:
            raise Refused(404, f"Could not resolve to an Issue with the number of {number}.")
        return _issue(graph, repo, found)

    hub = graph.call.hub
    return {
        "__typename": "Repository",
        "id": node_id("R", repo.id),
        "databaseId": repo.id,
        "name": repo.name,
        "nameWithOwner": repo.full_name,
        "owner": _actor(graph, hub.user(repo.owner)),
        "url": hub.web(f"/{repo.full_name}"),
        "isPrivate": repo.private,
        "isArchived": repo.archived,
        "hasIssuesEnabled": repo.issues_enabled,
        "issue": issue,
    }


def _issue(graph: Graph, repo: Repository, issue: Issue) -> Json:
    hub = graph.call.hub
    labels = [hub.label(repo, name) for name in issue.labels]
    people = [hub.user(login) for login in issue.assignees]
    reason = issue.state_reason

    def because(_: object, *, enableDuplicate: bool = False) -> str | None:  # noqa: N803
        if reason == "duplicate" and not enableDuplicate:
            return "NOT_PLANNED"
        return reason.upper() if reason else None

    return {
        "__typename": "Issue",
        "id": node_id("I", issue.id),
        "fullDatabaseId": str(issue.id),
        "number": issue.number,
        "title": issue.title,
        "body": issue.body or "",
        "state": issue.state.upper(),
        "stateReason": because,
        "locked": issue.locked,
        "url": hub.web(f"/{repo.full_name}/issues/{issue.number}"),
        "createdAt": iso(issue.created_at),
        "updatedAt": iso(issue.updated_at),
        "closedAt": iso_or_none(issue.closed_at),
        "author": _actor(graph, hub.user(issue.user)),
        "repository": lambda _: _repository(graph, repo),
        "labels": _connection("labels", labels, _label),
        "assignees": _connection("assignees", people, lambda user: _actor(graph, user)),
        "comments": _connection(
            "comments", issue.comments, lambda comment: _comment(graph, repo, issue, comment)
        ),
    }


def _connection(name: str, items: Sequence[T], show: Callable[[T], Json]) -> Callable[..., Json]:
    """A list in pages; GitHub insists on `first` between 1 and 100."""

    def resolve(_: object, *, first: int | None = None, after: str | None = None) -> Json:
        if first is None:
            text = f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
            raise Refused(422, text, violation=True)
        if not 1 <= first <= 100:
            text = f"Requesting {first} records on the `{name}` connection exceeds the `first` limit of 100 records."
            raise Refused(422, text, violation=True)
        start = int(after) if after and after.isascii() and after.isdigit() else 0
        shown = items[start : start + first]
        return {
            "nodes": [show(item) for item in shown],
            "totalCount": len(items),
            "pageInfo": {
                "startCursor": str(start + 1) if shown else None,
                "endCursor": str(start + len(shown)) if shown else None,
                "hasNextPage": start + len(shown) < len(items),
                "hasPreviousPage": start > 0,
            },
        }

    return resolve


def _label(label: Label) -> Json:
    return {
        "id": node_id("LA", label.id),
        "name": label.name,
        "color": label.color,
        "description": label.description,
    }


def _comment(graph: Graph, repo: Repository, issue: Issue, comment: Comment) -> Json:
    hub = graph.call.hub
    return {
        "id": node_id("IC", comment.id),
        "fullDatabaseId": str(comment.id),
        "body": comment.body,
        "author": _actor(graph, hub.user(comment.user)),
        "createdAt": iso(comment.created_at),
        "updatedAt": iso(comment.updated_at),
        "url": hub.web(f"/{repo.full_name}/issues/{issue.number}#issuecomment-{comment.id}"),
    }


def _actor(graph: Graph, user: User) -> Json:
    """An account; here, unlike in REST, a bot's login has no `[bot]`."""
    login = user.login.removesuffix("[bot]")
    return {
        "__typename": user.type,
        "id": node_id("U", user.id),
        "login": login,
        "url": graph.call.hub.web(f"/{login}"),
    }
