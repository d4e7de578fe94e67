"""Write the check run "Test Gardener" of a commit: one for all its workflows, rewritten in place.

| what the commit shows            | what happens                          |
|----------------------------------|---------------------------------------|
| something, for the first time    | the check run is created              |
| something else than last time    | it is rewritten                       |
| the same as last time            | nothing is asked of GitHub            |
"""

from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from hashlib import sha256

from bot.apply.hand import Done, Hand
from bot.apply.once import once
from bot.github.checks import CheckOutput, create_check, find_for, update_check
from bot.model.plan import WriteCheck
from bot.model.worklog import SuiteLine, Worklog
from bot.planning.telling.worklog import merge_worklogs, with_numbers
from bot.render.check import MAX_SUMMARY as MAX_TEXT
from bot.render.check import check_summary, check_title, is_red
from bot.render.worklog import worklog_markdown
from bot.storage.storage import Storage

NAME = "Test Gardener"


async def has_check(repo_id: int, sha: str, storage: Storage) -> bool:
    """Whether a commit has its check run."""
    return await storage.result(repo_id, _key(sha)) is not None


async def write_check(change: WriteCheck, hand: Hand) -> Done:
    """Show the worklogs of every workflow of this commit in one check run."""
    fresh = _owned_up(await numbered(change.worklog, hand))
    stored = await hand.storage.worklogs_of_commit(hand.repo.id, change.sha)
    worklog = merge_worklogs(_beside(fresh, stored))
    output = _output(worklog)
    digest = _digest(worklog)
    shown = await hand.storage.begin(hand.repo.id, f"{_key(change.sha)}:shown", hand.clock())
    if shown.result == digest:
        return Done(key=change.key, outcome="already")

    async def find(_since: datetime) -> int | None:
        found = await find_for(hand.client, hand.repo, change.sha, NAME, app_id=hand.app_id)
        return found.id if found else None

    async def create() -> int:
        made = await create_check(hand.client, hand.repo, sha=change.sha, name=NAME, output=output)
        return made.id

    check, made = await once(_key(change.sha), hand, find=find, create=create)
    if not made:
        await update_check(hand.client, hand.repo, check, output)
    await hand.storage.finish(hand.repo.id, f"{_key(change.sha)}:shown", digest)
    return Done(key=change.key, outcome="done")


def _key(sha: str) -> str:
    return f"check:{sha}"


def _output(worklog: Worklog) -> CheckOutput:
    """What is shown: neutral when anything failed, so that it never blocks a merge by itself."""
    return CheckOutput(
        conclusion="neutral" if is_red(worklog) else "success",
        title=check_title(worklog),
        summary=check_summary(worklog),
        text=worklog_markdown(worklog)[:MAX_TEXT],
    )


def _digest(worklog: Worklog) -> str:
    """What a reader learns from it: a run that took longer, or ran on another day, is no news."""
    plain = replace(
        worklog,
        date=date.min,
        run_url="",
        suites=_timeless(worklog.suites),
        jobs=_timeless(worklog.jobs),
    )
    parts = (str(part) for part in astuple(_output(plain)))
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _timeless(lines: Sequence[SuiteLine]) -> tuple[SuiteLine, ...]:
    return tuple(replace(line, seconds=None) for line in lines)


def _beside(fresh: Worklog, stored: Sequence[Worklog]) -> list[Worklog]:
    """The worklogs of the commit with the fresh one for its workflow, unless that ran since."""
    if any(w.run == fresh.run for w in stored):
        return [fresh if w.run == fresh.run else w for w in stored]
    is_over = any((w.focus, w.event) == (fresh.focus, fresh.event) for w in stored)
    return [*stored] if is_over else [*stored, fresh]


def _owned_up(worklog: Worklog) -> Worklog:
    """Say of what should have an issue by now that it has none: the openings came before this."""
    why = "GitHub refused to open an issue for it"
    entries = (
        replace(e, not_opened=why) if not e.number and not e.not_opened else e
        for e in worklog.entries
    )
    return replace(worklog, entries=tuple(entries))


async def numbered(worklog: Worklog, hand: Hand) -> Worklog:
    """The worklog with the numbers that issues got only after it was written."""
    new = [e.fingerprint for e in worklog.entries if not e.number and not e.not_opened]
    if not new:
        return worklog
    opened = await hand.storage.issues_with(hand.repo.id, new)
    numbers = {f: issue.number for issue in reversed(opened) for f in issue.fingerprints}
    return with_numbers(worklog, numbers)
