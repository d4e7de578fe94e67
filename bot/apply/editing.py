"""Edit issues in place: many bodies in a few requests, one issue with its title and labels."""

from collections.abc import Sequence
from dataclasses import replace

from bot.apply.block import body_for
from bot.apply.hand import Done, Hand
from bot.apply.opening import have_label
from bot.apply.vanished import gone
from bot.errors import GitHubError, NotFound, TransientError
from bot.github.bodies import BodyEdit, edit_bodies, read_issues
from bot.github.issues import IssueChange, IssueOnGitHub, get_issue, update_issue
from bot.model.issue import TrackedIssue
from bot.model.plan import EditIssue
from bot.render.title import issue_title


def is_body_only(change: EditIssue) -> bool:
    """Whether nothing but the body is to change, so that it can travel with others."""
    return not (change.retitle or change.remove_labels or change.add_labels or change.add_assignees)


async def edit_many(changes: Sequence[EditIssue], hand: Hand) -> tuple[Done, ...]:
    """Bring the bodies of these issues up to date; one that did not change is not written.

    Requests: one for each ten issues read and one for each ten written.
    """
    there = await read_issues(hand.client, hand.repo, [c.issue.number for c in changes])
    edits = []
    for change in changes:
        seen = there.get(change.issue.number)
        body = body_for(change.issue, seen.body, hand) if seen else ""
        if seen is not None and body != seen.body:
            edits.append(BodyEdit(number=seen.number, node_id=seen.node_id, body=body))
    refused = {n: e for n, e in (await edit_bodies(hand.client, hand.repo, edits)).items() if e}
    done = []
    for change in changes:
        error = refused.get(change.issue.number)
        if isinstance(error, TransientError):
            raise error
        done.append(await _settle(change, there.get(change.issue.number), error, hand))
    return tuple(done)


async def edit_one(change: EditIssue, hand: Hand) -> Done:
    """Edit title, labels, assignees and body of one issue in one request."""
    issue = change.issue
    try:
        seen = await get_issue(hand.client, hand.repo, issue.number)
    except NotFound:
        return await gone(issue, change.key, hand)
    for label in change.add_labels:
        await have_label(label, hand)
    new: IssueChange = {"body": body_for(issue, seen.body, hand)}
    if change.retitle:
        new["title"] = issue_title(issue, hand.config.output)
    if change.add_labels or change.remove_labels:
        kept = [label for label in seen.labels if label not in change.remove_labels]
        new["labels"] = list(dict.fromkeys([*kept, *change.add_labels]))
    if change.add_assignees:
        new["assignees"] = list(dict.fromkeys([*seen.assignees, *change.add_assignees]))
    await update_issue(hand.client, hand.repo, issue.number, **new)
    return await _settle(change, seen, None, hand)


async def _settle(
    change: EditIssue, seen: IssueOnGitHub | None, error: Exception | None, hand: Hand
) -> Done:
    """Remember what is true now: a refusal is named, an issue that is gone gets a tombstone."""
    number = change.issue.number
    if seen is None:
        return await gone(change.issue, change.key, hand)
    await hand.storage.save_issue(hand.repo.id, _as_seen(change.issue, seen))
    outcome = error.message if isinstance(error, GitHubError) else "done"
    return Done(key=change.key, outcome=outcome, number=number)


def _as_seen(issue: TrackedIssue, seen: IssueOnGitHub) -> TrackedIssue:
    """GitHub's word on open or closed wins over ours: its webhook may have been missed."""
    if seen.state == issue.state:
        return issue
    return replace(issue, state=seen.state, state_reason=seen.state_reason)
