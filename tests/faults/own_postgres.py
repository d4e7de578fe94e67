"""A Postgres of one test's own, which may be broken, stopped and started again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.jobs.harness import free_port
from tests.postgres import create_database, needed_programs


class OwnPostgres:
    """One server in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._is_root = os.geteuid() == 0  # it refuses to run as root
        self.port = free_port()

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgresql://gardener@127.0.0.1:{self.port}/gardener"

    def make(self) -> None:
        """Make it, start it, make the database."""
        if self._is_root:
            shutil.chown(self._folder, "nobody")
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "gardener", "-A", "trust", "-E", "UTF8", "-N")
        self.start()
        create_database(self.url.removesuffix("/gardener"), "gardener")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self._folder / "log")
        self._control("start", "-l", log, "-o", f"{options} -c fsync=off")

    def crash(self) -> None:
        """Stop it as a crash would: everybody is cut off, and the next start must recover."""
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        null = subprocess.DEVNULL
        if self._is_root:
            subprocess.run(
                command,
                check=True,
                cwd=self._folder,
                stdout=null,
                stderr=null,
                user="nobody",
                extra_groups=[],
            )
        else:
            subprocess.run(command, check=True, cwd=self._folder, stdout=null, stderr=null)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """It runs until the end of the block, unless it was crashed before."""
    programs = needed_programs()
    folder = Path(tempfile.mkdtemp(prefix="gardener-own-postgres-"))
    server = OwnPostgres(programs, folder)
    try:
        server.make()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # it may lie there crashed
            server.crash()
        shutil.rmtree(folder, ignore_errors=True)
