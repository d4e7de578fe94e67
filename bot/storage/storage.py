"""The whole storage behind one name: what the bot knows of repositories, issues and tests.

Every method is one transaction. `TransientError` is raised when the database cannot answer now.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import delete, text

from bot.storage import tables as t
from bot.storage.catching_up import CatchingUp
from bot.storage.configs import Configs
from bot.storage.database import open_engine
from bot.storage.histories import Histories
from bot.storage.installations import Installations
from bot.storage.intents import Intents
from bot.storage.issues import Issues
from bot.storage.migrate import upgrade, version_of
from bot.storage.paces import Paces
from bot.storage.pendings import Pendings
from bot.storage.repositories import Repositories
from bot.storage.worklogs import Worklogs


class Storage(
    Repositories,
    Installations,
    CatchingUp,
    Configs,
    Issues,
    Histories,
    Worklogs,
    Intents,
    Paces,
    Pendings,
):
    """Everything that is remembered between two jobs."""

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["Storage"]:
        """Connect to `sqlite:///PATH` or `postgresql://…`; `migrate()` is left to the caller."""
        engine = open_engine(url)
        try:
            yield cls(engine)
        finally:
            await engine.dispose()

    async def migrate(self) -> tuple[str, str]:
        """Bring the tables to this version; of several processes at once one does it.

        Gives the version before ("" for none) and after. `SettingsError` when a newer program made
        the tables.
        """
        async with self.write() as connection:
            return await connection.run_sync(upgrade)

    async def version(self) -> str:
        """The version of the tables, "" when there are none."""
        async with self.read() as connection:
            return await connection.run_sync(version_of)

    async def server_version(self) -> str:
        """The database's own version."""
        asked = "SELECT sqlite_version()" if self.is_sqlite else "SHOW server_version"
        async with self.read() as connection:
            return str(await connection.scalar(text(asked))).partition(" ")[0]

    async def try_writing(self, key: str, now: datetime) -> None:
        """Put a row on disk and take it out again. `TransientError` when that cannot be done."""
        row = {"repo_id": 0, "key": key, "started_at": now, "result": None}
        async with self.write() as connection:
            await connection.execute(self.upsert(t.intents).values(row))
        async with self.write() as connection:
            await connection.execute(delete(t.intents).where(t.intents.c.repo_id == 0))

    async def check(self) -> None:
        """Nothing when the database answers, else `TransientError`."""
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    async def purge(self, before: datetime) -> int:
        """Forget what only mattered at the time and is older; how many rows went.

        What the tests did is forgotten by `purge_histories`.
        """
        gone = 0
        async with self.write() as connection:
            for statement in (
                delete(t.intents).where(t.intents.c.started_at < before),
                delete(t.handled_comments).where(t.handled_comments.c.at < before),
                delete(t.worklogs).where(t.worklogs.c.at < before),
                delete(t.pending).where(t.pending.c.at < before),
            ):
                gone += (await connection.execute(statement)).rowcount
        return gone
