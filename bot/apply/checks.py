"""Write the check run "Test Gardener" of a commit; the second time it is rewritten in place."""

from datetime import datetime

from bot.apply.hand import Done, Hand
from bot.apply.once import once
from bot.github.checks import CheckOutput, create_check, find_for, update_check
from bot.model.plan import WriteCheck
from bot.model.worklog import Worklog
from bot.planning.worklog import merge_worklogs, with_numbers
from bot.render.check import MAX_SUMMARY as MAX_TEXT
from bot.render.check import check_summary, check_title
from bot.render.worklog import worklog_markdown

NAME = "Test Gardener"


async def write_check(change: WriteCheck, hand: Hand) -> Done:
    """Show the worklogs of every workflow of this commit in one check run."""
    fresh = await numbered(change.worklog, hand)
    others = await hand.storage.worklogs_of_commit(hand.repo.id, change.sha)
    worklog = merge_worklogs([fresh, *(w for w in others if w.focus != fresh.focus)])
    output = CheckOutput(
        conclusion=change.conclusion,
        title=check_title(worklog),
        summary=check_summary(worklog),
        text=worklog_markdown(worklog)[:MAX_TEXT],
    )

    async def find(_since: datetime) -> int | None:
        found = await find_for(hand.client, hand.repo, change.sha, NAME, app_id=hand.app_id)
        return found.id if found else None

    async def create() -> int:
        made = await create_check(hand.client, hand.repo, sha=change.sha, name=NAME, output=output)
        return made.id

    check, made = await once(f"check:{change.sha}", hand, find=find, create=create)
    if not made:
        await update_check(hand.client, hand.repo, check, output)
    return Done(key=change.key, outcome="done")


async def numbered(worklog: Worklog, hand: Hand) -> Worklog:
    """The worklog with the numbers that issues got only after it was written."""
    new = [e.fingerprint for e in worklog.entries if not e.number and not e.not_opened]
    if not new:
        return worklog
    opened = await hand.storage.issues_with(hand.repo.id, new)
    numbers = {f: issue.number for issue in reversed(opened) for f in issue.fingerprints}
    return with_numbers(worklog, numbers)
