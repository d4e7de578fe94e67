"""The verbs that start a bot, or make its database ready."""

import asyncio
from typing import Annotated

import typer

from bot.cli.saying import line
from bot.settings import load_settings


def serve(
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Web only.")] = False,
) -> None:
    """Web server and workers in one process.

    Example: gardener serve
    """
    from bot import app

    asyncio.run(app.serve(load_settings(), with_web=True, work=not no_worker))


def work() -> None:
    """Workers only, any number of them sharing one Postgres.

    Example: gardener work
    """
    from bot import app

    asyncio.run(app.serve(load_settings(), with_web=False, work=True))


def migrate(
    source: Annotated[
        str, typer.Option("--from", help="An SQLite to move everything from.", metavar="URL")
    ] = "",
) -> None:
    """Bring the tables of DATABASE_URL up to date; move to Postgres from SQLite.

    Example: gardener migrate --from sqlite:///gardener.db
    """
    from bot.jobs.service import upkeep

    asyncio.run(upkeep.migrate(load_settings().database_url, source, say=line))
