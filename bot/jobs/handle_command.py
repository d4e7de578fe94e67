"""Carry out the `/gardener` lines of a comment: seen, permission, decision, answer."""

from dataclasses import replace

from pydantic import TypeAdapter

from bot.commands.decide import Asker, Ruling, decide
from bot.commands.parse import parse_commands
from bot.github.permissions import permission_of
from bot.jobs.carrying import carry_out_all
from bot.jobs.context.config_in_force import config_in_force
from bot.jobs.context.neighbors import look_around
from bot.jobs.queue.steps import Steps
from bot.jobs.rescan import rescan
from bot.jobs.toolbox import Toolbox
from bot.model.job import HandleCommand
from bot.model.plan import Plan, React

_RULING = TypeAdapter(Ruling)


async def handle_command(job: HandleCommand, on: Toolbox, steps: Steps) -> None:
    """Read the comment and do what it says, if its author may. A comment is handled once."""
    parsed = parse_commands(job.body)
    if job.author_is_bot or not parsed:
        return
    if await on.storage.comment_handled(job.repo.id, job.comment_id):
        return
    client = await on.github.client(job.installation)
    stored = await on.storage.repository(job.repo.id)
    branch = stored.default_branch if stored else ""
    config, _ = await config_in_force(job.repo, branch, client, on)
    hand = on.hand(client, job.repo, config)
    seen = React(key=f"comment:{job.comment_id}:eyes", comment_id=job.comment_id, content="eyes")
    await carry_out_all(Plan(changes=(seen,)), hand, steps, dry_run=on.dry_run)

    async def think() -> Ruling:
        permission = await permission_of(client, job.repo, job.author)
        issue = await on.storage.issue(job.repo.id, job.issue)
        around = await look_around(job, parsed, issue, client, on)
        asker = Asker(
            comment=job, permission=permission, config=config, now=on.clock(), around=around
        )
        return decide(asker, parsed, issue)

    ruling = await steps.run("decide", think, _RULING)
    *doing, done = ruling.plan.changes
    await carry_out_all(replace(ruling.plan, changes=tuple(doing)), hand, steps, dry_run=on.dry_run)
    if ruling.reads_again is not None:
        await rescan(job, ruling.reads_again, branch, on, steps)
    await carry_out_all(Plan(changes=(done,)), hand, steps, dry_run=on.dry_run)
    if not on.dry_run:
        await on.storage.mark_comment(job.repo.id, job.comment_id, on.clock())
