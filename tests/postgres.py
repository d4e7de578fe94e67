"""A Postgres of the test run's own, on loopback, when its programs are installed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict
from uuid import uuid4

import psycopg
import pytest


class _As(TypedDict, total=False):
    user: str
    extra_groups: list[str]


def postgres_programs() -> Path | None:
    """Where initdb is: on the path, or where Debian puts it."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server, without a database's name."""
    with running_postgres(needed_programs()) as server:
        yield server


def needed_programs() -> Path:
    """Where its programs are; without them the test is left out, in CI it fails."""
    programs = postgres_programs()
    if programs is None:
        sentence = "Postgres is not installed: its tests need initdb and postgres"
        # CI installs it: there a missing one is a fault, not a reason to run less.
        (pytest.fail if os.environ.get("GARDENER_TEST_ALL") else pytest.skip)(sentence)
        raise AssertionError(sentence)
    return programs


@contextmanager
def running_postgres(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """A server of its own from these `programs`; only a `durable` one waits for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="gardener-postgres-"))
    data = folder / "data"
    # It refuses to run as root.
    who: _As = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, "nobody")
    port = _free_port()
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "gardener", "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        capture_output=True,
        cwd=folder,
        **who,
    )
    server = subprocess.Popen(
        [
            *(programs / "postgres", "-D", data, "-p", str(port)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
            *("-c", f"fsync={'on' if durable else 'off'}", "-c", "log_min_messages=fatal"),
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )
    try:
        _ready(port)
        yield f"postgresql://gardener@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)  # ends what is connected, too
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty database."""
    name = f"t{uuid4().hex}"
    create_database(postgres_server, name)
    return f"{postgres_server}/{name}"


def _ready(port: int) -> None:
    """Wait until it takes connections."""
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="gardener", dbname="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def create_database(server: str, name: str) -> None:
    """Make an empty database on it."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
