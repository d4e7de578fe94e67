"""Writing acts on issues down and telling the webhooks."""

from bot.demo.github.show.issues import show_issue
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.state.issues import Issue, TimelineEvent
from bot.demo.github.state.repository import Repository


def note(
    hub: Hub, issue: Issue, by: Caller, event: str, detail: str = "", commit: str | None = None
) -> None:
    """Add a line to the issue's timeline."""
    line = TimelineEvent(hub.new_id("event"), event, by.user.login, hub.clock(), detail, commit)
    issue.events.append(line)


def tell_issue(
    hub: Hub, repo: Repository, issue: Issue, action: str, by: Caller, **content: object
) -> None:
    """An `issues` webhook."""
    whole = {"issue": show_issue(hub, repo, issue), **content}
    hub.tell(Happening("issues", action, by.user, whole, repo))
