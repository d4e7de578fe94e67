"""Each act of the world tells the webhook it should, in a form GitHub describes."""

from collections.abc import Awaitable, Callable

import pytest

from bot.demo.github.world.runs import JobScript
from tests.demo.github.client import Shop

Act = Callable[[Shop], Awaitable[object]]


async def _close_and_reopen(shop: Shop) -> None:
    await shop.gh.world.close(shop.repo, 1)
    await shop.gh.world.reopen(shop.repo, 1)


async def _lock_and_unlock(shop: Shop) -> None:
    await shop.gh.world.lock(shop.repo, 1, reason="spam")
    await shop.gh.world.unlock(shop.repo, 1)


async def _label_and_unlabel(shop: Shop) -> None:
    await shop.gh.world.label(shop.repo, 1, "bug")
    await shop.gh.world.unlabel(shop.repo, 1, "BUG")


async def _assign_and_unassign(shop: Shop) -> None:
    await shop.gh.world.assign(shop.repo, 1, "alice")
    await shop.gh.world.unassign(shop.repo, 1, "alice")


async def _comment_edit_delete(shop: Shop) -> None:
    comment = await shop.gh.world.comment(shop.repo, 1, by="bob", body="hello")
    await shop.gh.world.edit_comment(shop.repo, comment, body="hello again")
    await shop.gh.world.delete_comment(shop.repo, comment)


async def _suspend_and_unsuspend(shop: Shop) -> None:
    await shop.gh.world.suspend(shop.installation)
    await shop.gh.world.unsuspend(shop.installation)


async def _other_repository(shop: Shop) -> None:
    other = shop.gh.add_repository("acme/other")
    await shop.gh.world.add_repositories(shop.installation, other)
    await shop.gh.world.remove_repositories(shop.installation, other)


async def _transfer(shop: Shop) -> None:
    other = shop.gh.add_repository("acme/other")
    await shop.gh.world.transfer(shop.repo, 1, other)


async def _transfer_repository(shop: Shop) -> None:
    other = shop.gh.add_repository("globex/site")
    to = shop.gh.install(shop.app, [other])
    await shop.gh.world.transfer_repository(shop.repo, "globex", to=to)


async def _archive_and_unarchive(shop: Shop) -> None:
    await shop.gh.world.archive(shop.repo)
    await shop.gh.world.unarchive(shop.repo)


ACTS: dict[str, tuple[Act, list[str]]] = {
    "push": (lambda s: s.gh.world.push(s.repo, {"a": "b"}), ["push"]),
    "run": (
        lambda s: s.gh.world.run(s.repo, jobs=[JobScript("test", log="boom")]),
        ["workflow_run.requested", "workflow_run.in_progress", "workflow_run.completed"],
    ),
    "open": (
        lambda s: s.gh.world.open_issue(s.repo, title="New", labels=["bug"], assignees=["alice"]),
        ["issues.opened", "issues.labeled", "issues.assigned"],
    ),
    "title": (lambda s: s.gh.world.edit_issue_title(s.repo, 1, "Other"), ["issues.edited"]),
    "body": (lambda s: s.gh.world.edit_issue_body(s.repo, 1, "Other"), ["issues.edited"]),
    "close": (_close_and_reopen, ["issues.closed", "issues.reopened"]),
    "lock": (_lock_and_unlock, ["issues.locked", "issues.unlocked"]),
    "label": (_label_and_unlabel, ["issues.labeled", "issues.unlabeled"]),
    "assign": (_assign_and_unassign, ["issues.assigned", "issues.unassigned"]),
    "comment": (
        _comment_edit_delete,
        ["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"],
    ),
    "delete": (lambda s: s.gh.world.delete_issue(s.repo, 1), ["issues.deleted"]),
    "transfer": (_transfer, ["issues.transferred"]),
    "install": (lambda s: s.gh.world.install(s.app, [s.repo]), ["installation.created"]),
    "uninstall": (lambda s: s.gh.world.uninstall(s.installation), ["installation.deleted"]),
    "suspend": (_suspend_and_unsuspend, ["installation.suspend", "installation.unsuspend"]),
    "repositories": (
        _other_repository,
        ["installation_repositories.added", "installation_repositories.removed"],
    ),
    "rename": (lambda s: s.gh.world.rename_repository(s.repo, "store"), ["repository.renamed"]),
    "transfer repository": (
        _transfer_repository,
        ["installation_repositories.removed", "repository.transferred"],
    ),
    "permissions": (
        lambda s: s.gh.world.accept_permissions(s.installation, {"checks": "write"}),
        ["installation.new_permissions_accepted"],
    ),
    "archive": (_archive_and_unarchive, ["repository.archived", "repository.unarchived"]),
    "delete repository": (
        lambda s: s.gh.world.delete_repository(s.repo),
        ["repository.deleted"],
    ),
}


@pytest.mark.parametrize("name", ACTS)
async def test_an_act_tells_its_webhooks(shop: Shop, name: str) -> None:
    act, expected = ACTS[name]
    with shop.gh.world.quiet():
        await shop.gh.world.open_issue(shop.repo, by="bob", title="Old")
    before = len(shop.gh.deliveries)

    await act(shop)

    told = [d.event + (f".{d.action}" if d.action else "") for d in shop.gh.deliveries[before:]]
    assert told == expected
