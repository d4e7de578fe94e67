"""Comments and reactions."""

from bot.demo.github.acts.issues import check_text, check_writable
from bot.demo.github.problems import forbidden, invalid
from bot.demo.github.show.issues import show_comment, show_issue
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.state.issues import Comment, Issue, Reaction
from bot.demo.github.state.repository import Repository


def add_comment(hub: Hub, repo: Repository, issue: Issue, by: Caller, body: str) -> Comment:
    """Comment; refused on a locked issue (403), empty or too long (422)."""
    check_writable(repo)
    if issue.locked:
        raise forbidden("Unable to create comment because issue is locked.")
    _check(body)
    now = hub.clock()
    comment = Comment(
        id=hub.new_id("comment"),
        user=by.user.login,
        body=body,
        created_at=now,
        updated_at=now,
        app=by.acting_app.slug if by.acting_app else None,
    )
    issue.comments.append(comment)
    issue.updated_at = now
    _tell(hub, repo, issue, by, ("created", comment))
    return comment


def edit_comment(
    hub: Hub, repo: Repository, issue: Issue, by: Caller, comment: Comment, body: str
) -> None:
    """Change the text of a comment."""
    check_writable(repo)
    _check(body)
    before, comment.body = comment.body, body
    comment.updated_at = issue.updated_at = hub.clock()
    _tell(hub, repo, issue, by, ("edited", comment), changes={"body": {"from": before}})


def delete_comment(hub: Hub, repo: Repository, issue: Issue, by: Caller, comment: Comment) -> None:
    """Remove a comment."""
    check_writable(repo)
    issue.comments.remove(comment)
    _tell(hub, repo, issue, by, ("deleted", comment))


def react(hub: Hub, by: Caller, comment: Comment, content: str) -> tuple[Reaction, bool]:
    """Add a reaction; the same one by the same account is given back, with False."""
    for known in comment.reactions:
        if known.content == content and known.user == by.user.login:
            return known, False
    reaction = Reaction(hub.new_id("reaction"), content, by.user.login, hub.clock())
    comment.reactions.append(reaction)
    return reaction, True


def find_comment(repo: Repository, number: int) -> tuple[Issue, Comment] | None:
    """The comment with this id and its issue."""
    for issue in repo.issues.values():
        for comment in issue.comments:
            if comment.id == number:
                return issue, comment
    return None


def _check(body: str) -> None:
    if not body.strip():
        raise invalid("IssueComment", "body", "missing_field")
    check_text("IssueComment", None, body)


def _tell(
    hub: Hub,
    repo: Repository,
    issue: Issue,
    by: Caller,
    what: tuple[str, Comment],
    **content: object,
) -> None:
    action, comment = what
    whole = {
        "issue": show_issue(hub, repo, issue),
        "comment": show_comment(hub, repo, issue, comment),
        **content,
    }
    hub.tell(Happening("issue_comment", action, by.user, whole, repo))
