"""A long day of a bot, compressed: 20 runs a minute, and how its memory and its files grow.

GitHub's clock and the bot's are one that jumps three seconds with each run, so the day is as short
as the analyses take. The bot is a process of its own with one file each for store and queue; ten
of a hundred runs are red. Growth is the slope after a quarter of the time.

    python -m bench.soak --hours 24 --minutes 15
"""

import argparse
import asyncio
import mmap
import os
import random
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.app import World, configure_logging, running
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript
from bot.jobs.regularly import regularly
from bot.jobs.service.retention import UNLESS, forgetting
from bot.settings import load_settings
from tests.faults.town import CAUSES, Town, figures, new_town, until_idle
from tests.jobs.harness import ServerProcess

START = datetime(2025, 9, 14, tzinfo=UTC)
A_MINUTE, REPOSITORIES, TESTS, RED = 20, 20, 50, 0.1
SAMPLE_EVERY, AHEAD = 50, 40
_SECONDS = struct.Struct("d")


class SharedClock:
    """Seconds since START in eight bytes of a file that both processes map."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _SECONDS.size)

    def __call__(self) -> datetime:
        """The moment."""
        (seconds,) = _SECONDS.unpack(self._map[:])
        return START + timedelta(seconds=seconds)

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._map[:] = _SECONDS.pack((self() - START + by).total_seconds())


@dataclass
class Sample:
    """Hours simulated so far, megabytes of the process and of its files."""

    hours: float
    memory: float
    files: dict[str, float] = field(default_factory=dict)


async def bot(clock_file: Path) -> None:
    """The bot's process."""
    settings = load_settings(env_file=None)
    configure_logging(settings)
    clock = SharedClock(clock_file)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    world = World(clock=clock, write_pause=timedelta(0))
    async with running(settings, world=world) as started:
        forget = forgetting(started.engine, started.on.storage, clock, settings.gardener_keep_days)
        async with regularly(forget, every=timedelta(seconds=1), unless=UNLESS):
            await stop.wait()


def report(said: str) -> bytes:
    """Fifty tests, the first of them red when something is said."""
    where = "tests/test_shop.py:7"
    failure = f'<failure message="{said}">{where}: Error</failure>' if said else ""
    rows = "".join(
        f'<testcase classname="tests.test_shop" name="test_{n}" time="0.01">'
        f"{'' if n else failure}</testcase>"
        for n in range(TESTS)
    )
    return f'<testsuite name="pytest">{rows}</testsuite>'.encode()


async def ci(town: Town, repo: Repository, said: str, number: int) -> None:
    """One run on a new commit."""
    sha = await town.github.world.push(repo, {"a.py": f"{number}\n"})
    job = JobScript(
        "test",
        *(("failure",) if said else ("success",)),
        log="1 failed\n" if said else "passed\n",
        artifacts={"report": {"junit.xml": report(said)}},
    )
    await town.github.world.run(repo, sha=sha, jobs=[job])


async def soak(hours: float, minutes: float, say: Callable[[str], None] = print) -> list[Sample]:
    """Run, measure, say each sample."""
    chance, wanted = random.Random(20250914), int(hours * 60 * A_MINUTE)
    until, samples = time.monotonic() + minutes * 60, []
    async with AsyncExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        clock = SharedClock(folder / "clock")
        github = await opened.enter_async_context(FakeGitHub(clock=clock))
        session = await opened.enter_async_context(aiohttp.ClientSession())
        town = new_town(github, folder, REPOSITORIES)
        database = f"sqlite:///{folder}/gardener.db"
        server = town.bot("bench.soak", "--bot", str(folder / "clock"), database_url=database)
        server.env = {**server.env, "LOG_LEVEL": "warning"}
        await server.start()
        opened.push_async_callback(server.stop)
        github.deliver_to(town.app, f"{server.address}/webhook")
        for number in range(1, wanted + 1):
            clock.advance(timedelta(minutes=1) / A_MINUTE)
            said = chance.choice(CAUSES) if chance.random() < RED else ""
            await ci(town, town.repositories[number % REPOSITORIES], said, number)
            if number % SAMPLE_EVERY == 0 or number == wanted:
                await until_idle(session, server)
                github.requests.clear()
                samples.append(sample(number, server, folder))
                say(line(samples[-1]))
            elif number % (AHEAD // 2) == 0:
                await keep_up(session, server)
            if time.monotonic() > until:
                break
        await account(session, server, number, say)
    return samples


async def account(
    session: aiohttp.ClientSession, server: ServerProcess, runs: int, say: Callable[[str], None]
) -> None:
    """Say what became of the jobs. A figure of runs that were not analyzed says nothing: stop."""
    done = 0
    for name, count in sorted((await figures(session, server)).items()):
        if name.startswith("gardener_jobs_total"):
            say(f"{name} {count:.0f}")
            if 'kind="analyze_run"' in name and 'outcome="done"' in name:
                done += int(count)
    if done < runs:
        raise SystemExit(f"only {done} of {runs} runs were analyzed: the slopes say nothing")


async def keep_up(session: aiohttp.ClientSession, server: ServerProcess) -> None:
    """Wait until the bot is not far behind."""
    while (await figures(session, server))["gardener_queue_depth"] > AHEAD:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


def sample(number: int, server: ServerProcess, folder: Path) -> Sample:
    """What the process and its files take now."""
    assert server.process is not None
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    files = {
        name: sum(p.stat().st_size for p in folder.glob(f"{name}.db*")) / 1e6
        for name in ("gardener", "gardener-queue")
    }
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Sample(number / A_MINUTE / 60, memory, files)


def line(one: Sample) -> str:
    """A sample for people."""
    files = "  ".join(f"{name} {size:.2f} MB" for name, size in one.files.items())
    return f"{one.hours:6.2f} h  memory {one.memory:.1f} MB  {files}"


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How steep the line through the points is, by least squares."""
    n = len(points)
    x, y = sum(p[0] for p in points) / n, sum(p[1] for p in points) / n
    across = sum((p[0] - x) ** 2 for p in points)
    return sum((p[0] - x) * (p[1] - y) for p in points) / across if across else 0.0


def growth(samples: Sequence[Sample]) -> dict[str, float]:
    """Megabytes an hour after the warm-up, of the process and of each file."""
    warm = samples[len(samples) // 4 :]
    found = {"memory": slope([(one.hours, one.memory) for one in warm])}
    for name in warm[0].files:
        found[name] = slope([(one.hours, one.files[name]) for one in warm])
    return found


def main() -> int:
    """Read the options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=24.0, help="simulated")
    options.add_argument("--minutes", type=float, default=15.0, help="real, at most")
    options.add_argument("--bot", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.bot:
        asyncio.run(bot(given.bot))
        return 0
    samples = asyncio.run(soak(given.hours, given.minutes))
    if len(samples) < 4:
        print("too short for a slope")
        return 1
    print(f"\n{samples[-1].hours:.1f} hours at {A_MINUTE} runs a minute, {TESTS} tests each")
    for name, megabytes in growth(samples).items():
        print(f"{name:<15} {megabytes:+.2f} MB/h")
    return 0


if __name__ == "__main__":
    sys.exit(main())
