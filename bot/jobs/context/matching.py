"""Lay each cause beside the issue that tracks it, and beside what is related on GitHub."""

from collections.abc import Sequence

from bot.errors import IssuesOff
from bot.github.client import Client
from bot.github.issues import list_cards
from bot.jobs.allowed import lacked
from bot.jobs.toolbox import Toolbox
from bot.model.issue import TrackedIssue
from bot.model.job import AnalyzeRun
from bot.model.match import IssueCard, Match
from bot.model.run import WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.one_issue.duplicates import led_home
from bot.planning.one_issue.one_commit import with_one_home
from bot.planning.scope import target_branch
from bot.triage.match import match


async def matched(
    verdicts: Sequence[Verdict],
    known: Sequence[TrackedIssue],
    run: WorkflowRun,
    job: AnalyzeRun,
    client: Client,
    on: Toolbox,
) -> tuple[Match, ...]:
    """Find issues and neighbors; GitHub's list is asked for when a cause is new."""
    spot = target_branch(run), run.workflow_path
    found = led_home(match(verdicts, known, on.cards.get(job.repo.id, ()), spot), known)
    if job.repo.id in on.cards or all(m.issue is not None for m in found):
        return with_one_home(found)
    cards = await _cards(job, client, on)
    return with_one_home(led_home(match(verdicts, known, cards, spot), known))


async def _cards(job: AnalyzeRun, client: Client, on: Toolbox) -> tuple[IssueCard, ...]:
    """The issues and pull requests that changed last, kept for a while."""
    if not job.has_issues or "issues" in await lacked(client):
        return ()
    try:
        cards = await list_cards(client, job.repo, limit=100)
    except IssuesOff:  # since the webhook was written
        return ()
    on.cards[job.repo.id] = cards
    return cards
