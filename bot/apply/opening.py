"""Open an issue: labels first, then the issue, found again by its marker if need be."""

from dataclasses import replace
from datetime import datetime

from bot.apply.forgotten import forgotten
from bot.apply.hand import Done, Hand
from bot.apply.once import once
from bot.errors import GitHubError
from bot.github.issues import create_issue, issues_since
from bot.github.labels import ensure_label
from bot.model.plan import OpenIssue
from bot.render.body import issue_body
from bot.render.labels import issue_labels, label_style
from bot.render.links import Links
from bot.render.marker import marked_fingerprints
from bot.render.title import issue_title


async def open_issue(change: OpenIssue, hand: Hand, *, apart_from: int = 0) -> Done:
    """Open the issue, or find the one that an earlier try opened.

    `apart_from` is the issue it takes over from, which carries the same marker.
    """
    issue = change.issue
    known = await forgotten(issue, hand)
    if known:
        await hand.storage.save_issue(hand.repo.id, replace(issue, number=known))
        return Done(key=change.key, outcome="already", number=known)
    labels = [style.name for style in issue_labels(issue.verdict, hand.config.issues.base_label)]
    for label in labels:
        await have_label(label, hand)
    labels += [x for x in hand.config.owners.labels_for(issue.owners) if x not in labels]
    body = issue_body(issue, hand.config.output, Links(hand.server_url, hand.repo))

    async def find(since: datetime) -> int | None:
        marked = await issues_since(hand.client, hand.repo, hand.config.issues.base_label, since)
        same = [i.number for i in marked if marked_fingerprints(i.body) == issue.fingerprints]
        return min((number for number in same if number != apart_from), default=None)

    async def create() -> int:
        made = await create_issue(
            hand.client,
            hand.repo,
            title=issue_title(issue, hand.config.output),
            body=body,
            labels=labels,
            assignees=assignable(issue.owners),
        )
        return made.number

    number, made = await once(change.key, hand, find=find, create=create)
    if await hand.storage.issue(hand.repo.id, number) is None:
        await hand.storage.save_issue(hand.repo.id, replace(issue, number=number))
    return Done(key=change.key, outcome="done" if made else "already", number=number)


def assignable(owners: tuple[str, ...]) -> list[str]:
    """The people among the code owners; GitHub assigns neither teams nor addresses.

    >>> assignable(("@acme/agents", "@alice", "bob@acme.example"))
    ['alice']
    """
    people = [o.removeprefix("@") for o in owners if o.startswith("@") and "/" not in o]
    return people[:3]


async def have_label(name: str, hand: Hand) -> None:
    """Make sure that a label of ours exists with its color; asked of GitHub once a repository."""
    key = f"label:{name}"
    intent = await hand.storage.begin(hand.repo.id, key, hand.clock())
    if intent.result is not None:
        return
    style = label_style(name, hand.config.issues.base_label)
    if style is None:
        return
    try:
        await ensure_label(
            hand.client, hand.repo, name, color=style.color, description=style.description
        )
    except GitHubError:
        # Without the right to make labels GitHub still makes a plain one with the issue.
        return
    await hand.storage.finish(hand.repo.id, key, "made")
