"""Several versions and several processes on one database: made once, never undone, never guessed."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from bot.errors import SettingsError
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.steps import Steps
from bot.jobs.service.upkeep import migrate
from bot.model.job import Job
from bot.settings import queue_url
from bot.storage import migrate as migrations
from bot.storage.storage import Storage
from tests.jobs.harness import ROOT
from tests.jobs.test_engine import analyze

PROCESSES = 8
# Dropped a table before anything was released; from here on nothing may be taken away.
_BEFORE_THE_RULE = ("0004",)


def revisions() -> list[str]:
    """Every version, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'gardener.db'}"


async def test_eight_processes_migrate_at_once_and_one_does_it(url: str) -> None:
    program = (sys.executable, "-m", "tests.faults.migrating", url, str(PROCESSES))
    process = await asyncio.create_subprocess_exec(
        *program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asyncio.wait_for(process.communicate(), 120)
    lines = said.decode().splitlines()
    told = Counter(line.partition(": store ")[2].partition(" ")[0] for line in lines)

    assert process.returncode == 0, said.decode()
    assert (told["made"], told["up"]) == (1, PROCESSES - 1)
    assert sum(": queue " in line for line in lines) == PROCESSES


async def test_migrate_says_what_it_did(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gardener.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
    engine.dispose()
    first: list[str] = []
    second: list[str] = []
    await migrate(url, say=first.append)
    await migrate(url, say=second.append)
    newest = revisions()[-1]

    assert first[0].endswith(f"gardener.db: store brought from version 0001 to {newest}")
    assert "gardener-queue.db: queue made (version " in first[1]
    assert second[0].endswith(f"store up to date (version {newest})")
    assert "queue up to date (version " in second[1]


async def test_older_program_refuses_a_newer_database(url: str) -> None:
    async with Storage.open(url) as storage:
        await storage.migrate()
        async with storage.write() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(SettingsError, match=r"newer Test Gardener made this .*version 9999"):
            await storage.migrate()


Tables = dict[str, dict[str, ReflectedColumn]]


def _tables(connection: Connection) -> tuple[Tables, set[tuple[str, str]]]:
    look = inspect(connection)
    found: Tables = {
        table: {column["name"]: column for column in look.get_columns(table)}
        for table in look.get_table_names()
    }
    unique = {
        (table, str(index["name"]))
        for table in found
        for index in look.get_indexes(table)
        if index["unique"]
    }
    return found, unique


@pytest.mark.parametrize("revision", [r for r in revisions()[1:] if r not in _BEFORE_THE_RULE])
def test_migration_leaves_a_running_older_program_all_that_it_uses(revision: str) -> None:
    """Two versions run at once during an upgrade: what the older reads and writes must stay."""
    known = revisions()
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.upgrade(connection, known[known.index(revision) - 1])
        before, unique_before = _tables(connection)
        migrations.upgrade(connection, revision)
        after, unique_after = _tables(connection)
    engine.dispose()

    for table, columns in before.items():
        for name, column in columns.items():
            same = after[table][name]
            assert str(same["type"]) == str(column["type"]), f"{table}.{name} has another type"
            assert same["nullable"] or not column["nullable"], f"{table}.{name} must be given now"
        for name in after[table].keys() - columns:
            new = after[table][name]
            may_be_left_out = new["nullable"] or new["default"] is not None
            assert may_be_left_out, f"{table}.{name}: an older program does not give it"
    assert not {index for index in unique_after - unique_before if index[0] in before}


async def test_jobs_are_never_bound_to_the_version_that_queued_them(url: str) -> None:
    """DBOS hands a job only to its own version: another "1" here would strand what is queued."""

    async def handler(_job: Job, _steps: Steps) -> None:
        pass

    engine = Engine(queue_url(url), {"analyze_run": handler})
    await engine.launch(work=False)
    await engine.accept(analyze(1), "run:1:1")
    await engine.close()
    database = create_engine(queue_url(url))
    table = "workflow_status" if url.startswith("sqlite") else "dbos.workflow_status"
    with database.connect() as connection:
        bound = connection.execute(text(f"SELECT application_version FROM {table}")).scalars()
        assert set(bound) == {"1"}
    database.dispose()
