"""Two hosts on one machine: network namespaces, each with a cable that can be pulled."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.faults.town import lines, until
from tests.jobs.harness import ROOT, ServerProcess

_ROOT_ONLY = "Network namespaces need root and iproute2: two hosts are tried where both are there"


@dataclass(frozen=True)
class Host:
    """One namespace and the address under which it reaches this machine."""

    name: str
    cable: str
    there: str

    def run(self, *command: str) -> list[str]:
        """The command line that runs in it."""
        return ["ip", "netns", "exec", self.name, *command]

    def pull(self) -> None:
        """Cut it off: nothing goes in or out, and nobody is told."""
        _ip("link", "set", self.cable, "down")

    def plug(self) -> None:
        """Connect it again."""
        _ip("link", "set", self.cable, "up")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """Make them; without root or iproute2 the test is left out, also in CI."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip(_ROOT_ONLY)
    made: list[Host] = []
    number = os.getpid() % 250
    try:
        for index in range(count):
            net = f"10.{200 + index}.{number}"
            host = Host(f"gardener{os.getpid()}-{index}", f"gv{number}-{index}", f"{net}.1")
            try:
                _ip("netns", "add", host.name)
            except subprocess.CalledProcessError:
                pytest.skip(_ROOT_ONLY)
            made.append(host)
            _ip("link", "add", host.cable, "type", "veth", "peer", "eth0", "netns", host.name)
            _ip("addr", "add", f"{net}.1/30", "dev", host.cable)
            _ip("link", "set", host.cable, "up")
            for arguments in (
                ("addr", "add", f"{net}.2/30", "dev", "eth0"),
                ("link", "set", "eth0", "up"),
                ("link", "set", "lo", "up"),
            ):
                _ip("-n", host.name, *arguments)
        yield made
    finally:
        for host in made:
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", host.name)


@dataclass
class Away(ServerProcess):
    """A bot on another host: its port is out of reach, its log is not."""

    host: Host | None = None

    async def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        assert self.host is not None
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.host.run(sys.executable, *self.arguments),
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
            )
        await until(lambda: bool(lines(self, "ready")))


def away(bot: ServerProcess, host: Host, database_url: str) -> Away:
    """The same bot on that host, with the database at the host's other end."""
    port = urlsplit(database_url).port
    here = database_url.replace(f"127.0.0.1:{port}", f"{host.there}:{port}")
    return Away(bot.arguments, bot.port, bot.log, {**bot.env, "DATABASE_URL": here}, host=host)


async def doors(
    all_hosts: Sequence[Host], ports: Mapping[str, int]
) -> list[asyncio.subprocess.Process]:
    """Open the ports of this machine to every host: on loopback there, as they are here.

    The port called `database` is only opened at this end.
    """
    program = (sys.executable, "-m", "tests.faults.relay")
    mine = [f"{host.there}:{p}=127.0.0.1:{p}" for host in all_hosts for p in ports.values()]
    started = [await asyncio.create_subprocess_exec(*program, *mine, cwd=ROOT)]
    for host in all_hosts:
        theirs = [
            f"127.0.0.1:{p}={host.there}:{p}" for name, p in ports.items() if name != "database"
        ]
        command = host.run(*program, *theirs)
        started.append(await asyncio.create_subprocess_exec(*command, cwd=ROOT))
    return started
