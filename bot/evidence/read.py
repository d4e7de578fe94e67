"""Evidence from this disk: files, directories and zips, for `gardener triage PATH…`."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.evidence.limits import Limits
from bot.evidence.packed import read_packed
from bot.evidence.sort import Wanted
from bot.logs.user_rules import UserRule
from bot.model.evidence import Evidence
from bot.model.finding import LogReading
from bot.model.names import Outcome
from bot.model.report import TestReport

_DEFAULT = Limits()
_PASSED_OVER = (".git", ".hg", ".svn", "node_modules", "__pycache__")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of `files` in the JSON of `gardener triage`; a twin repeats another file."""

    path: str
    format: str | None
    tests: int = 0
    passed: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    is_twin: bool = False


@dataclass(frozen=True, kw_only=True)
class FilesRead:
    """What the files said, and a row for each of them in the order they were found."""

    files: tuple[FileRow, ...]
    evidence: Evidence

    @property
    def totals(self) -> FileRow:
        """The sums over all files that are no twins; its `path` is empty."""
        rows = [row for row in self.files if not row.is_twin]
        return FileRow(
            path="",
            format=None,
            tests=sum(row.tests for row in rows),
            passed=sum(row.passed for row in rows),
            failures=sum(row.failures for row in rows),
            errors=sum(row.errors for row in rows),
            skipped=sum(row.skipped for row in rows),
            seconds=sum(row.seconds for row in rows),
        )


def read_files(
    paths: Sequence[Path], *, user_rules: Sequence[UserRule] = (), limits: Limits = _DEFAULT
) -> FilesRead:
    """Read every path; a directory is searched for reports, logs and zips.

    A file that was named gets a row whatever it is; of a directory, what is neither report nor
    log is passed over. Nothing raises: what cannot be read is a row with a sentence.
    """
    rows: list[FileRow] = []
    reports: list[TestReport] = []
    logs: list[LogReading] = []
    legs: dict[str, str] = {}
    for path in paths:
        for file, leg in _files(path):
            wanted = Wanted(logs=True, named=file == path, user_rules=user_rules)
            for reading in _readings(file, wanted, limits):
                rows.append(_row(file, reading))
                if isinstance(reading, LogReading):
                    logs.append(reading)
                elif isinstance(reading, TestReport) and reading.format is not None:
                    reports.append(reading)
                    legs[reading.path] = leg or _packed_leg(file, reading.path)
    problems = tuple(problem for row in rows for problem in row.problems)
    evidence = Evidence(reports=tuple(reports), logs=tuple(logs), legs=legs, problems=problems)
    return FilesRead(files=_distinct(rows), evidence=evidence)


def _readings(
    file: Path, wanted: Wanted, limits: Limits
) -> Iterator[TestReport | LogReading | str]:
    if not file.exists():
        yield f"{file} does not exist."
        return
    if not file.is_file():
        yield f"{file} is no file."
        return
    some = False
    try:
        for reading in read_packed(file, str(file), wanted, limits):
            some = True
            yield reading
    except OSError as error:
        yield f"{file} cannot be read: {error.strerror or error}."
        return
    if not some and wanted.named:
        yield f"{file} holds no test report and no log."


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """The files to read, each with its leg: the folder of a downloaded artifact."""
    if not path.is_dir():
        yield path, ""
        return
    for folder, inner, files in os.walk(path):
        inner[:] = sorted(name for name in inner if name not in _PASSED_OVER)
        where = Path(folder).relative_to(path).parts
        for name in sorted(files):
            file = Path(folder, name)
            # A link may lead anywhere, a pipe may never end.
            if file.is_file() and not file.is_symlink():
                yield file, where[0] if where else ""


def _packed_leg(file: Path, path: str) -> str:
    """A report out of an archive belongs to the leg that the archive is named after."""
    return file.name.removesuffix(".zip") if path != str(file) else ""


def _row(file: Path, reading: TestReport | LogReading | str) -> FileRow:
    if isinstance(reading, str):
        return FileRow(path=str(file), format=None, problems=(reading,))
    if isinstance(reading, LogReading):
        return FileRow(path=reading.path, format="log", problems=reading.problems)
    return FileRow(
        path=reading.path,
        format=reading.format,
        tests=reading.tests,
        passed=reading.count(Outcome.PASSED),
        failures=reading.count(Outcome.FAILURE),
        errors=reading.count(Outcome.ERROR),
        skipped=reading.count(Outcome.SKIPPED),
        seconds=reading.seconds,
        problems=reading.problems,
    )


def _distinct(rows: Sequence[FileRow]) -> tuple[FileRow, ...]:
    """One row for each path: the sentences about one archive are gathered in one."""
    merged: dict[tuple[str, str | None], FileRow] = {}
    for row in rows:
        known = merged.get((row.path, row.format))
        if known is not None and row.format is None:
            row = replace(known, problems=(*known.problems, *row.problems))
        merged[row.path, row.format] = row
    return tuple(merged.values())
