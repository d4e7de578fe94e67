"""Carry out the `/gardener` lines of a comment: seen, permission, decision, answer."""

from pydantic import TypeAdapter

from bot.commands.decide import decide
from bot.commands.parse import parse_commands
from bot.github.permissions import permission_of
from bot.jobs.carrying import carry_out_all
from bot.jobs.config_in_force import config_in_force
from bot.jobs.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.job import HandleCommand
from bot.model.plan import Plan, React

_PLAN = TypeAdapter(Plan)


async def handle_command(job: HandleCommand, on: Toolbox, steps: Steps) -> None:
    """Read the comment and do what it says, if its author may."""
    parsed = parse_commands(job.body)
    if job.author_is_bot or not parsed:
        return
    client = await on.github.client(job.installation)
    stored = await on.storage.repository(job.repo.id)
    branch = stored.default_branch if stored else ""
    config, _ = await config_in_force(job.repo, branch, client, on)
    hand = on.hand(client, job.repo, config)
    seen = React(key=f"comment:{job.comment_id}:eyes", comment_id=job.comment_id, content="eyes")
    await carry_out_all(Plan(changes=(seen,)), hand, steps, dry_run=on.dry_run)

    async def think() -> Plan:
        permission = await permission_of(client, job.repo, job.author)
        issue = await on.storage.issue(job.repo.id, job.issue)
        return decide(job, parsed, issue, permission=permission, config=config, now=on.clock())

    plan = await steps.run("decide", think, _PLAN)
    await carry_out_all(plan, hand, steps, dry_run=on.dry_run)
