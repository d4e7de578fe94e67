"""A process that dies right after GitHub did what it asked for, and what it had kept by then."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import TypeAdapter

from bot.app import handlers
from bot.demo.github.records import Delivery, Request
from bot.model.job import Job
from tests.jobs.place import Place

T = TypeVar("T")


@dataclass
class KeptSteps:
    """The steps of one job that were done, as JSON; they outlive the process."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def run(self, name: str, action: Callable[[], Awaitable[T]], as_: TypeAdapter[T]) -> T:
        """The result from before the death, or of `action`."""
        if name not in self.kept:
            self.kept[name] = as_.dump_json(await action())
        return as_.validate_json(self.kept[name])


@dataclass
class Reaper:
    """Ends `task` when its `after`-th write was done by GitHub, before the answer is read."""

    after: int
    task: asyncio.Task[None] | None = None
    is_done: bool = False

    def request(self, request: Request) -> Iterable[str]:
        """Count a write; asking for a token is none."""
        if self.task is not None and is_write(request):
            self.after -= 1
            if self.after == 0:
                self.is_done = self.task.cancel()
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Webhooks kill nobody."""
        del delivery
        return ()


def is_write(request: Request) -> bool:
    """Whether the request was meant to change something on GitHub."""
    if request.method == "GET" or "access_tokens" in request.path:
        return False
    return not request.path.endswith("/graphql") or b"mutation" in request.raw


async def do_and_die(place: Place, job: Job, steps: KeptSteps, *, after: int) -> bool:
    """Do a job until its `after`-th write, and die there; tells whether it came to that."""
    reaper = Reaper(after)
    place.github.observers.append(reaper)
    reaper.task = asyncio.create_task(do(place, job, steps))
    await asyncio.wait([reaper.task])
    place.github.observers.remove(reaper)
    if not reaper.task.cancelled():
        reaper.task.result()  # raises what the job raised
    return reaper.is_done


async def do_and_kill(
    place: Place, job: Job, steps: KeptSteps, *, when: Callable[[], bool]
) -> None:
    """Do a job and die as soon as it is so, whatever is on its way to GitHub by then."""
    task = asyncio.create_task(do(place, job, steps))
    async with asyncio.timeout(30):
        while not when():  # noqa: ASYNC110 - GitHub tells nobody
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def do(place: Place, job: Job, steps: KeptSteps) -> None:
    """Do a job, or go on with it."""
    await handlers(place.on)[job.kind](job, steps)
