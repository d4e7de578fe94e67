"""Which commit closed an issue, asked of GitHub once a closing and only when it decides something."""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import NotFound
from bot.github.client import Client
from bot.github.issues import closing_commit
from bot.model.match import Match
from bot.model.run import WorkflowRun
from bot.planning.course.reopening import asks_for_commit


async def with_closings(
    matches: Sequence[Match], run: WorkflowRun, client: Client
) -> tuple[Match, ...]:
    """The matches, where a closed issue that may come back knows the commit that closed it.

    The answer is kept with whatever is stored of the issue next.
    """
    found: dict[int, str] = {}
    told = []
    for match in matches:
        issue = match.issue
        if issue is None or not asks_for_commit(issue, run):
            told.append(match)
            continue
        if issue.number not in found:
            try:
                found[issue.number] = await closing_commit(client, run.repo, issue.number)
            except NotFound:  # the change that follows finds out as well, and buries it
                found[issue.number] = ""
        told.append(replace(match, issue=replace(issue, closing_commit=found[issue.number])))
    return tuple(told)
