"""What people do on issues."""

from collections.abc import Sequence

from bot.demo.github.acts import comments
from bot.demo.github.acts.issues import (
    Draft,
    edit_text,
    open_issue,
    set_assignees,
    set_labels,
    set_state,
)
from bot.demo.github.acts.telling import note, tell_issue
from bot.demo.github.show.issues import show_issue
from bot.demo.github.show.repository import show_repository
from bot.demo.github.state.hub import Happening
from bot.demo.github.state.issues import Comment, Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.stage import Stage


class Discussing(Stage):
    """Acts on issues. `by` is a login; an unknown one is a new account without rights."""

    async def open_issue(  # noqa: PLR0913 -- an issue is a title, a text and its labels
        self,
        repo: Repository,
        *,
        by: str = "alice",
        title: str = "Something is wrong",
        body: str | None = "",
        labels: Sequence[str] = (),
        assignees: Sequence[str] = (),
        deliver: bool = True,
    ) -> Issue:
        """Open an issue."""
        draft = Draft(title, body, tuple(labels), tuple(assignees))
        issue = open_issue(self._hub, repo, self._person(by), draft)
        await self._out(deliver=deliver)
        return issue

    async def comment(
        self, repo: Repository, number: int, *, by: str, body: str, deliver: bool = True
    ) -> Comment:
        """Comment on an issue or pull request."""
        issue = self._issue(repo, number)
        comment = comments.add_comment(self._hub, repo, issue, self._person(by), body)
        await self._out(deliver=deliver)
        return comment

    async def edit_comment(
        self, repo: Repository, comment: Comment, *, body: str, by: str | None = None
    ) -> None:
        """Change a comment, by its author unless `by` is given."""
        person = self._person(by or comment.user)
        found = comments.find_comment(repo, comment.id)
        if found is None:
            raise LookupError(f"There is no comment {comment.id} in {repo.full_name}.")
        comments.edit_comment(self._hub, repo, found[0], person, comment, body)
        await self._out()

    async def delete_comment(
        self, repo: Repository, comment: Comment, *, by: str = "alice"
    ) -> None:
        """Remove a comment."""
        found = comments.find_comment(repo, comment.id)
        if found is None:
            raise LookupError(f"There is no comment {comment.id} in {repo.full_name}.")
        comments.delete_comment(self._hub, repo, found[0], self._person(by), comment)
        await self._out()

    async def label(self, repo: Repository, number: int, name: str, *, by: str = "alice") -> None:
        """Put a label on."""
        issue = self._issue(repo, number)
        set_labels(self._hub, repo, issue, self._person(by), [*issue.labels, name])
        await self._out()

    async def unlabel(self, repo: Repository, number: int, name: str, *, by: str = "alice") -> None:
        """Take a label off."""
        issue = self._issue(repo, number)
        staying = [known for known in issue.labels if known.lower() != name.lower()]
        set_labels(self._hub, repo, issue, self._person(by), staying)
        await self._out()

    async def edit_issue_title(
        self, repo: Repository, number: int, title: str, *, by: str = "alice"
    ) -> None:
        """Change the title."""
        issue = self._issue(repo, number)
        edit_text(self._hub, repo, issue, self._person(by), {"title": title})
        await self._out()

    async def edit_issue_body(
        self, repo: Repository, number: int, body: str, *, by: str = "alice"
    ) -> None:
        """Change the text."""
        issue = self._issue(repo, number)
        edit_text(self._hub, repo, issue, self._person(by), {"body": body})
        await self._out()

    async def close(
        self,
        repo: Repository,
        number: int,
        *,
        by: str = "alice",
        reason: str = "completed",
        commit: str | None = None,
    ) -> None:
        """Close; `reason` is completed, not_planned or duplicate, `commit` the one that did it."""
        issue = self._issue(repo, number)
        set_state(self._hub, repo, issue, self._person(by), "closed", reason, commit=commit)
        await self._out()

    async def reopen(self, repo: Repository, number: int, *, by: str = "alice") -> None:
        """Open again."""
        set_state(self._hub, repo, self._issue(repo, number), self._person(by), "open")
        await self._out()

    async def assign(self, repo: Repository, number: int, *logins: str, by: str = "alice") -> None:
        """Add assignees."""
        issue = self._issue(repo, number)
        wanted = [*issue.assignees, *logins]
        set_assignees(self._hub, repo, issue, self._person(by), wanted)
        await self._out()

    async def unassign(
        self, repo: Repository, number: int, *logins: str, by: str = "alice"
    ) -> None:
        """Remove assignees."""
        issue = self._issue(repo, number)
        wanted = [login for login in issue.assignees if login not in logins]
        set_assignees(self._hub, repo, issue, self._person(by), wanted)
        await self._out()

    async def lock(
        self, repo: Repository, number: int, *, by: str = "alice", reason: str | None = None
    ) -> None:
        """Lock the conversation; `reason` is resolved, off-topic, too heated or spam."""
        issue = self._issue(repo, number)
        issue.locked, issue.lock_reason = True, reason
        await self._note(repo, issue, "locked", by)

    async def unlock(self, repo: Repository, number: int, *, by: str = "alice") -> None:
        """Unlock it."""
        issue = self._issue(repo, number)
        issue.locked, issue.lock_reason = False, None
        await self._note(repo, issue, "unlocked", by)

    async def _note(self, repo: Repository, issue: Issue, action: str, by: str) -> None:
        issue.updated_at = self._hub.clock()
        note(self._hub, issue, self._person(by), action)
        tell_issue(self._hub, repo, issue, action, self._person(by))
        await self._out()

    async def delete_issue(self, repo: Repository, number: int, *, by: str = "alice") -> None:
        """Delete for good: 410 from then on."""
        issue = self._issue(repo, number)
        tell_issue(self._hub, repo, issue, "deleted", self._person(by))
        del repo.issues[number]
        repo.deleted.add(number)
        await self._out()

    async def convert(self, repo: Repository, number: int) -> None:
        """Make a discussion of it: 410 from then on, and no `issues` event tells of it."""
        self._issue(repo, number)
        del repo.issues[number]
        repo.deleted.add(number)

    async def transfer(
        self, repo: Repository, number: int, to: Repository, *, by: str = "alice"
    ) -> Issue:
        """Move an issue to another repository: 301 from then on."""
        hub, issue = self._hub, self._issue(repo, number)
        before = show_issue(hub, repo, issue)
        del repo.issues[number]
        issue.number = to.take_number()
        to.issues[issue.number] = issue
        repo.moved[number] = f"{to.full_name}/issues/{issue.number}"
        changes = {
            "new_issue": show_issue(hub, to, issue),
            "new_repository": show_repository(hub, to),
        }
        person = self._person(by)
        whole = {"issue": before, "changes": changes}
        hub.tell(Happening("issues", "transferred", person.user, whole, repo))
        await self._out()
        return issue
