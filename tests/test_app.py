"""The composition root: a whole bot on a real socket, its house kept, its logs written."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import aiohttp
import pytest
import structlog

from bot.app import Bot, _side_door, configure_logging, handlers, listening, running
from bot.errors import SettingsError, TransientError
from bot.jobs.regularly import regularly
from bot.jobs.service.retention import forgetting
from bot.model.job import Job, SyncInstallation
from bot.storage.storage import Storage
from tests.jobs.place import Place, place, red

__all__ = ["place"]

NOTED = SyncInstallation(installation=1, action="unsuspend", account="acme")


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[Bot]:
    async with running(place.settings, world=place.world) as started:
        place.github.deliver_to(place.app, f"{started.address}/webhook")
        yield started


@asynccontextmanager
async def gone_storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A store whose folder was taken away before it was first asked."""
    folder = tmp_path / "gone"
    folder.mkdir()
    async with Storage.open(f"sqlite:///{folder}/gardener.db") as storage:
        folder.rmdir()
        yield storage


async def get(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}{path}") as answer:
        return answer.status, await answer.text()


async def figure(bot: Bot, name: str) -> float:
    _, text = await get(bot.address, "/metrics")
    rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return next((float(value) for found, _, value in rows if found == name), 0.0)


async def idle(bot: Bot) -> None:
    """Wait until the queue is empty."""
    async with asyncio.timeout(20):
        while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
            await asyncio.sleep(0.02)


async def red_run(place: Place, bot: Bot) -> str:
    """A red run whose webhooks the bot gets over its socket."""
    place.github.clock.advance(timedelta(hours=24))
    sha = await place.github.world.push(place.repo, {"a.py": ""})
    await place.github.world.run(place.repo, sha=sha, jobs=[red()])
    await idle(bot)
    return sha


async def test_webhook_over_the_socket_becomes_an_issue_and_is_counted(
    place: Place, bot: Bot
) -> None:
    sha = await red_run(place, bot)

    assert f"#{place.issue.number}" in place.check_text(sha)
    assert await figure(bot, 'gardener_jobs_total{kind="analyze_run",outcome="done"}') == 1
    taken = 'gardener_webhooks_total{event="workflow_run",outcome="new"}'
    assert await figure(bot, taken) == 1
    assert await figure(bot, 'gardener_issue_changes_total{kind="open",outcome="done"}') == 1
    assert await figure(bot, 'gardener_github_requests_total{status_class="2xx"}') > 5
    assert await figure(bot, "gardener_queue_depth") == 0


async def test_running_bot_is_alive_and_ready_and_says_what_it_looked_at(bot: Bot) -> None:
    assert await get(bot.address, "/healthz") == (200, '{"alive": true}')
    status, text = await get(bot.address, "/readyz")
    said = json.loads(text)

    assert (status, said["ready"]) == (200, True)
    assert set(said["checks"]) == {
        *("database", "migrations", "key", "queue age", "disk", "last delivery")
    }
    assert all(check["ok"] for check in said["checks"].values())
    assert (await get(bot.address, "/"))[0] == 200


async def test_server_whose_database_is_gone_is_alive_and_not_ready(
    place: Place, bot: Bot, tmp_path: Path
) -> None:
    async with gone_storage(tmp_path) as gone:
        broken = replace(bot.on, storage=gone)
        async with listening(place.settings, bot.engine, broken, place.metrics) as address:
            status, text = await get(address, "/readyz")
            alive, _ = await get(address, "/healthz")

    checks = json.loads(text)["checks"]
    assert (status, alive) == (503, 200)
    assert [n for n, check in checks.items() if not check["ok"]] == ["database", "migrations"]
    assert "Traceback" not in text


async def test_taken_port_is_a_sentence(place: Place, bot: Bot) -> None:
    port = bot.address.rpartition(":")[2]
    settings = place.settings.model_copy(update={"port": int(port)})

    with pytest.raises(SettingsError, match=f"PORT {port}: cannot listen there"):
        async with listening(settings, bot.engine, bot.on, place.metrics):
            pass


async def test_door_without_workers_only_queues_and_a_worker_without_door_does_it(
    place: Place,
) -> None:
    async with running(place.settings, work=False, world=place.world) as door:
        place.github.deliver_to(place.app, f"{door.address}/webhook")
        await place.github.world.run(place.repo, jobs=[red()])
        assert (await door.engine.depth())[0] == 1
    given = place.settings.model_dump(exclude={"port"})
    doorless = place.settings.__class__.model_validate(given)
    async with running(doorless, with_web=False, world=place.world) as worker:
        assert worker.address == ""
        await idle(worker)

    assert len(place.kept) == 1


