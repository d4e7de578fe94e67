"""Once an hour, by one process of all: find what no webhook told.

A bot that was away catches up by itself: what GitHub could not deliver is delivered again, the
installations are compared with GitHub's list, and the runs and commands of each repository since
the last one that was seen are queued. Each part fails alone; the next sweep begins where this ended.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import structlog

from bot.errors import Forbidden, GardenerError, NotFound, NotInstalled, RateLimited
from bot.github.client import Client
from bot.github.repos import get_repository
from bot.github.runs import all_finished_runs, created
from bot.jobs.allowed import unreadable
from bot.jobs.catching_up.ledger import Queue
from bot.jobs.catching_up.missed_comments import queue_comments
from bot.jobs.catching_up.reconcile import reconcile
from bot.jobs.catching_up.redeliver import redeliver_lost
from bot.jobs.catching_up.unseen import queue_runs, unseen
from bot.jobs.regularly import regularly, spread
from bot.jobs.toolbox import Toolbox
from bot.model.run import WorkflowRun
from bot.storage.catching_up import Look

EVERY = timedelta(hours=1)
AT_START = timedelta(minutes=10)
"""A process that starts need not wait for the hour: it may have been away."""
ASK_EVERY = timedelta(minutes=5)
SPREAD = 0.2
"""By this share the hour and the pause between two questions are shorter or longer, as chance has it."""
CATCH_UP = timedelta(days=3)
"""How far back it looks, from midnight on; `gardener backfill` looks further."""
OVERLAP = timedelta(hours=24)
"""Runs that began so long before the newest that was seen may have ended, or been tried again, since."""
QUIET_AFTER = timedelta(days=14)
QUIET_EVERY = timedelta(days=1)
"""A repository without a run for two weeks is looked at once a day."""
MOST_REPOSITORIES = 1_000
RESERVE = 0.25
"""This share of an installation's hour is left to its own work and to commands."""
AWAY_AFTER = timedelta(hours=2)
"""A repository that was not looked at for so long may have been missed: comments are read, too."""

_NAME = "sweep"
_log = structlog.get_logger()


