"""Read a run again because a person asked for it; what was counted already only renews the body."""

from dataclasses import replace

from pydantic import TypeAdapter

from bot.apply.checks import numbered
from bot.jobs.analyze_run import Thought, think
from bot.jobs.carrying import carry_out_all
from bot.jobs.queue.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.issue import TrackedIssue
from bot.model.job import AnalyzeRun, HandleCommand
from bot.model.plan import Change, EditIssue, Plan, React, Reply, WriteCheck
from bot.model.run import WorkflowRun

_THOUGHT = TypeAdapter(Thought)


async def rescan(
    job: HandleCommand, run: WorkflowRun, default_branch: str, on: Toolbox, steps: Steps
) -> None:
    """Analyze the run as if it had just finished. Keys hang on the comment, so it happens once."""
    client = await on.github.client(job.installation)
    analyze = AnalyzeRun(
        installation=job.installation,
        repo=job.repo,
        run_id=run.id,
        attempt=run.attempt,
        default_branch=default_branch,
        run=run,
    )

    async def again() -> Thought:
        thought = await think(analyze, client, on)
        issue = await on.storage.issue(job.repo.id, job.issue)
        plan = under(thought.plan, f"comment:{job.comment_id}", issue)
        return replace(thought, plan=plan)

    thought = await steps.run("read again", again, _THOUGHT)
    hand = on.hand(client, job.repo, thought.config)
    await carry_out_all(thought.plan, hand, steps, dry_run=on.dry_run)
    if thought.worklog is not None:
        await on.storage.record_run(thought.run, (), await numbered(thought.worklog, hand))


def under(plan: Plan, stem: str, issue: TrackedIssue | None) -> Plan:
    """Give the plan's changes keys of their own, and renew the body of `issue` in any case."""
    changes: list[Change] = [replace(c, key=f"{stem}:{c.key}") for c in plan.changes]
    if issue is not None and issue.number not in {_number(c) for c in changes}:
        edit = EditIssue(key=f"{stem}:again:{issue.number}", issue=issue)
        changes.insert(0, edit)
    return replace(plan, changes=tuple(changes))


def _number(change: Change) -> int:
    if isinstance(change, React | Reply | WriteCheck):
        return 0
    return change.issue.number
