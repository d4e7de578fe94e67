"""Whole analyses by real bots beside the fake GitHub: 50 tests, one failure, one repository each.

Two measures. From the webhook to the issue: the deliveries of many repositories come at once, and
each issue's time is from its own delivery. Whole analyses a second: the queue is filled first, then
1, 2 or 4 workers start, and what they do between the first and the last is counted. The fake GitHub
is one process of Python beside them; GitHub's own pacing is left out. It answers at once, which
shows what the machine can do, or late as GitHub does, which shows whether workers stand in each
other's way: then each of them has two jobs at a time, and the machine has room for all.
"""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import aiohttp

from bench.load.places import database
from bench.load.traffic import percentile
from bench.requests_per_run import report
from bench.speed_webhook import finished
from bot.demo.github.records import Delivery
from bot.demo.github.world.runs import JobScript
from tests.faults.town import RealTime, Town, fake_github, new_town
from tests.jobs.harness import ServerProcess

_PACE = ("2", "6", "0")
_LONGEST = 300  # seconds for one measurement
_LATE = 0.3  # seconds, as GitHub's API
_FEW_JOBS = 2
_LOG = "1 failed\n##[error]Process completed with exit code 1.\n"


async def planted(town: Town) -> list[Delivery]:
    """A red run in every repository; their webhooks."""
    files = {"report": {"junit.xml": report(1)}}
    clock = town.github.hub.clock
    for repo in town.repositories:
        if isinstance(clock, RealTime):
            clock.behind = timedelta(seconds=2)
        sha = await town.github.world.push(repo, {"a.py": "1\n"})
        await town.github.world.run(
            repo, sha=sha, jobs=[JobScript("test", log=_LOG, artifacts=files)]
        )
    return town.news()


async def first_issue(kind: str, repositories: int) -> tuple[list[float], int]:
    """Seconds from each repository's webhook to its issue, and how many issues there are."""
    async with AsyncExitStack() as stack:
        town, url = await _town(stack, kind, repositories)
        told = await planted(town)
        parts = ("both",) if kind == "sqlite" else ("web", "work")
        bots = [await _bot(stack, town, part, url) for part in parts]
        made: dict[str, float] = {}
        sent: dict[str, float] = {}
        async with aiohttp.ClientSession() as session:

            async def deliver(one: Delivery, name: str) -> None:
                sent[name] = time.monotonic()
                await town.deliver(session, one, lambda: bots[0])

            names = [repo.full_name for repo in town.repositories]
            sending = asyncio.gather(*map(deliver, told, names))
            async with asyncio.timeout(_LONGEST):
                while len(made) < repositories:
                    for repo in town.repositories:
                        if repo.full_name not in made and repo.issues:
                            made[repo.full_name] = time.monotonic()
                    await asyncio.sleep(0.02)
            await sending
        seconds = [made[name] - sent[name] for name in names]
        return seconds, sum(len(repo.issues) for repo in town.repositories)


async def throughput(workers: int, repositories: int, *, late: float, jobs: int) -> float:
    """Whole analyses a second by so many worker processes on Postgres, `jobs` at a time in each."""
    async with AsyncExitStack() as stack:
        town, url = await _town(stack, "postgres", repositories)
        if late:
            for origin in ("api", "blob"):
                town.github.faults.add(kind="slow", times=10**9, seconds=late, origin=origin)
        told = await planted(town)
        door = await _bot(stack, town, "web", url)
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(town.deliver(session, one, lambda: door) for one in told))
        waiting = [_bot(stack, town, "work", url, jobs) for _ in range(workers)]
        await asyncio.gather(*waiting)
        began, done, first = 0.0, 0, 0
        async with asyncio.timeout(_LONGEST):
            while done < len(told):
                done = await asyncio.to_thread(finished, url)
                if done and not began:
                    began, first = time.monotonic(), done
                await asyncio.sleep(0.1)
        return (done - first) / (time.monotonic() - began)


async def _town(stack: AsyncExitStack, kind: str, repositories: int) -> tuple[Town, str]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gardener-bench-")))
    github = await stack.enter_async_context(fake_github())
    town = new_town(github, folder, repositories)
    return town, await stack.enter_async_context(database(kind))


async def _bot(
    stack: AsyncExitStack, town: Town, part: str, url: str, jobs: int = 8
) -> ServerProcess:
    bot = town.bot("tests.faults.bot_process", part, *_PACE, database_url=url)
    bot.env = {**bot.env, "GARDENER_WORKERS": str(jobs)}
    stack.push_async_callback(bot.stop)
    await bot.start()
    return bot


async def main(repositories: int, workers: tuple[int, ...]) -> None:
    """Both measures, as tables."""
    print(f"| from webhook to first issue, {repositories} at once | p50 s | p99 s | issues |")
    print("|---|---|---|---|")
    for kind in ("sqlite", "postgres"):
        seconds, issues = await first_issue(kind, repositories)
        p50, p99 = percentile(seconds, 0.5), percentile(seconds, 0.99)
        print(f"| {kind} | {p50:.1f} | {p99:.1f} | {issues} |", flush=True)
    print("\n| workers on Postgres | whole analyses a second | GitHub late, two jobs each |")
    print("|---|---|---|")
    for count in workers:
        at_once = await throughput(count, repositories, late=0.0, jobs=8)
        few = max(4, repositories // 4)
        late = await throughput(count, few, late=_LATE, jobs=_FEW_JOBS)
        print(f"| {count} | {at_once:.1f} | {late:.2f} |", flush=True)
