"""Where a measurement runs: an empty database of either kind, and processes that end with it."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import aiohttp

from tests.postgres import create_database, postgres_programs, running_postgres

_PATIENCE = 60  # seconds for a process to serve, or to end


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """The DATABASE_URL of an empty `sqlite` or `postgres`; both wait for the disk."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="gardener-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'gardener.db'}"
        return
    programs = postgres_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed: this measurement needs initdb and postgres")
    with running_postgres(programs, durable=True) as server:
        name = f"b{uuid4().hex}"
        create_database(server, name)
        yield f"{server}/{name}"


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def process(
    *arguments: str, env: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python program with these arguments, stopped at the end, killed when it will not stop."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**os.environ, **(env or {})},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=None if os.environ.get("BENCH_LOUD") else asyncio.subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.send_signal(signal.SIGTERM)
            with suppress(TimeoutError):
                await asyncio.wait_for(started.wait(), _PATIENCE)
        if started.returncode is None:
            started.kill()
            await started.wait()


async def ready(address: str, *processes: asyncio.subprocess.Process) -> None:
    """Wait until it serves; `SystemExit` when one of the processes ended instead."""
    async with asyncio.timeout(_PATIENCE), aiohttp.ClientSession() as session:
        while True:
            if any(one.returncode is not None for one in processes):
                sys.exit("a process of the measurement ended; BENCH_LOUD=1 shows why")
            with suppress(aiohttp.ClientError):
                async with session.get(f"{address}/healthz"):
                    return
            await asyncio.sleep(0.05)
