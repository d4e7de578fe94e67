"""Deliveries that nobody took are asked for again: each once, and no more than is of use."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from bot.jobs.catching_up.redeliver import TRIES, redeliver_lost
from bot.model.job import CheckConfig
from bot.webhook.routes import listens
from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import Place, place

__all__ = ["place"]


@dataclass
class Door:
    """Answers every delivery alike, and takes notes."""

    status: int = 503
    seen: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        headers = request.headers
        self.seen.append((headers["X-GitHub-Event"], headers["X-GitHub-Delivery"]))
        return web.Response(status=self.status)


@pytest.fixture
async def door(place: Place) -> AsyncIterator[Door]:
    """Where the App's webhooks go."""
    made = Door()
    app = web.Application()
    app.router.add_post("/webhook", made.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.github.deliver_to(place.app, f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    yield made
    await place.github.settle()
    await runner.cleanup()


async def redelivered(place: Place, queue: LocalQueue | None = None) -> int:
    """An hour later what was lost is asked for; how many."""
    place.github.clock.advance(timedelta(hours=1))
    asked = await redeliver_lost(place.on, queue or LocalQueue(place=place), listens)
    await place.github.settle()
    return asked


async def test_what_was_refused_is_sent_again_once_it_is_of_use(place: Place, door: Door) -> None:
    await place.github.world.run(place.repo)  # requested, in_progress, completed
    issue = await place.github.world.open_issue(place.repo)  # opened
    await place.github.world.close(place.repo, issue.number)
    lost = len(door.seen)
    door.status = 202

    assert await redelivered(place) == 2
    assert [event for event, _ in door.seen[lost:]] == ["issues", "workflow_run"]
    assert {guid for _, guid in door.seen[lost:]} <= {guid for _, guid in door.seen[:lost]}
    assert await redelivered(place) == 0


async def test_what_is_always_refused_is_given_up(place: Place, door: Door) -> None:
    await place.github.world.comment(
        place.repo, (await place.github.world.open_issue(place.repo)).number, by="alice", body="a"
    )
    first = len(door.seen)
    asked = [await redelivered(place) for _ in range(TRIES + 2)]

    assert asked == [1] * TRIES + [0, 0]
    assert len(door.seen) == first + TRIES


async def test_what_is_known_all_the_same_is_not_sent_again(place: Place, door: Door) -> None:
    """The answer was lost, the job was not."""
    issue = await place.github.world.open_issue(place.repo)
    await place.github.world.close(place.repo, issue.number)
    queue = LocalQueue(place=place)
    job = CheckConfig(installation=1, repo=place.ref, sha="", branch="main", default_branch="main")
    queue.jobs = dict.fromkeys((told.guid for told in place.github.deliveries), job)

    assert door.seen
    assert await redelivered(place, queue) == 0


async def test_nothing_lost_costs_one_request(place: Place, door: Door) -> None:
    door.status = 202
    await place.github.world.run(place.repo)
    before = len(place.github.requests)
    await redelivered(place)

    assert [r.path for r in place.github.requests[before:]] == ["/app/hook/deliveries"]


async def test_what_github_has_forgotten_is_passed_over(place: Place, door: Door) -> None:
    await place.github.world.run(place.repo)
    place.github.faults.add(kind="not_found", method="POST", path="/attempts$")

    assert await redelivered(place) == 1
    place.github.clock.advance(timedelta(days=4))
    assert await redelivered(place) == 0
