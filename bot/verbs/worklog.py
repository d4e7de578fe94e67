"""`gardener worklog`: what was recorded of a day."""

from datetime import date

from bot.app import VERSION, toolbox
from bot.errors import UserError
from bot.planning.telling.worklog import merge_worklogs
from bot.render.worklog import worklog_markdown
from bot.settings import Settings
from bot.verbs.say import Say
from bot.webhook.metrics import Metrics


async def worklog(settings: Settings, repository: str, day: date | None, *, say: Say) -> None:
    """Print what was recorded of a day, or of the newest day there is."""
    async with toolbox(settings, Metrics(VERSION)) as on:
        stored = await on.storage.repository_named(repository)
        if stored is None:
            raise UserError(f"{repository} is not known here: no run of it was analyzed yet.")
        newest = await on.storage.worklog_for(stored.repo.id, day)
        if newest is None:
            raise UserError(f"There is no worklog of {repository} for that day.")
        logs = await on.storage.worklogs_of_day(stored.repo.id, newest.date)
        say(worklog_markdown(merge_worklogs(logs)))
