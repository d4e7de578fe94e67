"""Which function does which kind of job."""

from bot.jobs.analyze_run import analyze_run
from bot.jobs.attending import attend
from bot.jobs.check_config import check_config
from bot.jobs.handle_command import handle_command
from bot.jobs.queue.steps import Steps
from bot.jobs.sync_installation import sync_installation, sync_repository
from bot.jobs.sync_issue import sync_issue
from bot.jobs.toolbox import Toolbox
from bot.model.job import (
    AnalyzeRun,
    CheckConfig,
    HandleCommand,
    Job,
    SyncInstallation,
    SyncIssue,
    SyncRepository,
)

KINDS = (
    "analyze_run",
    "handle_command",
    "sync_issue",
    "sync_installation",
    "sync_repository",
    "check_config",
)


async def handle(job: Job, on: Toolbox, steps: Steps) -> None:
    """Do the job, if anybody is there to work for; else `LeftInPeace`."""
    await attend(job, on, lambda there: _do(there, on, steps))


async def _do(job: Job, on: Toolbox, steps: Steps) -> None:
    match job:
        case AnalyzeRun():
            await analyze_run(job, on, steps)
        case HandleCommand():
            await handle_command(job, on, steps)
        case SyncIssue():
            await sync_issue(job, on, steps)
        case SyncInstallation():
            await sync_installation(job, on)
        case SyncRepository():
            await sync_repository(job, on)
        case CheckConfig():
            await check_config(job, on, steps)
