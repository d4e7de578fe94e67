"""The settings and the machine, before anything is asked of anybody."""

import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.errors import Degraded, GardenerError, SettingsError
from bot.jobs.service.doctor.finding import Finding, ok, warn, wrong
from bot.jobs.service.health import disk_check, folders_of
from bot.settings import Settings

# Below it a secret can be guessed by somebody who has seen one signed delivery.
_LEAST_SECRET = 16


def unusable(error: SettingsError) -> Iterator[Finding]:
    """The settings that stop a start; each line of the error is one of them."""
    for line in str(error).splitlines():
        what, _, expected = line.partition(": expected ")
        yield wrong("settings", what, f"set it to {expected}" if expected else "see README.md")


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Settings that work, but perhaps not as meant."""
    database = settings.database_url.partition(":")[0]
    yield ok("settings", f"App {settings.app_id} at {settings.github_api_url}, {database}")
    if len(settings.webhook_secret.get_secret_value()) < _LEAST_SECRET:
        yield warn(
            "settings",
            f"WEBHOOK_SECRET is shorter than {_LEAST_SECRET} characters",
            "make a long one (`openssl rand -hex 32`), here and on the App's page, under Webhook",
        )
    if settings.gardener_dry_run:
        yield warn(
            "settings",
            "GARDENER_DRY_RUN is on: nothing is written to GitHub",
            "unset it to go live",
        )


def look_at_machine(settings: Settings, version: str) -> Iterator[Finding]:
    """The program and the disk."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    yield ok("program", f"test-gardener {version}, Python {python}, SQLite {sqlite}")
    folders = (Path(tempfile.gettempdir()), *folders_of(settings.database_url))
    there = [folder for folder in folders if folder.is_dir()]
    do = "make room there, or point DATABASE_URL (or TMPDIR) elsewhere"
    try:
        yield ok("disk", disk_check(*there))
    except Degraded as worry:
        yield warn("disk", str(worry), do)
    except GardenerError as error:
        yield wrong("disk", str(error), do)
