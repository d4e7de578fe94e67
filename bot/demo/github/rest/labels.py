"""Labels of a repository and of an issue."""

import re
from collections.abc import Iterable

from bot.demo.github.acts.issues import check_writable, clean_labels, set_labels
from bot.demo.github.problems import invalid, not_found
from bot.demo.github.rest.issues import issue_of, label_names
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import TEXT, either, list_of, record, required
from bot.demo.github.show.issues import show_label
from bot.demo.github.state.hub import Happening
from bot.demo.github.state.issues import Issue, Label

routes = Routes()

_NAMES = {"labels": list_of(either(TEXT, record(name=required(TEXT))))}


def _label_of(call: Call) -> Label:
    found = call.repo.labels.get(call.args["name"].lower())
    if found is None:
        raise not_found()
    return found


def _check(call: Call, color: str | None, description: str | None) -> None:
    check_writable(call.repo)
    if color is not None and not re.fullmatch("[0-9a-fA-F]{6}", color):
        raise invalid("Label", "color", "invalid")
    if description is not None and len(description) > 100:
        text = "description is too long (maximum is 100 characters)"
        raise invalid("Label", "description", "custom", text)


@routes.serve(
    "GET /repos/{owner}/{repo}/labels",
    docs="rest/issues/labels#list-labels-for-a-repository",
    needs="issues:read",
    query="per_page page",
)
def list_all(call: Call) -> Reply:
    """List labels for a repository."""
    labels = sorted(call.repo.labels.values(), key=lambda label: label.name.lower())
    return paged(call, labels, lambda label: show_label(call.hub, call.repo, label))


@routes.serve(
    "POST /repos/{owner}/{repo}/labels",
    docs="rest/issues/labels#create-a-label",
    needs="issues:write",
    body={"name": required(TEXT), "color": TEXT, "description": TEXT},
)
def create(call: Call) -> Reply:
    """Create a label."""
    name, color = call.body["name"], call.body.get("color", "ededed")
    description = call.body.get("description")
    _check(call, color, description)
    clean_labels([name])
    if name.lower() in call.repo.labels:
        raise invalid("Label", "name", "already_exists")
    label = Label(call.hub.new_id("label"), name, color, description)
    call.repo.labels[name.lower()] = label
    _tell(call, label, "created")
    shown = show_label(call.hub, call.repo, label)
    return Reply(201, shown, {"Location": shown["url"]})


@routes.serve(
    "GET /repos/{owner}/{repo}/labels/{name}",
    docs="rest/issues/labels#get-a-label",
    needs="issues:read",
)
def read(call: Call) -> Reply:
    """Get a label."""
    return Reply(200, show_label(call.hub, call.repo, _label_of(call)))


@routes.serve(
    "PATCH /repos/{owner}/{repo}/labels/{name}",
    docs="rest/issues/labels#update-a-label",
    needs="issues:write",
    body={"new_name": TEXT, "color": TEXT, "description": TEXT},
)
def update(call: Call) -> Reply:
    """Update a label."""
    label, repo = _label_of(call), call.repo
    _check(call, call.body.get("color"), call.body.get("description"))
    old, new = label.name, call.body.get("new_name", label.name)
    clean_labels([new])
    if new.lower() != old.lower() and new.lower() in repo.labels:
        raise invalid("Label", "name", "already_exists")
    label.color = call.body.get("color", label.color)
    label.description = call.body.get("description", label.description)
    label.name = new
    repo.labels[new.lower()] = repo.labels.pop(old.lower())
    for issue in repo.issues.values():
        issue.labels = [new if name == old else name for name in issue.labels]
    _tell(call, label, "edited", changes={"name": {"from": old}} if old != new else {})
    return Reply(200, show_label(call.hub, repo, label))


def _tell(call: Call, label: Label, action: str, **content: object) -> None:
    whole = {"label": show_label(call.hub, call.repo, label), **content}
    call.hub.tell(Happening("label", action, call.caller.user, whole, call.repo))


def _answer(call: Call, issue: Issue) -> Reply:
    labels = [call.hub.label(call.repo, name) for name in issue.labels]
    return paged(call, labels, lambda label: show_label(call.hub, call.repo, label), default=100)


def _set(call: Call, issue: Issue, names: Iterable[str]) -> Reply:
    set_labels(call.hub, call.repo, issue, call.caller, names)
    return _answer(call, issue)


@routes.serve(
    "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
    docs="rest/issues/labels#list-labels-for-an-issue",
    needs="issues:read",
    query="per_page page",
)
def list_of_issue(call: Call) -> Reply:
    """List labels for an issue."""
    return _answer(call, issue_of(call))


@routes.serve(
    "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
    docs="rest/issues/labels#add-labels-to-an-issue",
    needs="issues:write",
    body=_NAMES,
)
def add(call: Call) -> Reply:
    """Add labels to an issue."""
    issue = issue_of(call)
    return _set(call, issue, [*issue.labels, *label_names(call.body.get("labels", []))])


@routes.serve(
    "PUT /repos/{owner}/{repo}/issues/{issue_number}/labels",
    docs="rest/issues/labels#set-labels-for-an-issue",
    needs="issues:write",
    body=_NAMES,
)
def replace(call: Call) -> Reply:
    """Set labels for an issue."""
    return _set(call, issue_of(call), label_names(call.body.get("labels", [])))


@routes.serve(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels",
    docs="rest/issues/labels#remove-all-labels-from-an-issue",
    needs="issues:write",
)
def remove_all(call: Call) -> Reply:
    """Remove all labels from an issue."""
    _set(call, issue_of(call), [])
    return Reply(204)


@routes.serve(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
    docs="rest/issues/labels#remove-a-label-from-an-issue",
    needs="issues:write",
)
def remove(call: Call) -> Reply:
    """Remove a label from an issue."""
    issue, name = issue_of(call), call.args["name"].lower()
    staying = [known for known in issue.labels if known.lower() != name]
    if len(staying) == len(issue.labels):
        raise not_found()
    return _set(call, issue, staying)
