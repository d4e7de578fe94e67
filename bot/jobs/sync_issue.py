"""Take over what a person changed by hand on one of our issues."""

from pydantic import TypeAdapter

from bot.github.client import Client
from bot.jobs.carrying import carry_out_all
from bot.jobs.context.config_in_force import config_in_force
from bot.jobs.context.neighbors import duplicates_around
from bot.jobs.queue.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.config import RepoConfig
from bot.model.job import SyncIssue
from bot.model.plan import Plan
from bot.planning.people.hand import take_over

_PLAN = TypeAdapter(Plan)


async def sync_issue(job: SyncIssue, on: Toolbox, steps: Steps) -> None:
    """People win: what they set is theirs until `/gardener reclassify auto`."""
    is_noise = job.by_bot and job.action != "closed"
    if is_noise or await on.storage.issue(job.repo.id, job.issue) is None:
        return
    client = await on.github.client(job.installation)
    config = await _config(job, client, on)

    async def think() -> Plan:
        issue = await on.storage.issue(job.repo.id, job.issue)
        if issue is None:
            return Plan()
        kept = await duplicates_around((issue,), job.repo.id, on.storage)
        if issue.duplicate_of:  # who has its failures, where the canonical issue is gone
            same = await on.storage.issues_with(job.repo.id, issue.fingerprints)
            kept = {other.number: other for other in same} | kept
        base = config.issues.base_label
        return take_over(job, issue, on.clock(), base_label=base, kept=kept)

    plan = await steps.run("take over", think, _PLAN)
    hand = on.hand(client, job.repo, config)
    await carry_out_all(plan, hand, steps, dry_run=on.dry_run)


async def _config(job: SyncIssue, client: Client, on: Toolbox) -> RepoConfig:
    """The config in force; a comment by a person changes nothing that it could decide."""
    if job.action == "commented":
        return RepoConfig()
    stored = await on.storage.repository(job.repo.id)
    branch = stored.default_branch if stored else ""
    config, _ = await config_in_force(job.repo, branch, client, on)
    return config
