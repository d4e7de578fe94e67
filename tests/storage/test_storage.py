"""The database itself: made once, asked by many, honest when it does not answer."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.errors import SettingsError, TransientError
from bot.storage.storage import Storage
from bot.storage.tables import metadata
from tests.build import NOW, REPO


async def test_migrations_make_exactly_the_tables(storage: Storage) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with storage.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_many_processes_may_migrate_at_once(url: str) -> None:
    async def start() -> None:
        async with Storage.open(url) as storage:
            await storage.migrate()
            await storage.save_repository(REPO, 3, "main")

    await asyncio.gather(*(start() for _ in range(5)))


async def test_what_was_stored_is_there_after_a_restart(url: str) -> None:
    async with Storage.open(url) as before:
        await before.migrate()
        await before.begin(7, "open:1", NOW)
    async with Storage.open(url) as after:
        await after.migrate()
        assert not (await after.begin(7, "open:1", NOW)).first


async def test_many_writers_at_once_all_succeed(storage: Storage) -> None:
    intents = await asyncio.gather(*(storage.begin(7, f"k{n % 50}", NOW) for n in range(200)))

    assert sum(intent.first for intent in intents) == 50


async def test_healthy_database_passes_its_check(storage: Storage) -> None:
    await storage.check()


async def test_database_that_is_away_is_a_passing_fault() -> None:
    async with Storage.open("postgresql://nobody@127.0.0.1:1/none") as storage:
        with pytest.raises(TransientError, match="database does not answer"):
            await storage.check()


async def test_missing_folder_is_named_at_the_start(tmp_path: Path) -> None:
    opening = Storage.open(f"sqlite:///{tmp_path / 'none' / 'gardener.db'}")

    with pytest.raises(SettingsError, match=r"DATABASE_URL: there is no folder .*none"):
        await opening.__aenter__()


async def test_sqlite_is_set_to_survive_a_power_cut(tmp_path: Path) -> None:
    async with Storage.open(f"sqlite:///{tmp_path / 'a.db'}") as storage, storage.read() as ask:
        modes = [
            (await ask.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]

    assert modes == ["wal", 2, 30000]


async def test_failed_write_leaves_nothing(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.write() as connection:
            row = {"repo_id": 7, "key": "k", "started_at": NOW, "result": None}
            await connection.execute(storage.insert(metadata.tables["intents"]), row)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert (await storage.begin(7, "k", NOW)).first
