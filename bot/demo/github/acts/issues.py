"""Opening, editing and closing issues."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.demo.github.acts.telling import note, tell_issue
from bot.demo.github.problems import Refused, forbidden, gone, invalid
from bot.demo.github.show.issues import show_label
from bot.demo.github.show.people import show_user
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import MAX_BODY, Json

#: GitHub's limits for a title and a label's name, in characters.
MAX_TITLE = 256
MAX_LABEL = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new issue says."""

    title: str
    body: str | None = None
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()


def check_text(resource: str, title: str | None, body: str | None) -> None:
    """Refuse an empty or too long title and a too long body (422)."""
    if title is not None and not title.strip():
        raise invalid(resource, "title", "missing_field")
    if title is not None and len(title) > MAX_TITLE:
        raise invalid(
            resource, "title", "custom", f"title is too long (maximum is {MAX_TITLE} characters)"
        )
    if body is not None and len(body) > MAX_BODY:
        raise invalid(
            resource, "body", "custom", f"body is too long (maximum is {MAX_BODY} characters)"
        )


def check_writable(repo: Repository) -> None:
    """Refuse to write into an archive (403) or where issues are switched off (410)."""
    if repo.archived:
        raise forbidden("Repository was archived so is read-only.")
    if not repo.issues_enabled:
        raise gone("Issues has been disabled in this repository.")


def open_issue(hub: Hub, repo: Repository, by: Caller, draft: Draft) -> Issue:
    """Open an issue. Unknown labels are made, unknown assignees dropped."""
    check_writable(repo)
    check_text("Issue", draft.title, draft.body)
    labels = clean_labels(draft.labels)
    now = hub.clock()
    issue = Issue(
        id=hub.new_id("issue"),
        number=repo.take_number(),
        title=draft.title,
        body=draft.body,
        user=by.user.login,
        created_at=now,
        updated_at=now,
        app=by.acting_app.slug if by.acting_app else None,
    )
    repo.issues[issue.number] = issue
    issue.labels = [hub.label(repo, name).name for name in labels]
    issue.assignees = assignable(hub, repo, draft.assignees)
    tell_issue(hub, repo, issue, "opened", by)
    for name in issue.labels:
        _tell_label(hub, repo, issue, by, ("labeled", name))
    for login in issue.assignees:
        _tell_assignee(hub, repo, issue, by, ("assigned", login))
    return issue


def edit_text(hub: Hub, repo: Repository, issue: Issue, by: Caller, new: Json) -> None:
    """Set `title` and `body` where given; one `edited` for both."""
    check_writable(repo)
    title, body = new.get("title"), new.get("body")
    check_text("Issue", title, body)
    changes: Json = {}
    if title is not None and title != issue.title:
        changes["title"] = {"from": issue.title}
        note(hub, issue, by, "renamed", f"{issue.title} -> {title}")
        issue.title = title
    if "body" in new and (body or "") != (issue.body or ""):
        changes["body"] = {"from": issue.body or ""}
        note(hub, issue, by, "edited")
        issue.body = body
    if changes:
        issue.edits += 1
        issue.updated_at = hub.clock()
        tell_issue(hub, repo, issue, "edited", by, changes=changes)


def set_state(  # noqa: PLR0913 -- who turns which issue, why and by which commit
    hub: Hub,
    repo: Repository,
    issue: Issue,
    by: Caller,
    state: str,
    reason: str | None = None,
    *,
    commit: str | None = None,
) -> None:
    """Open or close; without a reason a closed issue is completed.

    `commit` is the one whose message says that it fixes the issue.
    """
    check_writable(repo)
    if state == issue.state:
        if state == "closed" and reason is not None and reason != issue.state_reason:
            issue.state_reason, issue.updated_at = reason, hub.clock()
        return
    issue.state = state
    issue.updated_at = hub.clock()
    if state == "closed":
        issue.state_reason = reason or "completed"
        issue.closed_at, issue.closed_by = hub.clock(), by.user.login
    else:
        issue.state_reason = "reopened"
        issue.closed_at = issue.closed_by = None
    happened = "closed" if state == "closed" else "reopened"
    note(hub, issue, by, happened, issue.state_reason or "", commit)
    tell_issue(hub, repo, issue, happened, by)


def clean_labels(names: Iterable[str]) -> list[str]:
    """The names, each once; 422 for an empty or too long one."""
    kept: dict[str, str] = {}
    for name in names:
        if not name.strip() or len(name) > MAX_LABEL:
            raise invalid(
                "Label", "name", "custom", f"name is too long (maximum is {MAX_LABEL} characters)"
            )
        kept.setdefault(name.lower(), name)
    return list(kept.values())


def set_labels(hub: Hub, repo: Repository, issue: Issue, by: Caller, names: Iterable[str]) -> None:
    """Make these the labels of an issue; each change is told on its own."""
    check_writable(repo)
    wanted = {name.lower(): name for name in clean_labels(names)}
    if len(wanted) > 100:
        raise Refused(422, "Issues cannot have more than 100 labels", violation=True)
    for name in [name for name in issue.labels if name.lower() not in wanted]:
        issue.labels.remove(name)
        _tell_label(hub, repo, issue, by, ("unlabeled", name))
    present = {name.lower() for name in issue.labels}
    for key, name in wanted.items():
        if key not in present:
            issue.labels.append(hub.label(repo, name).name)
            _tell_label(hub, repo, issue, by, ("labeled", name))


def set_assignees(
    hub: Hub, repo: Repository, issue: Issue, by: Caller, logins: Iterable[str]
) -> None:
    """Make these the assignees; whoever cannot be assigned is dropped in silence."""
    check_writable(repo)
    wanted = assignable(hub, repo, logins)
    before = list(issue.assignees)
    issue.assignees = wanted
    for login in before:
        if login not in wanted:
            _tell_assignee(hub, repo, issue, by, ("unassigned", login))
    for login in wanted:
        if login not in before:
            _tell_assignee(hub, repo, issue, by, ("assigned", login))


def assignable(hub: Hub, repo: Repository, logins: Iterable[str]) -> list[str]:
    """Those who may be assigned: people with push or triage rights, at most ten."""
    kept: list[str] = []
    for login in logins:
        strong = hub.role(repo, login) in ("triage", "write", "maintain", "admin")
        if strong and hub.user(login).login not in kept:
            kept.append(hub.user(login).login)
    return kept[:10]


def _tell_label(
    hub: Hub, repo: Repository, issue: Issue, by: Caller, change: tuple[str, str]
) -> None:
    action, name = change
    issue.updated_at = hub.clock()
    note(hub, issue, by, action, name)
    tell_issue(hub, repo, issue, action, by, label=show_label(hub, repo, hub.label(repo, name)))


def _tell_assignee(
    hub: Hub, repo: Repository, issue: Issue, by: Caller, change: tuple[str, str]
) -> None:
    action, login = change
    issue.updated_at = hub.clock()
    note(hub, issue, by, action, login)
    tell_issue(hub, repo, issue, action, by, assignee=show_user(hub, hub.user(login)))
