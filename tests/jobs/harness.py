"""Real server processes that are killed, and a GitHub that delivers until it is answered."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.webhook.signature import signature

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ServerProcess:
    """A Python program that serves `/healthz` on `port`; started, killed and started again."""

    arguments: Sequence[str]
    port: int
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.arguments,
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
            )
        await self.ready()

    async def ready(self) -> None:
        """Wait until it answers; fail with its last words when it ended instead."""
        async with asyncio.timeout(120), aiohttp.ClientSession() as session:
            while True:
                if self.process is None or self.process.returncode is not None:
                    raise AssertionError(f"the server ended: {self.log.read_text()[-2000:]}")
                try:
                    async with session.get(f"{self.address}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """Kill -9: it gets no chance to say goodbye."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to stop and wait for it."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()


@dataclass
class Delivery:
    """One webhook, with the id it keeps when it is sent again."""

    event: str
    payload: Mapping[str, object]
    guid: str


async def deliver_until_taken(
    session: aiohttp.ClientSession, url: str, secret: str, delivery: Delivery
) -> int:
    """Send it again until the answer is 202, as the sweep does; how often that took."""
    body = json.dumps(delivery.payload).encode()
    headers = {
        "X-GitHub-Event": delivery.event,
        "X-GitHub-Delivery": delivery.guid,
        "X-Hub-Signature-256": signature(secret, body),
        "Content-Type": "application/json",
    }
    sent = 0
    while True:
        sent += 1
        try:
            async with session.post(url, data=body, headers=headers) as answer:
                if answer.status == 202:
                    return sent
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(0.1)
