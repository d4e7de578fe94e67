"""The verbs of whoever runs a bot: is all well, what waits, what was seen, keep a copy."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.saying import WRONG_USAGE, line, say, stop
from bot.errors import UserError
from bot.model.config import duration
from bot.settings import load_settings

# GitHub keeps artifacts and logs no longer unless it was told to.
FARTHEST = timedelta(days=90)


def doctor() -> None:
    """Look at the settings, the App on GitHub and the database; say what is wrong and what to do.

    Example: gardener doctor
    """
    from bot.verbs import doctor as verb

    if not asyncio.run(verb.doctor(say=line)):
        raise typer.Exit(WRONG_USAGE)


def backup(
    folder: Annotated[Path, typer.Argument(help="A folder for the copy; it may not be there yet.")],
) -> None:
    """Copy the SQLite database of a running bot, both files, whole and checked.

    Example: gardener backup /backup/2025-09-14
    """
    from bot.storage.backup import back_up

    for said in back_up(load_settings(), folder):
        line(said)


def backfill(
    repository: Annotated[str, typer.Argument(metavar="OWNER/REPO")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 7d, 4w, at most 90d.")] = "7d",
) -> None:
    """Queue finished runs that were never seen; whichever bot works on the queue analyzes them.

    Example: gardener backfill acme/shop --since 7d
    """
    from bot.verbs import queue as verb

    span = _span(since)
    asyncio.run(verb.backfill(load_settings(), repository, span, say=line))


def jobs(
    action: Annotated[str, typer.Argument(help="list, show, retry or cancel")] = "list",
    job: Annotated[str, typer.Argument(help="The id of a job.")] = "",
) -> None:
    """List, inspect, retry and cancel queued work.

    Example: gardener jobs retry run:1001:1
    """
    if action not in ("list", "show", "retry", "cancel") or (action != "list" and not job):
        stop("Say `gardener jobs list`, or `gardener jobs show|retry|cancel ID`.")
    from bot.verbs import queue as verb

    asyncio.run(verb.jobs(load_settings(), action, job, say=say))


def worklog(
    repository: Annotated[str, typer.Argument(metavar="OWNER/REPO")],
    day: Annotated[str, typer.Option("--date", help="A day, 2025-09-14; else the newest.")] = "",
) -> None:
    """Print the worklog document.

    Example: gardener worklog acme/shop --date 2025-09-14
    """
    from bot.verbs import worklog as verb

    asyncio.run(verb.worklog(load_settings(), repository, _day(day), say=say))


def _span(text: str) -> timedelta:
    """A number and a unit; a person who mistypes it is told how it is written."""
    try:
        span = duration(text)
    except ValueError as error:
        raise UserError(f"--since {text}: {error}.") from None
    if not timedelta() < span <= FARTHEST:
        raise UserError(f"--since {text}: expected at most {FARTHEST.days}d.")
    return span


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        stop(f"--date {text}: expected a day such as 2025-09-14.")
