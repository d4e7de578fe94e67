"""`/readyz` names each reason there is, and takes a server out of service for few of them."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Bot, running
from bot.jobs.service.health import FULL, LONG_WAIT, TIGHT, checks_of
from bot.model.job import AnalyzeRun
from bot.webhook.metrics import Metrics
from bot.webhook.server import Web
from tests.jobs.place import Place, place

__all__ = ["place"]

Told: TypeAlias = tuple[int, dict[str, dict[str, object]]]


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[Bot]:
    """A door without workers: what is queued stays."""
    async with running(place.settings, work=False, world=place.world) as one:
        yield one


async def readiness(place: Place, bot: Bot, free: Callable[[Path], int]) -> Told:
    door = Web(
        secret="",
        accept=None,
        metrics=Metrics("1"),
        version="1",
        checks=checks_of(place.settings, bot.engine, bot.on, free),
    )
    async with TestClient(TestServer(door.app())) as client:
        answer = await client.get("/readyz")
        return answer.status, (await answer.json())["checks"]


def worries(told: Told) -> dict[str, str]:
    return {name: str(said["detail"]) for name, said in told[1].items() if not said["ok"]}


@pytest.mark.parametrize(
    ("free", "status", "said"),
    [
        pytest.param(TIGHT, 200, "", id="enough"),
        pytest.param(TIGHT - 1, 200, "0.5 GB free at .*: make room", id="nearly full"),
        pytest.param(FULL, 200, "0.0 GB free at .*: make room", id="nearly full to the last"),
        pytest.param(FULL - 1, 503, "0.0 GB free at .*: the disk is full", id="full"),
    ],
)
@pytest.mark.parametrize("where", ["workdir", "database"])
async def test_disk_is_told_by_its_tightest_folder(
    place: Place, bot: Bot, where: str, free: int, status: int, said: str
) -> None:
    tight = bot.on.workdir if where == "workdir" else place.settings.database_url
    told = await readiness(place, bot, lambda f: free if str(f) in str(tight) else 10 * TIGHT)

    assert told[0] == status
    assert worries(told).keys() == ({"disk"} if said else set())
    assert re.fullmatch(said, worries(told).get("disk", ""))


async def test_long_queue_is_told_and_stays_in_service(place: Place, bot: Bot) -> None:
    job = AnalyzeRun(installation=3, repo=place.ref, run_id=1, attempt=1, default_branch="main")
    await bot.engine.accept(job, "run:1:1")
    fresh = await readiness(place, bot, lambda _: 10 * TIGHT)
    older(place, LONG_WAIT + timedelta(minutes=1))
    late = await readiness(place, bot, lambda _: 10 * TIGHT)

    assert worries(fresh) == {}
    assert late[0] == 200
    assert worries(late).keys() == {"queue age"}
    assert "1 jobs, the oldest waits for 96" in worries(late)["queue age"]
    assert "is a worker running" in worries(late)["queue age"]


async def test_tables_of_another_version_are_told_and_stay_in_service(
    place: Place, bot: Bot
) -> None:
    with closing(sqlite3.connect(store_of(place))) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '0001'")
    told = await readiness(place, bot, lambda _: 10 * TIGHT)

    assert told[0] == 200
    assert worries(told).keys() == {"migrations"}
    assert "start the newest one" in worries(told)["migrations"]


def store_of(place: Place) -> str:
    return place.settings.database_url.removeprefix("sqlite:///")


def older(place: Place, by: timedelta) -> None:
    """Every job was queued so much earlier."""
    path = place.settings.queue_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as queue, queue:
        earlier = "UPDATE workflow_status SET created_at = created_at - ?"
        queue.execute(earlier, (by // timedelta(milliseconds=1),))
