"""Issues, comments, labels and reactions as JSON."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from bot.demo.github.show.people import association, show_app, show_user
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.issues import Comment, Issue, Label, Reaction, TimelineEvent
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id

#: GitHub's eight reactions.
REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


def show_label(hub: Hub, repo: Repository, label: Label) -> Json:
    """A label."""
    return {
        "id": label.id,
        "node_id": node_id("LA", label.id),
        "url": hub.api(f"/repos/{repo.full_name}/labels/") + quote(label.name, safe=""),
        "name": label.name,
        "color": label.color,
        "default": False,
        "description": label.description,
    }


def show_reaction(hub: Hub, reaction: Reaction) -> Json:
    """A reaction."""
    return {
        "id": reaction.id,
        "node_id": node_id("REA", reaction.id),
        "user": show_user(hub, hub.user(reaction.user)),
        "content": reaction.content,
        "created_at": iso(reaction.created_at),
    }


def show_rollup(url: str, reactions: Sequence[Reaction]) -> Json:
    """The counts of reactions."""
    counts = Counter(reaction.content for reaction in reactions)
    return {
        "url": f"{url}/reactions",
        "total_count": len(reactions),
        **{name: counts[name] for name in REACTIONS},
    }


def show_comment(hub: Hub, repo: Repository, issue: Issue, comment: Comment) -> Json:
    """An issue comment."""
    url = hub.api(f"/repos/{repo.full_name}/issues/comments/{comment.id}")
    page = hub.web(f"/{repo.full_name}/issues/{issue.number}#issuecomment-{comment.id}")
    return {
        "url": url,
        "html_url": page,
        "issue_url": hub.api(f"/repos/{repo.full_name}/issues/{issue.number}"),
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "user": show_user(hub, hub.user(comment.user)),
        "created_at": iso(comment.created_at),
        "updated_at": iso(comment.updated_at),
        "body": comment.body,
        "author_association": association(hub, repo, comment.user),
        "reactions": show_rollup(url, comment.reactions),
        "performed_via_github_app": _via(hub, comment.app),
    }


def show_issue(hub: Hub, repo: Repository, issue: Issue) -> Json:
    """An issue, or a pull request as the issue routes show it."""
    url = hub.api(f"/repos/{repo.full_name}/issues/{issue.number}")
    people = [show_user(hub, hub.user(login)) for login in issue.assignees]
    kind = "issues" if issue.pull is None else "pull"
    body: Json = {
        "url": url,
        "repository_url": hub.api(f"/repos/{repo.full_name}"),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": hub.web(f"/{repo.full_name}/{kind}/{issue.number}"),
        "id": issue.id,
        "node_id": node_id("I", issue.id),
        "number": issue.number,
        "title": issue.title,
        "user": show_user(hub, hub.user(issue.user)),
        "labels": [show_label(hub, repo, hub.label(repo, name)) for name in issue.labels],
        "state": issue.state,
        "state_reason": issue.state_reason,
        "locked": issue.locked,
        "assignee": people[0] if people else None,
        "assignees": people,
        "milestone": None,
        "comments": len(issue.comments),
        "created_at": iso(issue.created_at),
        "updated_at": iso(issue.updated_at),
        "closed_at": iso_or_none(issue.closed_at),
        "author_association": association(hub, repo, issue.user),
        "type": None,
        "active_lock_reason": issue.lock_reason,
        "body": issue.body,
        "reactions": show_rollup(url, issue.reactions),
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": _via(hub, issue.app),
        "sub_issues_summary": {"total": 0, "completed": 0, "percent_completed": 0},
    }
    if issue.pull is not None:
        body["draft"] = False
        body["pull_request"] = _pull_links(hub, repo, issue)
    return body


def show_issue_whole(hub: Hub, repo: Repository, issue: Issue) -> Json:
    """The answer of the routes that give one issue; only they say who closed it."""
    closer = issue.closed_by
    return {
        **show_issue(hub, repo, issue),
        "closed_by": None if closer is None else show_user(hub, hub.user(closer)),
    }


def show_event(hub: Hub, repo: Repository, issue: Issue, line: TimelineEvent) -> Json:
    """One line of an issue's timeline, as the list of its events shows it."""
    url = f"/repos/{repo.full_name}/commits/{line.commit}"
    return {
        "id": line.id,
        "node_id": node_id("EV", line.id),
        "url": hub.api(f"/repos/{repo.full_name}/issues/events/{line.id}"),
        "actor": show_user(hub, hub.user(line.by)),
        "event": line.event,
        "commit_id": line.commit,
        "commit_url": hub.api(url) if line.commit else None,
        "created_at": iso(line.at),
        "state_reason": issue.state_reason if line.event == "closed" else None,
        "performed_via_github_app": None,
    }


def _pull_links(hub: Hub, repo: Repository, issue: Issue) -> Json:
    page = hub.web(f"/{repo.full_name}/pull/{issue.number}")
    pull = issue.pull
    return {
        "url": hub.api(f"/repos/{repo.full_name}/pulls/{issue.number}"),
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "merged_at": iso_or_none(pull.merged_at if pull else None),
    }


def _via(hub: Hub, slug: str | None) -> Json | None:
    app = hub.app_named(slug)
    return None if app is None else show_app(hub, app)
