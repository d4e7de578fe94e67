"""One job's tries and steps, on a real queue database and without an engine."""

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine

from bot.errors import GitHubError, NotFound, RateLimited, SettingsError, TransientError
from bot.jobs.queue.running import JOB, Runner
from bot.jobs.queue.steps import DirectSteps, Steps
from bot.model.job import AnalyzeRun, Job
from bot.storage.job_notes import JobNotes, Superseded
from bot.storage.queue import OnlyWorker, Workers, open_queue_engine
from tests.build import REPO

JOB_1 = AnalyzeRun(installation=3, repo=REPO, run_id=1, attempt=1, default_branch="main")
DOCUMENT = JOB.dump_json(JOB_1).decode()
NUMBER = TypeAdapter(int)
AT_ONCE = timedelta()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_queue_engine(f"sqlite:///{tmp_path / 'queue.db'}")
    Workers(engine).prepare()
    yield engine
    engine.dispose()


class Work:
    """A job of three steps that counts how often each is done, and fails when told to."""

    def __init__(self, *faults: Exception) -> None:
        self.done: list[str] = []
        self.given: list[int] = []
        self.tries = 0
        self.faults = list(faults)
        self.ended: list[str] = []

    async def __call__(self, job: Job, steps: Steps) -> None:
        self.tries += 1
        self.given = [await steps.run(name, self._step(name), NUMBER) for name in ("a", "b", "c")]

    def _step(self, name: str):  # type: ignore[no-untyped-def]
        async def action() -> int:
            if name == "b" and self.faults:
                raise self.faults.pop(0)
            self.done.append(name)
            return len(self.done)

        return action


def runner(database: Engine, work: Work) -> Runner:
    return Runner(
        handlers={"analyze_run": work},
        notes=JobNotes(database),
        slots=asyncio.Semaphore(1),
        on_finished=lambda _kind, outcome: work.ended.append(outcome),
        backoff=lambda failed, _asked: AT_ONCE if failed < 3 else None,
    )


async def test_finished_steps_are_not_done_again_on_another_try(database: Engine) -> None:
    work = Work(TransientError("busy"), RateLimited("wait"))
    await runner(database, work).run("run:1:1", DOCUMENT)

    assert (work.tries, work.done, work.given) == (3, ["a", "b", "c"], [1, 2, 3])
    assert work.ended == ["postponed", "postponed", "done"]


async def test_last_passing_fault_is_why_the_job_failed(database: Engine) -> None:
    work = Work(TransientError("one"), TransientError("two"), TransientError("three"))
    with pytest.raises(TransientError, match="three"):
        await runner(database, work).run("run:1:1", DOCUMENT)

    assert work.ended == ["postponed", "postponed", "failed"]


@pytest.mark.parametrize("fault", [NotFound(404, "gone"), GitHubError(422, "no"), KeyError("x")])
async def test_fault_that_stays_is_not_tried_again(database: Engine, fault: Exception) -> None:
    work = Work(fault)
    with pytest.raises(type(fault)):
        await runner(database, work).run("run:1:1", DOCUMENT)

    assert (work.tries, work.ended) == (1, ["failed"])


async def test_job_that_is_run_again_continues_after_its_last_step(database: Engine) -> None:
    broken, whole = Work(KeyError("crash")), Work()
    with pytest.raises(KeyError):
        await runner(database, broken).run("run:1:1", DOCUMENT)
    await runner(database, whole).run("run:1:1", DOCUMENT)

    assert (broken.done, whole.done) == (["a"], ["b", "c"])
    assert whole.given == [1, 1, 2]


async def test_other_job_has_steps_of_its_own(database: Engine) -> None:
    first, second = Work(), Work()
    await runner(database, first).run("run:1:1", DOCUMENT)
    await runner(database, second).run("run:2:1", DOCUMENT)

    assert second.done == ["a", "b", "c"]


async def test_tries_are_counted_over_a_restart(database: Engine) -> None:
    notes = JobNotes(database)
    before, _ = notes.enter("run:1:1", "the dead")
    notes.postpone("run:1:1", "the dead", replace(before, failed=2, reason="busy"))
    work = Work(TransientError("busy still"))

    with pytest.raises(TransientError, match="still"):
        await runner(database, work).run("run:1:1", DOCUMENT)


async def test_process_that_lost_a_job_stops_at_its_next_step(database: Engine) -> None:
    work = Work()

    class Slow(Work):
        async def __call__(self, job: Job, steps: Steps) -> None:
            await steps.run("a", self._step("a"), NUMBER)
            await runner(database, work).run("run:1:1", DOCUMENT)
            await super().__call__(job, steps)

    slow = Slow()
    with pytest.raises(Superseded):
        await runner(database, slow).run("run:1:1", DOCUMENT)

    assert work.done == ["b", "c"]
    assert slow.done == ["a", "b"]
    assert slow.ended == []


async def test_waiting_job_leaves_its_place_to_others(database: Engine) -> None:
    turn = asyncio.Semaphore(1)
    stuck = replace(
        runner(database, Work(TransientError("x"))),
        slots=turn,
        backoff=lambda *_: timedelta(days=1),
    )
    waiting = asyncio.create_task(stuck.run("run:1:1", DOCUMENT))
    other = Work()
    await replace(runner(database, other), slots=turn).run("run:2:1", DOCUMENT)
    waiting.cancel()

    assert other.done == ["a", "b", "c"]


async def test_direct_steps_run_at_once_and_keep_nothing() -> None:
    work, steps = Work(), DirectSteps()
    await work(JOB_1, steps)
    await work(JOB_1, steps)

    assert steps.names == ["a", "b", "c"] * 2
    assert work.done == ["a", "b", "c"] * 2


def test_second_worker_on_one_sqlite_queue_is_told_who_is_there(tmp_path: Path) -> None:
    path = str(tmp_path / "queue.db")
    first, second = OnlyWorker(path), OnlyWorker(path, patience=timedelta(seconds=0.1))
    first.take()

    with pytest.raises(SettingsError, match="Another process already works on this queue"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_silent_worker_is_not_among_the_living(database: Engine) -> None:
    workers = Workers(database)
    for name in ("a", "b"):
        workers.beat(name)
    with database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE gardener_workers SET beat_at = beat_at - 60 WHERE executor_id = 'a'"
        )

    assert workers.living(timedelta(seconds=6)) == {"b"}
    workers.leave("b")
    assert workers.living(timedelta(seconds=6)) == frozenset()


def test_queue_on_sqlite_survives_a_power_cut(database: Engine) -> None:
    with database.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        modes = [
            driver.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]

    assert modes == ["wal", 2, 30000]
