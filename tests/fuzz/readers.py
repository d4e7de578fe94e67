"""Doors that read files: test reports, archives, logs."""

import io
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.evidence.limits import Limits
from bot.evidence.packed import read_packed
from bot.evidence.sort import Wanted
from bot.evidence.stream import Member
from bot.evidence.unpack import open_members
from bot.logs.rules import RULES
from bot.logs.scan import scan_log
from bot.model.finding import LogReading
from bot.model.report import TestReport
from bot.reports.read import looks_like_report, read_report
from bot.reports.registry import FORMATS
from tests.evidence.archives import REPORT, gzipped, tarred, zipped, zipped_link, zipped_pairs
from tests.fuzz.target import Target
from tests.logs.jobs import jobs
from tests.reports.samples import SAMPLES

_MB = 1 << 20
_LIMITS = Limits(max_unpacked_bytes=4 * _MB, ratio_floor_bytes=_MB, max_members=200)
_SHORT = 64 * 1024
_JOBS = Path(__file__).parent.parent / "logs" / "data" / "jobs"


def read_as_report(data: bytes) -> None:
    """The reader never raises, says the same twice, and its sentences name the file."""
    found = read_report(io.BytesIO(data), "f.xml")
    check_report(found, "f.xml")
    assert found == read_report(io.BytesIO(data), "f.xml")
    if found.format is not None:
        assert looks_like_report(data[:8192]) == found.format


def check_report(found: TestReport, path: str) -> None:
    for problem in found.problems:
        assert problem.startswith(path), problem
        assert problem.endswith("."), problem
        assert len(problem) < 2000, problem
    assert found.format is not None or (found.problems and not found.cases)
    for case in found.red:
        assert len(case.name) <= 2100
        assert len(case.message) <= 4100
        assert len(case.trace) <= 16_100
        assert "\x1b" not in case.name + case.message + case.trace
        assert "\x00" not in case.name + case.message + case.trace


def read_as_log(data: bytes) -> None:
    """The scanner never raises, and what it shows are lines of the log."""
    lines = data.count(b"\n") + bool(data and not data.endswith(b"\n"))
    for failed in (True, False, None):
        found = scan_log(io.BytesIO(data), "job.log", job="job", failed=failed)
        check_log(found)
        assert found.lines == lines
        assert all(1 <= f.line <= max(lines, 1) for f in found.findings)


def check_log(found: LogReading) -> None:
    for finding in found.findings:
        assert len(finding.text) <= 4200
        assert len(finding.excerpt) <= 200
        assert len(finding.slug) <= 300


def open_as_archive(data: bytes) -> None:
    """Every member stays within the budget, and whatever cannot be opened is one sentence."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        given, said = 0, 0
        for found in open_members(path, "art", _LIMITS):
            if isinstance(found, Member):
                given += len(found.stream.read())
                assert found.name == "art" or found.name.startswith("art/")
                assert "/../" not in found.name
            else:
                said += 1
                assert found.startswith("art"), found
                assert found.endswith("."), found
                assert found.isprintable(), found
                assert len(found) < 2000, found
        assert said <= 12
        assert given <= max(_LIMITS.max_unpacked_bytes, len(data)) + _MB
        for reading in read_packed(path, "art", Wanted(logs=True), _LIMITS):
            if isinstance(reading, TestReport):
                check_report(reading, "art")
            elif isinstance(reading, LogReading):
                check_log(reading)
        assert [p.name for p in Path(folder).iterdir()] == ["upload"]


def _samples(name: str) -> Iterable[bytes]:
    """The smallest samples of a format."""
    found = [s.data for s in SAMPLES if s.expected["format"] == name]
    return sorted((data for data in found if len(data) <= _SHORT), key=len)[:6]


def _archives() -> Iterable[bytes]:
    nested = zipped({"a.zip": zipped({"a.xml": REPORT})})
    return [
        zipped({"a.xml": REPORT, "b.log": b"x\n"}),
        nested,
        zipped({"t.tgz": gzipped(tarred({"d/a.xml": REPORT}, link="l"))}),
        zipped_link("l", "/etc/passwd"),
        zipped_pairs([("a", b"1"), ("a", b"2"), ("../c", b"3")]),
        tarred({"x/" * 60 + "a.xml": REPORT}),
        gzipped(REPORT),
    ]


def _logs() -> Iterable[bytes]:
    for path in sorted(_JOBS.glob("*.txt")):
        yield from (job.text.encode()[-_SHORT:] for job in islice(jobs(path), 4))
    yield "\n".join(rule.example for rule in RULES).encode()


def _report_target(name: str) -> Target:
    starts: Callable[[], Iterable[bytes]] = partial(_samples, name)
    return Target(name=f"report-{name}", run=read_as_report, starts=starts, most=16 * _MB, times=2)


TARGETS = (
    *(_report_target(known.name) for known in FORMATS),
    Target(name="log", run=read_as_log, starts=_logs, most=16 * _MB, times=3),
    Target(name="archive", run=open_as_archive, starts=_archives, times=2),
)
