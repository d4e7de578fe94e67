"""An installation arrives while GitHub, the store or the webhook fails: it is served all the same."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import TransientError
from bot.jobs.dispatch import handle
from bot.jobs.queue.retry import wait_before_next_try
from bot.jobs.queue.running import JOB, Runner
from bot.jobs.queue.steps import Steps
from bot.model.job import Job, SyncInstallation
from bot.storage.job_notes import JobNotes
from bot.storage.queue import Workers, open_queue_engine
from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import Place, place
from tests.stories.test_lifecycle import queue, ran

__all__ = ["place", "queue"]

BAD = (
    pytest.param({"kind": "bad_gateway", "path": "/app/installations$"}, id="502 for the list"),
    pytest.param({"kind": "bad_gateway", "path": "/access_tokens$"}, id="502 for its token"),
    pytest.param({"kind": "drop", "path": "/installation/repositories$"}, id="cut at its list"),
    pytest.param({"kind": "limit_429", "path": "/installation/repositories$"}, id="limited"),
    pytest.param({"kind": "suspended", "path": "/installation/repositories$"}, id="suspended"),
)


@pytest.mark.parametrize("fault", BAD)
async def test_arrival_that_nobody_told_of_on_a_bad_day_is_found_by_the_next_sweep(
    place: Place, queue: LocalQueue, fault: dict[str, str]
) -> None:
    new = place.github.add_repository("globex/site")
    other = place.github.add_repository("initech/desk")
    for repo in (new, other):
        place.github.install(place.app, [repo])
    queue.lose()
    order = place.github.faults.add(**fault, times=6)  # type: ignore[arg-type]
    await queue.sweep()
    assert order.struck > 0
    order.times = 0
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()

    stored = {row.account: row.state for row in await place.on.storage.installations()}
    assert stored.keys() >= {"globex", "initech"}
    assert set(stored.values()) == {"active"}
    assert [await place.on.storage.is_served(repo.id) for repo in (new, other)] == [True, True]


async def test_one_arrival_that_cannot_be_read_keeps_no_other_out(
    place: Place, queue: LocalQueue
) -> None:
    repos = [place.github.add_repository(f"acme{n}/shop") for n in range(3)]
    for repo in repos:
        place.github.install(place.app, [repo])
    queue.lose()
    place.github.faults.add(kind="bad_gateway", path="/installation/repositories$", skip=1, times=4)
    await queue.sweep()

    assert sum([await place.on.storage.is_served(repo.id) for repo in repos]) == 2


async def test_other_repositories_of_an_arrival_known_by_a_run_alone_are_found(
    place: Place, queue: LocalQueue
) -> None:
    other = place.github.add_repository("acme/desk")
    place.installation.repositories.append(other)
    await ran(place)
    queue.lose()
    await place.on.storage.save_repository(place.ref, place.installation.id, "main", active=True)
    await queue.sweep()

    assert await place.on.storage.is_served(other.id)


async def test_arrival_that_the_store_did_not_take_is_tried_again(
    place: Place, tmp_path: Path
) -> None:
    away = ["The database does not answer: gone"] * 3
    job = SyncInstallation(
        installation=place.installation.id, account="acme", action="created", added=(place.ref,)
    )
    ended: list[str] = []
    queued = open_queue_engine(f"sqlite:///{tmp_path / 'tries.db'}")
    Workers(queued).prepare()

    async def fails_at_first(told: Job, steps: Steps) -> None:
        if away:
            raise TransientError(away.pop())
        await handle(told, place.on, steps)

    def at_once(failed: int, asked: timedelta | None) -> timedelta | None:
        return None if wait_before_next_try(failed, asked) is None else timedelta()

    runner = Runner(
        handlers={job.kind: fails_at_first},
        notes=JobNotes(queued),
        slots=asyncio.Semaphore(1),
        on_finished=lambda _kind, outcome: ended.append(outcome),
        backoff=at_once,
    )
    await runner.run("installation", JOB.dump_json(job).decode())
    queued.dispose()

    assert ended == ["postponed"] * 3 + ["done"]
    assert await place.on.storage.is_served(place.repo.id)