async def test_worker_tells_of_itself_where_a_port_is_given_and_takes_nothing(
    place: Place,
) -> None:
    async with running(place.settings, with_web=False, world=place.world) as worker:
        figures, text = await get(worker.address, "/metrics")
        ready, said = await get(worker.address, "/readyz")
        taken, _ = await get(worker.address, "/webhook")

    assert (figures, ready, taken) == (200, 200, 404)
    assert "gardener_queue_depth 0.0" in text
    assert "last delivery" not in json.loads(said)["checks"]


async def test_worker_works_though_its_port_is_taken(place: Place, bot: Bot) -> None:
    port = int(bot.address.rpartition(":")[2])
    settings = place.settings.model_copy(update={"port": port})
    with structlog.testing.capture_logs() as logs:
        async with _side_door(
            settings, listening(settings, bot.engine, bot.on, place.metrics)
        ) as at:
            address = at

    assert address == ""
    assert [line["event"] for line in logs] == ["this worker tells no figures"]


async def test_there_is_a_handler_for_every_kind_of_job(place: Place) -> None:
    kinds = {
        field.default for job in get_args(Job) for field in fields(job) if field.name == "kind"
    }

    assert len(kinds) == len(get_args(Job))
    assert set(handlers(place.on)) == kinds


async def test_house_is_kept_old_jobs_and_rows_go_and_the_issues_stay(
    place: Place, bot: Bot
) -> None:
    await red_run(place, bot)
    await bot.engine.accept(NOTED, "note:1")
    await idle(bot)
    assert len(await bot.engine.jobs()) == 2
    place.github.clock.advance(timedelta(days=36_500))
    await forgetting(bot.engine, bot.on.storage, place.github.clock, 90)()

    assert await bot.engine.jobs() == ()
    assert await place.on.storage.worklog_for(place.repo.id) is None
    assert await place.on.storage.issue(place.repo.id, place.issue.number) is not None


async def test_one_process_keeps_house_once_a_day(place: Place, bot: Bot) -> None:
    await forgetting(bot.engine, bot.on.storage, place.github.clock, 90)()
    place.github.clock.advance(timedelta(hours=23))
    await forgetting(bot.engine, bot.on.storage, place.github.clock, 90)()

    assert await bot.on.storage.chore_at("forget") == place.github.clock() - timedelta(hours=23)


async def test_what_is_done_regularly_is_done_again_after_a_time_at_which_it_failed() -> None:
    done: list[int] = []

    async def act() -> None:
        done.append(len(done))
        if len(done) == 1:
            raise TransientError("The database does not answer: gone")

    with structlog.testing.capture_logs() as logs:
        async with regularly(act, every=timedelta(milliseconds=1), unless="old rows stay"):
            async with asyncio.timeout(20):
                while len(done) < 3:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.001)

    assert [(line["event"], line["log_level"]) for line in logs] == [("old rows stay", "warning")]


@pytest.fixture
def as_before() -> Iterator[None]:
    """Leave the logging of other tests alone."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("as_before")
async def test_logs_are_one_json_object_a_line_on_stderr(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(place.settings)
    log = structlog.get_logger()
    log.debug("too quiet")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        log.exception("job failed", repo="acme/shop")
    out, err = capsys.readouterr()

    assert out == ""
    (line,) = err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["level"], said["repo"]) == ("job failed", "error", "acme/shop")
    assert said["timestamp"].endswith("Z")
    assert "ValueError: two" in said["exception"]


@pytest.mark.usefixtures("as_before")
@pytest.mark.parametrize("level, lines", [("debug", 3), ("warning", 1), ("error", 0)])
async def test_log_level_of_the_settings_counts(
    place: Place, capsys: pytest.CaptureFixture[str], level: str, lines: int
) -> None:
    update = {"log_level": level, "log_format": "console"}
    configure_logging(place.settings.model_copy(update=update))
    log = structlog.get_logger()
    for say in (log.debug, log.info, log.warning):
        say("said")

    err = capsys.readouterr().err
    assert err.count("said") == lines
    assert "\x1b" not in err