@dataclass(kw_only=True)
class Sweep:
    """One sweep. `listens` says whether a delivery of an event and action may ask for work."""

    on: Toolbox
    queue: Queue
    listens: Callable[[str, str], bool]
    _spent: set[int] = field(default_factory=set)

    async def when_due(self, every: timedelta = EVERY) -> bool:
        """Sweep if nobody has within `every`; whether it was done."""
        now = self.on.clock()
        if not await self.on.storage.take_turn(_NAME, now, every):
            return False
        await self.sweep()
        return True

    async def sweep(self) -> None:
        """Do all of it, and say in one line what was found."""
        self._spent.clear()
        found = {
            "installations": await self._part(lambda: reconcile(self.on)),
            "deliveries": 0 if self.on.dry_run else await self._part(self._redeliver),
        }
        runs, comments = await self._repositories()
        found |= {"runs": runs, "comments": comments, "jobs": await self._part(self._back)}
        for what, count in found.items():
            self.on.on_caught_up(what, count)
        if any(found.values()):
            _log.info("caught up with what no webhook told", **found)

    async def _redeliver(self) -> int:
        return await redeliver_lost(self.on, self.queue, self.listens)

    async def _back(self) -> int:
        """Begin again what was left in peace or given up, where somebody is there."""
        begun = 0
        for job_id, repo_id in await self.queue.left(self.on.clock() - CATCH_UP):
            if await self.on.storage.is_served(repo_id):
                begun += await self.queue.retry(job_id)
        return begun

    async def _part(self, act: Callable[[], Awaitable[int]]) -> int:
        try:
            return await act()
        except GardenerError as error:
            _log.warning("the sweep left something out", reason=str(error))
            return 0

    async def _repositories(self) -> tuple[int, int]:
        now = self.on.clock()
        due = await self.on.storage.looks_due(
            before=now - AT_START,
            quiet_before=now - QUIET_EVERY,
            quiet_since=now - QUIET_AFTER,
            most=MOST_REPOSITORIES,
        )
        runs = comments = 0
        for one in due:
            if one.installation in self._spent:
                continue
            found = await self._look(one)
            runs, comments = runs + found[0], comments + found[1]
        return runs, comments

    async def _look(self, one: Look) -> tuple[int, int]:
        """Queue what is new in one repository; whatever GitHub refuses, the others are looked at."""
        about = _log.bind(repo=one.repo.full_name)
        try:
            client = await self.on.github.client(one.installation, spared=RESERVE)
            return await self._catch_up(one, client)
        except (RateLimited, NotInstalled) as error:
            self._spent.add(one.installation)
            about.info("the sweep comes back later", reason=str(error))
            return 0, 0
        except (NotFound, Forbidden) as error:
            # Not there, or not for us: it is looked at again like a quiet one, once a day.
            unreadable(one.repo, error, self.on)
            await self._note(one, one.since or self.on.clock(), None)
            return 0, 0
        except GardenerError as error:
            about.warning("the sweep left something out", reason=str(error))
            return 0, 0

    async def _catch_up(self, one: Look, client: Client) -> tuple[int, int]:
        if one.since is None:
            await self._begin(one)
            return 0, 0
        now = self.on.clock()
        since = max(one.since, _midnight(now - CATCH_UP))
        listed = await all_finished_runs(client, one.repo, since)
        new, _ = await unseen(listed, one.repo.id, client, self.on, self.queue)
        queued = await self._queue(new, one, client) if new else 0
        comments = 0
        looked = max(one.looked_at or now, now - CATCH_UP)
        if queued or now - looked > AWAY_AFTER:
            asked = looked - AT_START
            comments = await queue_comments(
                one.repo, one.installation, asked, client, self.on, self.queue
            )
        newest = max((created(run) for run in listed), default=one.newest_at)
        begin = one.since if newest is None else max(newest - OVERLAP, one.since)
        await self._note(one, begin, newest)
        return queued, comments

    async def _queue(self, new: tuple[WorkflowRun, ...], one: Look, client: Client) -> int:
        repository = await get_repository(client, one.repo.owner, one.repo.name)
        if repository.archived or repository.ref.id != one.repo.id:
            await self.on.storage.deactivate_repository(one.repo.id, self.on.clock())
            return 0
        return await queue_runs(new, repository, one.installation, self.queue)

    async def _begin(self, one: Look) -> None:
        """The first look: from the newest run that was analyzed, or from the day the bot came."""
        now = self.on.clock()
        newest = await self.on.storage.newest_run_at(one.repo.id)
        came = one.changed_at or (now if newest is None else newest - OVERLAP)
        since = came if newest is None else max(came, newest - OVERLAP)
        await self._note(one, since, newest or came)

    async def _note(self, one: Look, since: datetime, newest: datetime | None) -> None:
        await self.on.storage.looked(one.repo.id, self.on.clock(), since, newest)


def _midnight(moment: datetime) -> datetime:
    """The same question all day is answered from GitHub's cache at no cost."""
    return datetime.combine(moment.astimezone(UTC).date(), time(tzinfo=UTC))


@asynccontextmanager
async def sweeping(
    sweep: Sweep, *, chance: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
) -> AsyncIterator[None]:
    """Sweep soon after the start and then every hour, by turns with the other processes.

    Each time is a little shorter or longer by `chance` (0 to 1), so that processes and bots that
    were started together do not ask together.
    """
    has_begun = False

    async def act() -> None:
        nonlocal has_begun
        every = spread(EVERY, SPREAD, chance()) if has_begun else AT_START
        has_begun = True
        await sweep.when_due(every)

    def pause() -> timedelta:
        return spread(ASK_EVERY, SPREAD, chance())

    async with regularly(act, every=pause, unless="the sweep failed", sleep=sleep):
        yield
