"""kill -9 of any process at any moment, for many rounds: what was lost, doubled, how fast it went on.

    python -m bench.kill --rounds 100 --database sqlite
    python -m bench.kill --rounds 100 --database postgres

On SQLite one `gardener serve`, on Postgres `gardener serve --no-worker` and two `gardener work`,
all real, against the fake GitHub. Signed webhooks come all the time. In each round one process is
killed at a random moment, in every other round right after GitHub did a write that it asked for,
and is started again. At the end the queue must run empty; then everything on the fake is counted.
"""

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.demo.github.records import Delivery, Request
from tests.faults.own_postgres import own_postgres
from tests.faults.town import CAUSES, Town, fake_github, lines, new_town, until_idle
from tests.jobs.harness import ServerProcess
from tests.stories.dying import is_write

REPOSITORIES = 12
EVERY = 0.5
"""Seconds between two events, each a red run or a command."""
MOST_WAITING = 30
MOST_UNSAID = 8  # jobs that were done by a process that died before it said so
PACE = ("2", "6", "0")
"""The real pulse; GitHub's own pace of one write a second is left out, to have more writes."""


@dataclass
class Writes:
    """Tells when GitHub did a write."""

    done: asyncio.Event = field(default_factory=asyncio.Event)

    def request(self, request: Request) -> Iterable[str]:
        """Look at each request."""
        if is_write(request):
            self.done.set()
        return ()

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Webhooks are no writes."""
        del delivery
        return ()


@dataclass
class Result:
    """What a campaign came to. `resumed` is seconds from a kill to the next finished job."""

    rounds: int
    accepted: int
    faults: list[str]
    resumed: list[float]
    jobs: int

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing doubled."""
        return not self.faults

    def table(self, database: str) -> str:
        """One row for people."""
        times = sorted(self.resumed) or [0.0]
        lost = sum("0 issues" in fault or "0 check runs" in fault for fault in self.faults)
        return (
            f"{'database':<10} {'rounds':>6} {'accepted':>8} {'jobs':>6} {'lost':>5} {'doubled':>8}"
            f" {'resumed p50 s':>14} {'max s':>6}\n"
            f"{database:<10} {self.rounds:>6} {self.accepted:>8} {self.jobs:>6} {lost:>5}"
            f" {len(self.faults) - lost:>8} {times[len(times) // 2]:>14.1f} {times[-1]:>6.1f}"
        )


@dataclass
class Campaign:
    """One town, its bots, and who kills them."""

    town: Town
    bots: list[ServerProcess]
    chance: random.Random
    writes: Writes
    rounds: int
    resumed: list[float] = field(default_factory=list)
    sending: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def web(self) -> ServerProcess:
        """Where GitHub delivers."""
        return self.bots[0]

    async def run(self, session: aiohttp.ClientSession) -> Result:
        """Kill in rounds while events come, then wait until all is done."""
        for bot in self.bots:
            await bot.start()
        events = asyncio.create_task(self._events(session))
        for number in range(self.rounds):
            await self._kill(by_write=number % 2 == 1)
        events.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await events
        await asyncio.gather(*self.sending)
        await until_idle(session, self.web, within=300)
        jobs = sum(len(lines(bot, "job done")) for bot in self.bots)
        for bot in self.bots:
            await bot.stop()
        return Result(
            rounds=self.rounds,
            accepted=self.town.statuses[202],
            faults=[*self.town.faults(), *self._ended_badly()],
            resumed=self.resumed,
            jobs=jobs,
        )

    def _ended_badly(self) -> Iterator[str]:
        for bot in self.bots:
            for said in ("job failed", "jobs given up"):
                yield from (f"{bot.log.name}: {line}" for line in lines(bot, said))

    async def _events(self, session: aiohttp.ClientSession) -> None:
        """Red runs and commands, delivered until they are taken; some come twice."""
        while True:
            await asyncio.sleep(EVERY)
            if self._new() - self._done() > MOST_WAITING + MOST_UNSAID * len(self.resumed):
                continue  # the machine is too slow for more
            repo = self.chance.choice(self.town.repositories)
            if self.chance.random() < 0.2:
                await self.town.asks(repo)
            else:
                await self.town.fails(repo, self.chance.choice(CAUSES))
            for told in self.town.news():
                for _ in range(1 + (self.chance.random() < 0.1)):
                    sent = self.town.deliver(session, told, lambda: self.web)
                    self.sending.append(asyncio.create_task(sent))

    async def _kill(self, *, by_write: bool) -> None:
        victim = self.chance.choice(self.bots)
        await asyncio.sleep(self.chance.uniform(0.2, 2.5))
        if by_write:
            self.writes.done.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.writes.done.wait(), 5)
        done = self._done()
        await victim.kill()
        killed = time.monotonic()
        await victim.start()
        while self._done() == done and time.monotonic() < killed + 60:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        self.resumed.append(time.monotonic() - killed)

    def _new(self) -> int:
        """How many jobs the bots say they accepted."""
        return sum(bot.log.read_bytes().count(b'"outcome": "new"') for bot in self.bots)

    def _done(self) -> int:
        """How many jobs the bots say they finished."""
        return sum(bot.log.read_bytes().count(b'"job done"') for bot in self.bots)


async def campaign(rounds: int, database: str, seed: int, folder: Path) -> Result:
    """Run one on `sqlite` or `postgres`."""
    github = fake_github()
    writes = Writes()
    github.observers.append(writes)
    with contextlib.ExitStack() as kept:
        if database == "postgres":
            url = kept.enter_context(own_postgres()).url
            parts: tuple[str, ...] = ("web", "work", "work")
        else:
            url = f"sqlite:///{folder / 'gardener.db'}"
            parts = ("both",)
        timeout = aiohttp.ClientTimeout(total=10)
        async with github, aiohttp.ClientSession(timeout=timeout) as session:
            town = new_town(github, folder, REPOSITORIES)
            bots = [
                town.bot("tests.faults.bot_process", part, *PACE, database_url=url)
                for part in parts
            ]
            work = Campaign(town, bots, random.Random(seed), writes, rounds)
            try:
                return await work.run(session)
            finally:
                for bot in bots:
                    await bot.kill()


def main() -> int:
    """Read the arguments, run, print one row and every fault."""
    parser = argparse.ArgumentParser(prog="python -m bench.kill")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=20250914)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gardener-kill-") as folder:
        result = asyncio.run(campaign(chosen.rounds, chosen.database, chosen.seed, Path(folder)))
    print(result.table(chosen.database))
    for fault in result.faults:
        print(fault)
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
