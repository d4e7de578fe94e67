"""From SQLite to Postgres by one command: the bot goes on as if nothing had happened."""

import asyncio
from datetime import timedelta
from pathlib import Path

import aiohttp
import psycopg
import pytest

from bot.app import running
from bot.errors import SettingsError, UserError
from bot.jobs.queue.engine import Engine
from bot.jobs.queue.status import JobState
from bot.jobs.queue.steps import Steps
from bot.jobs.service.upkeep import migrate
from bot.model.job import Job
from bot.settings import queue_url
from bot.storage.moved import refuse_moved
from bot.storage.queue import OnlyWorker, Workers, open_queue_engine
from tests.faults.town import CAUSES, fake_github, new_town, until_idle
from tests.jobs.harness import ServerProcess
from tests.jobs.place import PRICE, Place, place, red
from tests.jobs.test_engine import NUMBER, until_state

__all__ = ["place"]


async def one() -> int:
    return 1


async def queue_up(place: Place) -> list[str]:
    """Leave on the SQLite queue a job that died after its first step, and two that wait."""
    begun = asyncio.Event()

    async def dies(_job: Job, steps: Steps) -> None:
        await steps.run("first", one, NUMBER)
        begun.set()
        await asyncio.Event().wait()

    engine = Engine(place.settings.queue_url, {"analyze_run": dies})
    await engine.launch()
    ids: list[str] = []
    for said in (PRICE, PRICE, "TypeError: 'cart' is None"):
        sha = await place.github.world.push(place.repo, {"a.py": f"{len(ids)}\n"})
        await place.github.world.run(place.repo, sha=sha, jobs=[red(said)])
        for job in place.told():
            if job.kind == "analyze_run":
                ids.append(f"run:{job.run_id}:1")
                await engine.accept(job, ids[-1])
    await asyncio.wait_for(begun.wait(), 30)
    await engine.close(within=timedelta())
    return ids


def rows_of(said: list[str]) -> dict[str, int]:
    """The table that it prints."""
    found = {}
    for line in "\n".join(said).splitlines():
        name, _, number = line.rpartition(" ")
        if number.replace(",", "").isdigit():
            found[name.strip()] = int(number.replace(",", ""))
    return found


async def test_bot_that_was_moved_edits_its_issues_and_does_what_was_queued(
    place: Place, postgres_url: str
) -> None:
    await place.ci(red())
    number = place.issue.number
    ids = await queue_up(place)
    said: list[str] = []
    source = place.settings.database_url

    await migrate(postgres_url, source, say=said.append)
    rows = rows_of(said)
    settings = place.settings.model_copy(update={"database_url": postgres_url})
    async with running(settings, with_web=False, world=place.world) as bot:
        for job in ids:
            await until_state(bot.engine, job, JobState.DONE)
        moved = await bot.on.storage.issue(place.repo.id, number)

    assert (rows["issues"], rows["workflow_status"], rows["gardener_steps"]) == (1, 3, 1)
    assert rows["histories"] == 2
    assert moved is not None
    # The two runs of the known cause edited its issue; the new cause has one of its own.
    assert [issue.number for issue in place.kept] == [number, number + 1]
    assert sum(PRICE in (issue.body or "") for issue in place.kept) == 1
    assert place.kept[0].edits == 2


async def test_numbers_continue_and_a_second_move_is_refused(
    place: Place, postgres_url: str
) -> None:
    await place.ci(red())
    source = place.settings.database_url
    await migrate(postgres_url, source, say=lambda _line: None)

    with pytest.raises(UserError, match=r"in use, its table \w+ has rows"):
        await migrate(postgres_url, source, say=lambda _line: None)
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM issues").fetchone() == (1,)
        for table in ("scopes", "runs"):
            last = connection.execute(f"SELECT max(id) FROM {table}".encode()).fetchone()
            query = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))"
            assert last is not None
            assert connection.execute(query.encode()).fetchone() == (last[0] + 1,)


async def test_source_on_which_a_bot_works_is_refused(place: Place, postgres_url: str) -> None:
    source = place.settings.database_url
    await migrate(source, say=lambda _line: None)
    lock = OnlyWorker(queue_url(source).removeprefix("sqlite:///"))
    lock.take()
    try:
        with pytest.raises(UserError, match=r"a bot works on .*gardener-queue.db"):
            await migrate(postgres_url, source, say=lambda _line: None)
    finally:
        lock.release()


