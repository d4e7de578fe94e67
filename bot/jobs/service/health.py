"""Whether this process can do its work, and what a person should look at: the checks of `/readyz`.

What stops the work raises an error of its own; `Degraded` is for what slows it down, because a
server that is taken out of service for a long queue only loses deliveries.
"""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bot.errors import Degraded, GardenerError
from bot.jobs.queue.engine import Engine
from bot.jobs.toolbox import Toolbox
from bot.settings import Settings
from bot.storage.migrate import newest_version

Check = Callable[[], Awaitable[str]]

# A job waits behind the others of its repository, so minutes are no fault.
LONG_WAIT = timedelta(minutes=15)
# A run's artifacts are unpacked there, one after the other.
TIGHT = 500 * 1024 * 1024
FULL = 50 * 1024 * 1024


def free_at(folder: Path) -> int:
    """How many bytes can still be written there."""
    return shutil.disk_usage(folder).free


def checks_of(
    settings: Settings, engine: Engine, on: Toolbox, free: Callable[[Path], int] = free_at
) -> Mapping[str, Check]:
    """Each check by its name; it answers with a few words or raises."""

    async def database() -> str:
        await on.storage.check()
        return "answers"

    async def migrations() -> str:
        version, newest = await on.storage.version(), newest_version()
        if version == newest:
            return f"version {version}"
        raise Degraded(f"version {version}, this program is for {newest}: start the newest one")

    async def key() -> str:
        return f"App {settings.app_id}, its key can be read"

    async def queue() -> str:
        found = await engine.figures()
        said = (
            f"{found.depth} jobs, the oldest waits for {found.oldest_waits.total_seconds():.0f} s"
        )
        if found.oldest_waits > LONG_WAIT:
            raise Degraded(f"{said}: is a worker running, and are there enough?")
        return said

    async def disk() -> str:
        return disk_check(on.workdir, *folders_of(settings.database_url), free=free)

    named = {"database": database, "migrations": migrations, "key": key}
    return {**named, "queue age": queue, "disk": disk}


def folders_of(database_url: str) -> tuple[Path, ...]:
    """Where the database's own files are; none on Postgres."""
    scheme, _, path = database_url.partition(":///")
    return (Path(path).absolute().parent,) if scheme == "sqlite" else ()


def disk_check(*folders: Path, free: Callable[[Path], int] = free_at) -> str:
    """How much room the tightest of them has. Raises when that is too little."""
    left, tightest = min((free(folder), folder) for folder in folders)
    said = f"{left / 1024**3:.1f} GB free at {tightest}"
    if left < FULL:
        raise GardenerError(f"{said}: the disk is full")
    if left < TIGHT:
        raise Degraded(f"{said}: make room")
    return said
