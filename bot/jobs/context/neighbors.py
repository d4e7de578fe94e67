"""Read what stands around an issue: its duplicates up and down, what a command names, who, what fails."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.commands.around import Around, Neighbor
from bot.commands.command import Need
from bot.commands.naming import issue_number, login_of
from bot.commands.parse import Parsed
from bot.commands.registry import command_named
from bot.errors import NotFound
from bot.github.client import Client
from bot.github.issues import card_of, get_issue
from bot.github.people import can_be_assigned
from bot.github.runs import finished_runs, get_attempt
from bot.jobs.toolbox import Toolbox
from bot.model.issue import TrackedIssue
from bot.model.job import HandleCommand
from bot.model.run import RepoRef, WorkflowRun
from bot.planning.one_issue.duplicates import HOPS, missing
from bot.planning.people.adoption import home_of, named_entries
from bot.planning.scope import target_branch
from bot.storage.storage import Storage

_RUN = re.compile(r"/actions/runs/(\d{1,18})")
_LOOK_BACK = timedelta(days=90)
_TAUGHT = ("success", "failure", "timed_out")


async def look_around(
    job: HandleCommand,
    parsed: Sequence[Parsed],
    issue: TrackedIssue | None,
    client: Client,
    on: Toolbox,
) -> Around:
    """Ask only for what the commands of this comment need."""
    needs = Need.NOTHING
    for order in parsed:
        command = command_named(order.verb)
        needs |= command.needs if command else Need.NOTHING
    kept = {issue.number: issue} if issue else {}
    neighbors: dict[int, Neighbor] = {}
    if Need.NUMBERS in needs:
        kept, neighbors = await _named(job, parsed, issue, client, on)
    if Need.FAILURES in needs and issue is None:
        here = await _neighbor(client, job.repo, job.issue)
        neighbors |= {job.issue: here} if here else {}
        kept |= {i.number: i for i in await on.storage.open_issues(job.repo.id)}
    homes = tuple(i for i in kept.values() if i.state == "open" and not i.duplicate_of)
    return Around(
        kept=kept,
        neighbors=neighbors,
        assignable=await _people(parsed, job.repo, client) if Need.PEOPLE in needs else {},
        homes=homes,
        unhoused=await _unhoused(neighbors.get(job.issue), job.repo, client, on),
        latest=await _latest(issue, job.repo, client, on) if Need.RUN in needs and issue else None,
        repository=job.repo.full_name,
    )


async def duplicates_around(
    issues: Iterable[TrackedIssue], repo_id: int, storage: Storage
) -> dict[int, TrackedIssue]:
    """Read the issues to which these lead, and those that lead to these, a few steps far."""
    kept = {issue.number: issue for issue in issues}
    for _ in range(HOPS + 1):
        below = {n for issue in kept.values() for n in issue.duplicates} - kept.keys()
        wanted = missing(kept.values()) | below
        found = [await storage.issue(repo_id, number) for number in sorted(wanted)]
        read = {issue.number: issue for issue in found if issue}
        if not read:
            break
        kept |= read
    return kept


async def with_canonical(
    known: Sequence[TrackedIssue], repo_id: int, storage: Storage
) -> tuple[TrackedIssue, ...]:
    """Add the issues to which duplicates among these lead, so that `canonical` can answer."""
    kept = {issue.number: issue for issue in known}
    for _ in range(HOPS):
        found = [await storage.issue(repo_id, n) for n in sorted(missing(kept.values()))]
        read = {issue.number: issue for issue in found if issue}
        if not read:
            break
        kept |= read
    return tuple(kept.values())


async def _named(
    job: HandleCommand,
    parsed: Sequence[Parsed],
    issue: TrackedIssue | None,
    client: Client,
    on: Toolbox,
) -> tuple[dict[int, TrackedIssue], dict[int, Neighbor]]:
    """The issues named: ours with the duplicates around them, others as GitHub shows them."""
    words = [word for order in parsed for word in order.args]
    numbers = {issue_number(word, job.repo.full_name) for word in words} - {0, job.issue}
    ours = [i for n in sorted(numbers) if (i := await on.storage.issue(job.repo.id, n))]
    first = [*ours, *([issue] if issue else [])]
    kept = await duplicates_around(first, job.repo.id, on.storage)
    if issue is not None and issue.duplicate_of:  # who has its failures, where that one is gone
        same = await on.storage.issues_with(job.repo.id, issue.fingerprints)
        kept = {i.number: i for i in same} | kept
    neighbors = {}
    for number in sorted(numbers - kept.keys()):
        neighbor = await _neighbor(client, job.repo, number)
        if neighbor is not None:
            neighbors[number] = neighbor
    return kept, neighbors


async def _neighbor(client: Client, repo: RepoRef, number: int) -> Neighbor | None:
    try:
        found = await get_issue(client, repo, number)
    except NotFound:
        return None
    return Neighbor(card=card_of(found), is_pull_request=found.is_pull_request)


async def _people(parsed: Sequence[Parsed], repo: RepoRef, client: Client) -> dict[str, bool]:
    named = (login_of(o.args[0]).lower() for o in parsed if o.verb == "assign" and len(o.args) == 1)
    logins = dict.fromkeys(login for login in named if login)
    return {login: await can_be_assigned(client, repo, login) for login in logins}


async def _unhoused(
    here: Neighbor | None, repo: RepoRef, client: Client, on: Toolbox
) -> tuple[TrackedIssue, ...]:
    """The causes of the newest worklogs that have no issue and that this one names."""
    newest = await on.storage.worklog_for(repo.id) if here else None
    if here is None or newest is None:
        return ()
    text = f"{here.card.title}\n{here.card.body}"
    found: dict[str, TrackedIssue] = {}
    for log in await on.storage.worklogs_of_day(repo.id, newest.date):
        named = named_entries(text, log.entries)
        run_id = _RUN.search(log.run_url)
        if named and run_id:
            run = await get_attempt(client, repo, int(run_id[1]), 1)
            branch = target_branch(run)
            found |= {e.fingerprint: home_of(e, run.workflow_path, branch) for e in named}
    return tuple(found.values())


async def _latest(
    issue: TrackedIssue, repo: RepoRef, client: Client, on: Toolbox
) -> WorkflowRun | None:
    runs = await finished_runs(client, repo, on.clock() - _LOOK_BACK, branch=issue.branch)
    return next(
        (r for r in runs if r.workflow_path == issue.workflow and r.conclusion in _TAUGHT), None
    )