async def test_target_on_which_a_bot_works_is_refused(place: Place, postgres_url: str) -> None:
    database = open_queue_engine(queue_url(postgres_url))
    workers = Workers(database)
    workers.prepare()
    workers.beat("worker-of-another-host")
    database.dispose()

    with pytest.raises(UserError, match="a bot works on DATABASE_URL's database"):
        await migrate(postgres_url, place.settings.database_url, say=lambda _line: None)


@pytest.mark.parametrize(
    "hindrance",
    [
        pytest.param("CHECK (run_id < 0)", id="half way"),
        pytest.param(
            "FOREIGN KEY (run_id) REFERENCES nobody DEFERRABLE INITIALLY DEFERRED",
            id="at the very end",
        ),
    ],
)
async def test_move_that_fails_leaves_nothing_and_works_the_next_time(
    place: Place, postgres_url: str, hindrance: str
) -> None:
    await place.ci(red())
    source = place.settings.database_url
    await migrate(postgres_url, say=lambda _line: None)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE nobody (id bigint PRIMARY KEY)")
        connection.execute(f"ALTER TABLE worklogs ADD CONSTRAINT none {hindrance}".encode())
        with pytest.raises(Exception, match=r"Nothing was moved: .*Run the same again"):
            await migrate(postgres_url, source, say=lambda _line: None)
        refuse_moved(queue_url(source))  # raises nothing: it is in use as before
        assert connection.execute("SELECT count(*) FROM issues").fetchone() == (0,)
        connection.execute("ALTER TABLE worklogs DROP CONSTRAINT none")

    await migrate(postgres_url, source, say=lambda _line: None)
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM issues").fetchone() == (1,)


@pytest.mark.slow
async def test_door_that_was_left_open_on_the_old_database_takes_nothing_more(
    tmp_path: Path, postgres_url: str, servers: list[ServerProcess]
) -> None:
    old = f"sqlite:///{tmp_path / 'gardener.db'}"
    async with fake_github() as github, aiohttp.ClientSession() as session:
        town = new_town(github, tmp_path, 2)
        door = town.bot("bot", "serve", "--no-worker", database_url=old)
        new = town.bot("bot", "serve", database_url=postgres_url)
        servers += [door, new]
        await door.start()
        await town.fails(town.repositories[0], CAUSES[0])
        for told in town.news():
            await town.deliver(session, told, lambda: door)
        await migrate(postgres_url, old, say=lambda _line: None)
        await town.fails(town.repositories[1], CAUSES[1])
        news = town.news()
        url = f"{door.address}/webhook"
        refused = []
        for told in news:
            async with session.post(url, data=told.payload, headers=told.headers) as answer:
                refused.append((answer.status, await answer.text()))
        with pytest.raises(SettingsError, match=r"moved away .*: set DATABASE_URL"):
            refuse_moved(queue_url(old))
        await new.start()
        for told in news:  # delivered again
            await town.deliver(session, told, lambda: new)
        await until_idle(session, new)

        assert {status for status, _ in refused} == {503}
        assert all("database was moved away" in text for _, text in refused)
        assert town.faults() == []


async def test_move_to_a_database_that_was_lost_is_done_once_more(
    place: Place, postgres_url: str
) -> None:
    await place.ci(red())
    source = place.settings.database_url
    await migrate(postgres_url, source, say=lambda _line: None)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for schema in ("public", "dbos"):
            connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        connection.execute("CREATE SCHEMA public")
    with pytest.raises(SettingsError, match="moved away"):
        async with running(place.settings, with_web=False, world=place.world):
            pass
    said: list[str] = []
    await migrate(postgres_url, source, say=said.append)

    assert rows_of(said)["issues"] == 1


@pytest.mark.parametrize(
    ("target", "source", "says"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "gardener.db", "expected `sqlite:///PATH`"),
        ("postgresql://nobody@127.0.0.1:1/none", "sqlite:///none.db", "there is no such file"),
        ("sqlite:///b.db", "sqlite:///a.db", "expected the `postgresql://"),
    ],
    ids=["source is no address", "source is missing", "target is SQLite"],
)
async def test_wrong_addresses_are_named(target: str, source: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        await migrate(target, source, say=lambda _line: None)
