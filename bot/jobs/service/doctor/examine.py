"""The whole examination, in the order in which one fault explains the next."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

import aiohttp

from bot.errors import SettingsError
from bot.github.app import GitHub
from bot.jobs.service.doctor.finding import Finding, Level, summary
from bot.jobs.service.doctor.github import Wanted, look_at_github
from bot.jobs.service.doctor.machine import look_at_machine, look_at_settings, unusable
from bot.jobs.service.doctor.store import look_at_store
from bot.settings import Settings, load_settings

Say = Callable[[str], None]


async def doctor(
    wanted: Wanted,
    *,
    version: str,
    clock: Callable[[], datetime],
    say: Say,
    env: Mapping[str, str] | None = None,
) -> bool:
    """Say what was found, as it is found; whether nothing is wrong.

    The settings are those of the environment and `.env`, or of `env` alone.
    """
    found = []
    async for finding in _examined(wanted, version, clock, env):
        found.append(finding)
        say(finding.text)
    say(summary(found))
    return not any(one.level is Level.WRONG for one in found)


async def _examined(
    wanted: Wanted,
    version: str,
    clock: Callable[[], datetime],
    env: Mapping[str, str] | None,
) -> AsyncIterator[Finding]:
    try:
        settings = load_settings() if env is None else load_settings(env, env_file=None)
    except SettingsError as error:
        for finding in unusable(error):
            yield finding
        return
    for finding in (*look_at_settings(settings), *look_at_machine(settings, version)):
        yield finding
    async for finding in look_at_store(settings):
        yield finding
    async with aiohttp.ClientSession() as session:
        github = _asking(settings, session, clock)
        async for finding in look_at_github(github.as_app, wanted, session, clock()):
            yield finding


def _asking(
    settings: Settings, session: aiohttp.ClientSession, clock: Callable[[], datetime]
) -> GitHub:
    async def at_once(_seconds: float) -> None:
        """A person waits: what does not answer now is said so."""

    return GitHub(
        api_url=settings.github_api_url,
        app_id=str(settings.app_id),
        private_key=settings.private_key.get_secret_value(),
        session=session,
        clock=clock,
        sleep=at_once,
        write_pause=timedelta(0),
        dry_run=True,
    )
