"""Issues that cannot be written to any more, and where their failures go.

| on GitHub                 | how it shows                           | kept      | what fails next   |
|---------------------------|----------------------------------------|-----------|-------------------|
| deleted                   | webhook, or 404 or 410                 | tombstone | gets a new issue  |
| transferred               | webhook, or a redirect to another      | tombstone | gets a new issue  |
|                           | number or repository                   |           |                   |
| converted to a discussion | 404 or 410; no webhook of its own      | tombstone | gets a new issue  |
| locked against the bot    | 403 on the comment that had to be said | closed as | goes on in its    |
|                           |                                        | duplicate | successor         |
| issues switched off       | `has_issues` of the webhook; 410 on    | all of it | waits in the list |
|                           | every issue, in other words            |           | of what is held   |

A tombstone is never written to again. A failure that finds its issue gone or locked is not lost:
the successor is opened at once, by the same change. A pass that finds it so changes nothing.
"""

from dataclasses import replace

from bot.apply.block import body_for
from bot.apply.hand import Done, Hand
from bot.apply.opening import open_issue
from bot.errors import Forbidden
from bot.github.issues import get_issue, update_issue
from bot.model.issue import Decision, Related, TrackedIssue
from bot.model.plan import OpenIssue
from bot.planning.course.turned import under_another_number

GONE = "the issue is gone from GitHub"
_HERE = ("open", "closed")


def is_locked(error: Forbidden) -> bool:
    """Whether the lock was the reason, and not a permission that the App lacks."""
    return "locked" in error.message.lower()


async def is_left(issue: TrackedIssue, key: str, hand: Hand) -> bool:
    """Whether the bot left this issue since the change of `key` was planned.

    Nothing brings a tombstone to life; no run writes to an issue whose failures go elsewhere now.
    """
    kept = await hand.storage.issue(hand.repo.id, issue.number)
    if kept is None:
        return False
    has_moved = kept.duplicate_of not in {issue.duplicate_of, 0}
    return kept.state not in _HERE or (has_moved and key.startswith("run:"))


async def gone(issue: TrackedIssue, key: str, hand: Hand) -> Done:
    """Keep a tombstone; when `issue` fails in the run of `key`, open its successor."""
    before = await hand.storage.issue(hand.repo.id, issue.number)
    if before is None or before.state in _HERE:
        buried = replace(issue, state="deleted", state_reason="", closed_at=hand.clock())
        await hand.storage.save_issue(hand.repo.id, buried)
    if not _fails_now(issue, key):
        return Done(key=key, outcome=GONE, number=issue.number)
    return await _open_heir(issue, key, "its issue is gone from GitHub", hand)


async def move_on(issue: TrackedIssue, key: str, hand: Hand) -> Done:
    """Go on in a successor, because nothing can be said on the locked issue any more."""
    done = await _open_heir(issue, key, f"#{issue.number} is locked", hand, back=True)
    decision = Decision(at=hand.clock(), what=f"go on in #{done.number}", reason="it is locked")
    old = replace(
        issue,
        state="closed",
        state_reason="duplicate",
        closed_at=hand.clock(),
        closed_by="",
        close_evidence=None,
        duplicate_of=done.number,
        decisions=(decision, *issue.decisions),
        unsaid=(),
    )
    seen = await get_issue(hand.client, hand.repo, issue.number)
    await update_issue(
        hand.client,
        hand.repo,
        issue.number,
        state="closed",
        state_reason="duplicate",
        body=body_for(old, seen.body, hand),
    )
    await hand.storage.save_issue(hand.repo.id, old)
    heir = await hand.storage.issue(hand.repo.id, done.number)
    if heir is not None:  # stored again, it becomes the home of its causes now that the old is shut
        await hand.storage.save_issue(hand.repo.id, heir)
    return done


def _fails_now(issue: TrackedIssue, key: str) -> bool:
    seen = issue.last_seen
    return seen is not None and key.startswith(f"run:{seen.run_id}:{seen.attempt}:")


async def _open_heir(
    issue: TrackedIssue, key: str, why: str, hand: Hand, *, back: bool = False
) -> Done:
    now = hand.clock()
    related = issue.related
    if back:
        title = issue.verdict.title
        reason = "the same cause, locked"
        old = Related(number=issue.number, title=title, state="closed", reason=reason, score=1.0)
        related = (old, *(r for r in related if r.number != issue.number))
    heir = replace(
        under_another_number(issue, 0, now),
        related=related,
        linked=(issue.number, *issue.linked) if back else issue.linked,
        duplicates=(issue.number, *issue.duplicates) if back else issue.duplicates,
        decisions=(Decision(at=now, what="open a successor", reason=why), *issue.decisions)[:20],
    )
    change = OpenIssue(key=f"{key}:heir", issue=heir)
    done = await open_issue(change, hand, apart_from=issue.number)
    return replace(done, key=key)
