"""The verbs of whoever runs a server: look whether all is well, keep a copy."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import UserError
from bot.model.config import duration
from bot.settings import load_settings

WRONG = 2
# GitHub keeps artifacts and logs no longer unless it was told to.
FARTHEST = timedelta(days=90)


def doctor() -> None:
    """Look at the settings, the App on GitHub and the database; say what is wrong and what to do.

    Example: gardener doctor
    """
    from bot import verbs

    if not asyncio.run(verbs.doctor(say=_line)):
        raise typer.Exit(WRONG)


def backup(
    folder: Annotated[Path, typer.Argument(help="A folder for the copy; it may not be there yet.")],
) -> None:
    """Copy the SQLite database of a running bot, both files, whole and checked.

    Example: gardener backup /backup/2025-09-14
    """
    from bot.storage.backup import back_up

    for line in back_up(load_settings(), folder):
        _line(line)


def backfill(
    repository: Annotated[str, typer.Argument(metavar="OWNER/REPO")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 7d, 4w, at most 90d.")] = "7d",
) -> None:
    """Queue finished runs that were never seen; whichever bot works on the queue analyzes them.

    Example: gardener backfill acme/shop --since 7d
    """
    from bot import verbs

    span = _span(since)
    asyncio.run(verbs.backfill(load_settings(), repository, span, say=_line))


def _span(text: str) -> timedelta:
    """A number and a unit; a person who mistypes it is told how it is written."""
    try:
        span = duration(text)
    except ValueError as error:
        raise UserError(f"--since {text}: {error}.") from None
    if not timedelta() < span <= FARTHEST:
        raise UserError(f"--since {text}: expected at most {FARTHEST.days}d.")
    return span


def _line(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output
