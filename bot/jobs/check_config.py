"""Say at once what is wrong with a config that was just pushed."""

from bot.errors import GitHubError
from bot.github.app import KEPT_FOR_COMMANDS
from bot.github.checks import CheckOutput, create_check, find_for, update_check
from bot.github.client import Client
from bot.github.repos import get_file
from bot.jobs.context.config_in_force import PATH, refresh, unreadable
from bot.jobs.queue.steps import Steps
from bot.jobs.toolbox import Toolbox
from bot.model.config_text import ConfigProblem, read_config
from bot.model.job import CheckConfig
from bot.model.secrets import mask_secrets
from bot.render.check import config_check

NAME = "Test Gardener / config"


async def check_config(job: CheckConfig, on: Toolbox, steps: Steps) -> None:
    """Write a check run on the commit; on the default branch a good config is in force at once."""
    del steps  # every line below may be repeated without harm
    client = await on.github.client(job.installation, spared=KEPT_FOR_COMMANDS)
    if job.branch == job.default_branch:
        await refresh(job.repo, job.branch, client, on, since=on.clock())
    problems = await _problems(job, client)
    if problems is None or on.dry_run:
        return
    title, summary = config_check(problems)
    output = CheckOutput(
        conclusion="failure" if problems else "success", title=title, summary=summary
    )
    there = await find_for(client, job.repo, job.sha, NAME, app_id=on.app_id)
    if there is None:
        await create_check(client, job.repo, sha=job.sha, name=NAME, output=output)
    else:
        await update_check(client, job.repo, there.id, output)


async def _problems(job: CheckConfig, client: Client) -> tuple[ConfigProblem, ...] | None:
    """What is wrong with the file at the commit; None when there is no file."""
    try:
        text = await get_file(client, job.repo, PATH, job.sha)
    except GitHubError as error:
        return (ConfigProblem(line=1, column=1, reason=unreadable(error)),)
    return None if text is None else read_config(mask_secrets(text))[1]
