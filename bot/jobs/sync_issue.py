"""Take over what a person changed by hand on one of our issues."""

from pydantic import TypeAdapter

from bot.jobs.carrying import carry_out_all
from bot.jobs.config_in_force import config_in_force
from bot.jobs.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.job import SyncIssue
from bot.model.plan import Plan
from bot.planning.hand import take_over

_PLAN = TypeAdapter(Plan)


async def sync_issue(job: SyncIssue, on: Toolbox, steps: Steps) -> None:
    """People win: what they set is theirs until `/gardener reclassify auto`."""
    if job.by_bot or await on.storage.issue(job.repo.id, job.issue) is None:
        return
    client = await on.github.client(job.installation)
    stored = await on.storage.repository(job.repo.id)
    branch = stored.default_branch if stored else ""
    config, _ = await config_in_force(job.repo, branch, client, on)

    async def think() -> Plan:
        issue = await on.storage.issue(job.repo.id, job.issue)
        if issue is None:
            return Plan()
        return take_over(job, issue, on.clock(), base_label=config.issues.base_label)

    plan = await steps.run("take over", think, _PLAN)
    hand = on.hand(client, job.repo, config)
    await carry_out_all(plan, hand, steps, dry_run=on.dry_run)
    if job.action in ("deleted", "transferred"):
        await on.storage.forget_issue(job.repo.id, job.issue)
