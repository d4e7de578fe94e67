"""Issues: list, open, read, change."""

from datetime import datetime

from bot.demo.github.acts.issues import (
    Draft,
    edit_text,
    open_issue,
    set_assignees,
    set_labels,
    set_state,
)
from bot.demo.github.problems import Refused, gone, not_found
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import (
    NUMBER,
    TEXT,
    Shape,
    either,
    list_of,
    nullable,
    one_of,
    record,
    required,
    text,
)
from bot.demo.github.show.issues import show_event, show_issue, show_issue_whole
from bot.demo.github.state.issues import Issue
from bot.demo.github.wire import Json, moment

routes = Routes()

_LABEL = either(
    TEXT,
    record(
        id=NUMBER,
        name=TEXT,
        description=nullable(TEXT),
        color=nullable(TEXT),
    ),
)
_FIELDS: dict[str, Shape] = {
    "title": either(TEXT, NUMBER),
    "body": nullable(TEXT),
    "labels": list_of(_LABEL),
    "assignees": list_of(TEXT),
    "assignee": nullable(TEXT),
    "milestone": nullable(either(TEXT, NUMBER)),
    "type": nullable(TEXT),
}


def issue_of(call: Call, name: str = "issue_number") -> Issue:
    """The issue of the path; 301 when it moved, 410 when it was deleted."""
    number = call.number(name)
    if number in call.repo.moved:
        url = call.hub.api(f"/repos/{call.repo.moved[number]}")
        raise Refused(301, "Moved Permanently", headers={"Location": url}, url=url)
    if number in call.repo.deleted:
        raise gone("This issue was deleted")
    if not call.repo.issues_enabled:
        raise gone("Issues has been disabled in this repository.")
    if number not in call.repo.issues:
        raise not_found()
    return call.repo.issues[number]


def label_names(items: list[str | dict[str, str]]) -> list[str]:
    """Labels may come as names or as objects with a name."""
    return [item if isinstance(item, str) else item.get("name", "") for item in items]


@routes.serve(
    "GET /repos/{owner}/{repo}/issues",
    docs="rest/issues/issues#list-repository-issues",
    needs="issues:read",
    query="milestone state assignee type creator mentioned issue_field_values labels sort "
    "direction since per_page page",
)
def list_issues(call: Call) -> Reply:
    """List repository issues."""
    if not call.repo.issues_enabled:
        raise gone("Issues has been disabled in this repository.")
    issues = [issue for issue in call.repo.issues.values() if _wanted(call, issue)]
    sort = call.query.get("sort", "created")
    keys = {
        "created": lambda issue: (issue.created_at, issue.number),
        "updated": lambda issue: (issue.updated_at, issue.number),
        "comments": lambda issue: (len(issue.comments), issue.number),
    }
    if sort not in keys:
        raise _bad_query("sort")
    issues.sort(key=keys[sort], reverse=call.query.get("direction", "desc") != "asc")
    return paged(call, issues, lambda issue: show_issue(call.hub, call.repo, issue))


def _wanted(call: Call, issue: Issue) -> bool:
    query = call.query
    state = query.get("state", "open")
    if state not in ("open", "closed", "all"):
        raise _bad_query("state")
    have = {name.lower() for name in issue.labels}
    labels = {name.strip().lower() for name in query.get("labels", "").split(",") if name.strip()}
    return (
        state in ("all", issue.state)
        and labels <= have
        and query.get("creator", issue.user).lower() == issue.user.lower()
        and _assigned(query.get("assignee"), issue)
        and ("since" not in query or issue.updated_at >= _time(query["since"]))
    )


def _assigned(wanted: str | None, issue: Issue) -> bool:
    if wanted is None:
        return True
    if wanted in ("none", "*"):
        return bool(issue.assignees) == (wanted == "*")
    return wanted.lower() in (login.lower() for login in issue.assignees)


def _time(value: str) -> datetime:
    try:
        return moment(value)
    except ValueError:
        raise _bad_query("since") from None


def _bad_query(name: str) -> Refused:
    error = {"resource": "Issue", "field": name, "code": "invalid"}
    return Refused(422, "Validation Failed", [error], violation=True)


@routes.serve(
    "POST /repos/{owner}/{repo}/issues",
    docs="rest/issues/issues#create-an-issue",
    needs="issues:write",
    body={**_FIELDS, "title": required(either(TEXT, NUMBER))},
)
def create(call: Call) -> Reply:
    """Create an issue."""
    body = call.body
    people = [*body.get("assignees", []), *filter(None, [body.get("assignee")])]
    draft = Draft(
        title=str(body["title"]),
        body=body.get("body"),
        labels=tuple(label_names(body.get("labels", []))),
        assignees=tuple(people),
    )
    issue = open_issue(call.hub, call.repo, call.caller, draft)
    shown = show_issue_whole(call.hub, call.repo, issue)
    return Reply(201, shown, {"Location": shown["url"]})


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/{issue_number}",
    docs="rest/issues/issues#get-an-issue",
    needs="issues:read",
)
def read(call: Call) -> Reply:
    """Get an issue."""
    return Reply(200, show_issue_whole(call.hub, call.repo, issue_of(call)))


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
    docs="rest/issues/events#list-issue-events",
    needs="issues:read",
    query="per_page page",
)
def events(call: Call) -> Reply:
    """List issue events."""
    issue = issue_of(call)
    return paged(call, issue.events, lambda line: show_event(call.hub, call.repo, issue, line))


@routes.serve(
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    docs="rest/issues/issues#update-an-issue",
    needs="issues:write",
    body={
        **_FIELDS,
        "title": nullable(either(TEXT, NUMBER)),
        "state": one_of("open", "closed"),
        "state_reason": nullable(one_of("completed", "not_planned", "duplicate", "reopened")),
    },
)
def update(call: Call) -> Reply:
    """Update an issue."""
    issue = issue_of(call)
    hub, repo, by, body = call.hub, call.repo, call.caller, call.body
    text_fields: Json = {name: body[name] for name in ("title", "body") if name in body}
    if text_fields.get("title") is not None:
        text_fields["title"] = str(text_fields["title"])
    edit_text(hub, repo, issue, by, text_fields)
    if "labels" in body:
        set_labels(hub, repo, issue, by, label_names(body["labels"]))
    if "assignees" in body:
        set_assignees(hub, repo, issue, by, body["assignees"])
    if "state" in body:
        set_state(hub, repo, issue, by, body["state"], body.get("state_reason"))
    return Reply(200, show_issue_whole(hub, repo, issue))


@routes.serve(
    "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees",
    docs="rest/issues/assignees#add-assignees-to-an-issue",
    needs="issues:write",
    body={"assignees": list_of(TEXT)},
)
def add_assignees(call: Call) -> Reply:
    """Add assignees to an issue."""
    issue = issue_of(call)
    wanted = [*issue.assignees, *call.body.get("assignees", [])]
    set_assignees(call.hub, call.repo, issue, call.caller, wanted)
    return Reply(201, show_issue(call.hub, call.repo, issue))


@routes.serve(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees",
    docs="rest/issues/assignees#remove-assignees-from-an-issue",
    needs="issues:write",
    body={"assignees": required(list_of(text()))},
)
def remove_assignees(call: Call) -> Reply:
    """Remove assignees from an issue."""
    issue = issue_of(call)
    leaving = {login.lower() for login in call.body["assignees"]}
    staying = [login for login in issue.assignees if login.lower() not in leaving]
    set_assignees(call.hub, call.repo, issue, call.caller, staying)
    return Reply(200, show_issue(call.hub, call.repo, issue))
