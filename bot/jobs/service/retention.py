"""What is kept and for how long; one process forgets the rest, most of it once a day.

| what | kept for | why so long |
|---|---|---|
| steps of a job, with what they gave | an hour after it ended | a job goes on where it was |
| jobs that ended, their payloads | 7 days | GitHub sends a delivery again for 3 days |
| worklogs, causes that wait for room | `GARDENER_KEEP_DAYS` | what was said of a run |
| changes made, comments and deliveries handled | `GARDENER_KEEP_DAYS` | nothing is done twice |
| runs that no test's history points at | `GARDENER_KEEP_DAYS` | a run can be repeated for 30 days |
| the state of each test (a row, no output) | 400 days | a test of a yearly branch is no new test |
| issues, mutes, repositories, the last good config | always | one issue for one cause |
| reports and logs | while they are read | they stay on GitHub |
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.jobs.queue.engine import Engine
from bot.storage.storage import Storage

REMEMBER_JOBS = timedelta(days=7)
REMEMBER_TESTS = timedelta(days=400)
EVERY = timedelta(days=1)
UNLESS = "old rows stay until tomorrow"
STEPS_EVERY = timedelta(hours=1)
_CHORE, _STEPS = "forget", "forget-steps"


def forgetting(
    engine: Engine, storage: Storage, clock: Callable[[], datetime], keep_days: int
) -> Callable[[], Awaitable[None]]:
    """What to do every now and then; of all processes one does it, once a day."""

    async def forget() -> None:
        now = clock()
        if await storage.take_turn(_STEPS, now, STEPS_EVERY):
            await engine.purge_steps()
        if not await storage.take_turn(_CHORE, now, EVERY):
            return
        await engine.purge(now - REMEMBER_JOBS)
        await storage.purge_histories(now - REMEMBER_TESTS)
        await storage.purge_runs(now - timedelta(days=keep_days))
        await storage.purge(now - timedelta(days=keep_days))

    return forget
