"""How long GitHub waits for its answer while deliveries come at a fixed rate and workers are busy.

    python -m bench.speed_webhook --rates 50 100 200 --seconds 10

On SQLite door and workers are one process; on Postgres the door is a process of its own beside one
or two workers. Latency counts from when a delivery was due, so a server that stalls cannot hide it.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.load.places import database, free_port, process, ready
from bench.load.traffic import Sent, percentile, send_all
from bot.settings import queue_url

REPOSITORIES = 50
_WARM = 20  # deliveries before it counts: the first compile statements
PLACES = ("sqlite", "postgres-1", "postgres-2")


async def measure(place: str, work: str, rate: int, seconds: int) -> bool:
    """Start the processes, send, print one row; whether every delivery was taken."""
    kind, _, workers = place.partition("-")
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(database(kind))
        port = free_port()
        inside = work if kind == "sqlite" else "none"
        door = process("-m", "bench.load.server", url, str(port), inside)
        started = [await stack.enter_async_context(door)]
        address = f"http://127.0.0.1:{port}"
        await ready(address, *started)
        for _ in range(int(workers or 0)):
            worker = process("-m", "bench.load.server", url, "0", work)
            started.append(await stack.enter_async_context(worker))
        await send_all([address], range(-_WARM, 0), rate=10, repositories=REPOSITORIES)
        runs = range(1, rate * seconds + 1)
        before = used(started[0].pid)
        answers = await send_all([address], runs, rate=rate, repositories=REPOSITORIES)
        spent = (used(started[0].pid) - before) / seconds
        done = finished(url)
    print(row(place, work, rate, answers, done), f"{spent:.2f} |", flush=True)
    return all(answer.status == 202 for answer in answers)


def used(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(place: str, work: str, rate: int, answers: Sequence[Sent], done: int) -> str:
    """One line of the table."""
    times = [answer.seconds * 1000 for answer in answers]
    taken = sum(answer.status == 202 for answer in answers)
    figures = [percentile(times, 0.5), percentile(times, 0.99), max(times)]
    cells = [place, work, rate, *(f"{figure:.0f}" for figure in figures)]
    return "| " + " | ".join(map(str, [*cells, f"{taken} of {len(answers)}", done])) + " |"


def finished(url: str) -> int:
    """How many jobs were done when the last delivery had been answered."""
    engine = create_engine(queue_url(url))
    schema = "" if engine.dialect.name == "sqlite" else "dbos."
    query = text(f"SELECT count(*) FROM {schema}workflow_status WHERE status = 'SUCCESS'")
    try:
        with engine.connect() as connection:
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()


async def main(words: Sequence[str]) -> int:
    """Measure every place at every rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--places", nargs="+", choices=PLACES, default=["sqlite"])
    parser.add_argument("--work", nargs="+", choices=("nothing", "analysis"), default=["analysis"])
    asked = parser.parse_args(words)
    print(
        "| place | work | a second | p50 ms | p99 ms | max ms | accepted | done by then | door, cores |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    taken = [
        await measure(place, work, rate, asked.seconds)
        for place in asked.places
        for work in asked.work
        for rate in asked.rates
    ]
    return 0 if all(taken) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
