"""Issue comments and their reactions."""

from bot.demo.github.acts.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    find_comment,
    react,
)
from bot.demo.github.problems import Refused, forbidden, not_found
from bot.demo.github.rest.issues import issue_of
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import TEXT, one_of, required
from bot.demo.github.show.issues import REACTIONS, show_comment, show_reaction
from bot.demo.github.state.issues import Comment, Issue
from bot.demo.github.wire import moment

routes = Routes()


def comment_of(call: Call) -> tuple[Issue, Comment]:
    """The comment of the path, with its issue."""
    found = find_comment(call.repo, call.number("comment_id"))
    if found is None:
        raise not_found()
    return found


def _since(call: Call, comments: list[tuple[Issue, Comment]]) -> list[tuple[Issue, Comment]]:
    if "since" not in call.query:
        return comments
    try:
        since = moment(call.query["since"])
    except ValueError:
        raise Refused(422, "Validation Failed", violation=True) from None
    return [pair for pair in comments if pair[1].updated_at >= since]


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    docs="rest/issues/comments#list-issue-comments",
    needs="issues:read",
    query="since per_page page",
)
def list_of_issue(call: Call) -> Reply:
    """List issue comments."""
    issue = issue_of(call)
    found = _since(call, [(issue, comment) for comment in issue.comments])
    return paged(call, found, lambda pair: show_comment(call.hub, call.repo, *pair))


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/comments",
    docs="rest/issues/comments#list-issue-comments-for-a-repository",
    needs="issues:read",
    query="sort direction since per_page page",
)
def list_of_repository(call: Call) -> Reply:
    """List issue comments for a repository."""
    pairs = [(issue, c) for issue in call.repo.issues.values() for c in issue.comments]
    found = _since(call, pairs)
    sort = call.query.get("sort", "")
    if sort not in ("", "created", "updated"):
        raise Refused(422, "Validation Failed", violation=True)
    down = bool(sort) and call.query.get("direction", "desc") != "asc"
    if sort == "updated":
        found.sort(key=lambda pair: (pair[1].updated_at, pair[1].id), reverse=down)
    else:
        found.sort(key=lambda pair: pair[1].id, reverse=down)
    return paged(call, found, lambda pair: show_comment(call.hub, call.repo, *pair))


@routes.serve(
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    docs="rest/issues/comments#create-an-issue-comment",
    needs="issues:write",
    body={"body": required(TEXT)},
)
def create(call: Call) -> Reply:
    """Create an issue comment."""
    issue = issue_of(call)
    comment = add_comment(call.hub, call.repo, issue, call.caller, call.body["body"])
    shown = show_comment(call.hub, call.repo, issue, comment)
    return Reply(201, shown, {"Location": shown["url"]})


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
    docs="rest/issues/comments#get-an-issue-comment",
    needs="issues:read",
)
def read(call: Call) -> Reply:
    """Get an issue comment."""
    return Reply(200, show_comment(call.hub, call.repo, *comment_of(call)))


@routes.serve(
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    docs="rest/issues/comments#update-an-issue-comment",
    needs="issues:write",
    body={"body": required(TEXT)},
)
def update(call: Call) -> Reply:
    """Update an issue comment."""
    issue, comment = comment_of(call)
    _own(call, comment)
    edit_comment(call.hub, call.repo, issue, call.caller, comment, call.body["body"])
    return Reply(200, show_comment(call.hub, call.repo, issue, comment))


@routes.serve(
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    docs="rest/issues/comments#delete-an-issue-comment",
    needs="issues:write",
)
def delete(call: Call) -> Reply:
    """Delete an issue comment."""
    issue, comment = comment_of(call)
    _own(call, comment)
    delete_comment(call.hub, call.repo, issue, call.caller, comment)
    return Reply(204)


def _own(call: Call, comment: Comment) -> None:
    app = call.caller.acting_app
    if app is not None and comment.app != app.slug:
        raise forbidden("You can't perform that action at this time.")


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    docs="rest/reactions/reactions#list-reactions-for-an-issue-comment",
    needs="issues:read",
    query="content per_page page",
)
def list_reactions(call: Call) -> Reply:
    """List reactions for an issue comment."""
    _, comment = comment_of(call)
    wanted = call.query.get("content")
    found = [r for r in comment.reactions if wanted in (None, r.content)]
    return paged(call, found, lambda reaction: show_reaction(call.hub, reaction))


@routes.serve(
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    docs="rest/reactions/reactions#create-reaction-for-an-issue-comment",
    needs="issues:write",
    body={"content": required(one_of(*REACTIONS))},
)
def add_reaction(call: Call) -> Reply:
    """Create reaction for an issue comment."""
    _, comment = comment_of(call)
    reaction, new = react(call.hub, call.caller, comment, call.body["content"])
    return Reply(201 if new else 200, show_reaction(call.hub, reaction))
