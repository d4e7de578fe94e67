"""Run the tests of a package with faults in it, and read what broke."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.faults.mutate import Fault, apply
from bot.model.report import TestCase
from bot.reports.read import read_report


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked source distribution that is changed in place, and restored.

    `code` is the folder of its modules, `path` what goes on PYTHONPATH, both under `root`; `tests`
    are arguments for pytest, `python` an interpreter that has its dependencies.
    """

    name: str
    root: Path
    code: str
    path: str
    tests: tuple[str, ...]
    python: str

    def sources(self) -> dict[str, bytes]:
        """Its modules, tests apart, by their path under the root."""
        files = sorted((self.root / self.code).rglob("*.py"))
        names = {file: file.relative_to(self.root) for file in files}
        return {
            str(name): file.read_bytes()
            for file, name in names.items()
            if not any("test" in part for part in name.parts)
        }


class Runner:
    """Runs a package's tests, each time with other faults."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.sources = package.sources()
        self._now = 1_000_000_000

    def red(
        self, faults: Sequence[Fault], limit: float, most: int = 0
    ) -> Mapping[str, TestCase] | None:
        """The red tests by id; None when the run did not end in `limit` seconds or was no run.

        With `most`, pytest stops after so many failures.
        """
        by_file: dict[str, list[Fault]] = {}
        for fault in faults:
            by_file.setdefault(fault.file, []).append(fault)
        try:
            for file, some in by_file.items():
                self._write(file, apply(self.sources[file], some))
            return self._run(limit, most)
        finally:
            for file in by_file:
                self._write(file, self.sources[file])

    def _write(self, file: str, source: bytes) -> None:
        """Write with a time of its own, since compiled files are kept by time and size."""
        self._now += 10
        path = self.package.root / file
        path.write_bytes(source)
        os.utime(path, (self._now, self._now))

    def _run(self, limit: float, most: int) -> Mapping[str, TestCase] | None:
        root = self.package.root
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "junit.xml"
            command = [self.package.python, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            command += ["-o", "addopts=", f"--junitxml={report}", f"--basetemp={folder}/tmp"]
            command += [f"--maxfail={most}"] if most else []
            process = subprocess.Popen(
                [*command, *self.package.tests],
                cwd=root,
                env={**os.environ, "PYTHONPATH": str(root / self.package.path), "COLUMNS": "80"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return None
            if not report.exists():
                return None
            with report.open("rb") as stream:
                return {case.id: case for case in read_report(stream, "junit.xml").red}
