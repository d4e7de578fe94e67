"""The nodes of the GraphQL answers, taken from the state."""

from bot.demo.github.acts.issues import edit_text, set_state
from bot.demo.github.graph_code import branch_node, commit_node
from bot.demo.github.graph_pages import Graph, actor, connection
from bot.demo.github.problems import Refused
from bot.demo.github.state.issues import Comment, Issue, Label
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id


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
            "actor": actor(graph, by.user),
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

    def git_object(_: object, *, oid: str | None = None) -> Json | None:
        graph.call.permit("contents:read", repo)
        found = repo.commits.get(oid or "")
        return commit_node(graph, repo, found) if found else None

    hub = graph.call.hub
    return {
        "__typename": "Repository",
        "id": node_id("R", repo.id),
        "databaseId": repo.id,
        "name": repo.name,
        "nameWithOwner": repo.full_name,
        "owner": actor(graph, hub.user(repo.owner)),
        "url": hub.web(f"/{repo.full_name}"),
        "isPrivate": repo.private,
        "isArchived": repo.archived,
        "hasIssuesEnabled": repo.issues_enabled,
        "issue": issue,
        "object": git_object,
        "defaultBranchRef": lambda _: branch_node(graph, repo, repo.default_branch),
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
        "author": actor(graph, hub.user(issue.user)),
        "repository": lambda _: _repository(graph, repo),
        "labels": connection("labels", labels, _label),
        "assignees": connection("assignees", people, lambda user: actor(graph, user)),
        "comments": connection(
            "comments", issue.comments, lambda comment: _comment(graph, repo, issue, comment)
        ),
    }


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
        "author": actor(graph, hub.user(comment.user)),
        "createdAt": iso(comment.created_at),
        "updatedAt": iso(comment.updated_at),
        "url": hub.web(f"/{repo.full_name}/issues/{issue.number}#issuecomment-{comment.id}"),
    }
