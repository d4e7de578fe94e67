"""A queue in memory for stories: it keeps the ids as the real one does, and works when it is told."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import LeftInPeace
from bot.jobs.catching_up.sweep import Sweep
from bot.model.job import Job, SyncInstallation
from bot.webhook.routes import job_id, listens
from tests.jobs.place import Place


@dataclass(kw_only=True)
class LocalQueue:
    """`jobs` are all that were ever put in, by id; `lefts` those that were left in peace."""

    place: Place
    jobs: dict[str, Job] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    lefts: dict[str, str] = field(default_factory=dict)

    async def accept(self, job: Job, job_id: str) -> str:
        """New, known, or begun again."""
        if job_id in self.jobs:
            return "again" if await self.retry(job_id) else "known"
        self.jobs[job_id] = job
        self.waiting.append(job_id)
        return "new"

    async def known(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which were put in."""
        return frozenset(job_ids) & self.jobs.keys()

    async def left(self, since: datetime) -> tuple[tuple[str, int], ...]:
        """What was left in peace, whenever that was."""
        del since
        found = ((name, self.jobs[name]) for name in self.lefts)
        return tuple((n, j.repo.id) for n, j in found if not isinstance(j, SyncInstallation))

    async def retry(self, job_id: str) -> bool:
        """Begin one again that was left."""
        if self.lefts.pop(job_id, None) is None:
            return False
        self.waiting.append(job_id)
        return True

    async def take(self) -> None:
        """Put in what the webhooks since the last time ask for; nothing of it is worked on."""
        new = self.place.github.deliveries[self.place.done :]
        guids = [told.guid for told in new]
        for job, guid in zip(self.place.told(), guids, strict=False):
            await self.accept(job, job_id(job, guid))

    async def work(self) -> list[str]:
        """Do all that waits, and all that its webhooks ask for; the ids of what was done."""
        done = []
        await self.take()
        while self.waiting:
            name = self.waiting.pop(0)
            try:
                await self.place.do(self.jobs[name])
                done.append(name)
            except LeftInPeace as left:
                self.lefts[name] = str(left)
            await self.take()
        return done

    async def sweep(self) -> list[str]:
        """Sweep, then work; the ids of what was done."""
        await Sweep(on=self.place.on, queue=self, listens=listens).sweep()
        return await self.work()

    def lose(self) -> None:
        """All webhooks since the last time get lost."""
        self.place.told()
