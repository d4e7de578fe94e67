"""How fast reports are read, beside other readers, and in how much memory.

python -m bench.speed_reports               one table: 50,000 cases as pytest writes them
python -m bench.speed_reports --gigabyte    two streams of 1 GB: many passed cases, few huge outputs

All read the same file, each in a process of its own, in turns, and each process reads it a few times
over: `first` is a process that reads one report, `again` one that has read others before. What each
does: ours gives a TestReport with its totals, its red tests as objects with all their texts, and of
every passed test the name, class, file and time as columns, in which a test written twice would
have been found; `every test an object` also makes those objects, which nothing but a caller's
asking makes. Codecov's parser is native code that gives a Python object for each test, or keeps
them to itself; `junitparser` walks all it offers of what a TestReport holds; `names only` is
junitparser asked for name, class, time and result objects; `expat` parses and tells nobody; `lxml`
builds a tree that nobody walks, and is left out where it is not installed.
"""

import argparse
import importlib
import importlib.util
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from junitparser.xunit2 import InterimResult, JUnitXml, TestCase
from test_results_parser import parse_junit_xml

from bot.reports.read import read_report

CASES = 50_000
RUNS = 7
AGAIN = 3
HEAD = b'<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest">'
TAIL = b"</testsuite></testsuites>"


def passed(number: int) -> str:
    """One passed case as pytest writes it."""
    return (
        f'<testcase classname="tests.unit.test_module_{number // 50}.TestClass" '
        f'name="test_case_{number}[param-{number % 7}]" time="0.012" />'
    )


def failed(number: int) -> str:
    """One failed case with the trace of a small test."""
    return passed(number)[:-2] + (
        f'><failure message="AssertionError: assert {number} == 3&#10; +  where {number} = f()">'
        + "def test():\n"
        + "    a line of code()\n" * 20
        + f"\nE   AssertionError: assert {number} == 3\n\ntests/unit/test_module.py:12: AssertionError"
        "</failure></testcase>"
    )


def pytest_file(cases: int) -> Iterator[bytes]:
    """A file of pytest in which every hundredth case failed."""
    yield HEAD
    for number in range(cases):
        yield (passed(number) if number % 100 else failed(number)).encode()
    yield TAIL


def many_passed(size: int) -> Iterator[bytes]:
    """About `size` bytes of passed cases, each with a name of its own."""
    yield HEAD
    number = written = 0
    while written < size:
        block = "".join(map(passed, range(number, number + 500))).encode()
        number, written = number + 500, written + len(block)
        yield block
    yield TAIL


def huge_outputs(size: int) -> Iterator[bytes]:
    """About `size` bytes in the outputs and traces of sixteen failed cases."""
    line = b"2025-09-14 12:00:00 INFO worker-3 request 4711 took 12 ms &amp; went well\n" * 1000
    yield HEAD
    for number in range(16):
        yield f'<testcase name="t{number}"><failure message="no">'.encode()
        for _ in range(size // 32 // len(line)):
            yield line
        yield b"</failure><system-out>"
        for _ in range(size // 32 // len(line)):
            yield line
        yield b"</system-out></testcase>"
    yield TAIL


class Pieces(io.BytesIO):
    """Pieces as a stream that nothing holds as a whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece, at most `size` bytes of it."""
        data = self._rest or next(self._pieces, b"")
        count = len(data) if size is None or size < 0 else size
        self._rest = data[count:]
        return data[:count]


def by_us(path: str) -> int:
    """The whole TestReport."""
    with Path(path).open("rb") as stream:
        return read_report(stream, path).tests


def by_us_as_cases(path: str) -> int:
    """The whole TestReport, and each test of it as an object."""
    with Path(path).open("rb") as stream:
        return len(list(read_report(stream, path).cases))


def _tries(case: TestCase) -> tuple[Sequence[InterimResult], ...]:
    return (
        case.rerun_failures(),
        case.rerun_errors(),
        case.flaky_failures(),
        case.flaky_errors(),
    )


def by_junitparser(path: str) -> int:
    """What a TestReport holds, as far as junitparser offers it."""
    rows = [
        (
            suite.name,
            suite.hostname,
            case.name,
            case.classname,
            case.time,
            case._elem.get("file"),
            case._elem.get("line"),
            [(type(r), r.message, r.type, r.text) for r in case.result],
            [(type(r), r.message, r.type, r.text) for tries in _tries(case) for r in tries],
            case.system_out if case.result else None,
        )
        for suite in JUnitXml.fromfile(path)
        for case in suite
        if isinstance(case, TestCase)
    ]
    return len(rows)


def by_junitparser_names(path: str) -> int:
    """Name, class, time and result objects alone."""
    suites = JUnitXml.fromfile(path)
    return len([(c.name, c.classname, c.time, c.result) for suite in suites for c in suite])


def by_codecov(path: str) -> int:
    """Everything that Codecov's parser gives, as Python objects."""
    return len(parse_junit_xml(Path(path).read_bytes()).testruns)


def by_codecov_kept(path: str) -> int:
    """The same, not yet handed over to Python."""
    parse_junit_xml(Path(path).read_bytes())
    return 0


def by_expat(path: str) -> int:
    """The parser below ours, with nothing to call."""
    expat.ParserCreate().Parse(Path(path).read_bytes(), True)
    return 0


def by_lxml(path: str) -> int:
    """A whole tree."""
    importlib.import_module("lxml.etree").parse(path)
    return 0


CODECOV = "Codecov test-results-parser"
READERS: dict[str, Callable[[str], int]] = {
    "ours": by_us,
    "ours, every test an object": by_us_as_cases,
    CODECOV: by_codecov,
    f"{CODECOV}, results not handed to Python": by_codecov_kept,
    "junitparser": by_junitparser,
    "junitparser, names only": by_junitparser_names,
    "expat alone": by_expat,
    "lxml tree": by_lxml,
}


def measured(read: Callable[[], int], again: int = 0) -> dict[str, float]:
    """Seconds of the first reading and of the later ones, and the peak memory of the first."""
    start, used = time.perf_counter(), time.process_time()
    cases = read()
    first, cpu = time.perf_counter() - start, time.process_time() - used
    found = {"seconds": first, "cpu": cpu, "peak": peak_megabytes(), "cases": float(cases)}
    later = []
    for _ in range(again):
        start = time.perf_counter()
        read()
        later.append(time.perf_counter() - start)
    return found | {"again": statistics.median(later or [first])}


def peak_megabytes() -> float:
    """The most memory this program held; on Linux `ru_maxrss` would count its parent's as well."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_own_process(*arguments: str) -> dict[str, float]:
    """The measurement of a child."""
    command = [sys.executable, "-m", "bench.speed_reports", *arguments]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def table() -> None:
    """Print the comparison."""
    names = [name for name in READERS if name != "lxml tree" or importlib.util.find_spec("lxml")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "junit.xml")
        path.write_bytes(b"".join(pytest_file(CASES)))
        found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for _ in range(RUNS):
            for name, rows in found.items():
                rows.append(in_own_process("--reader", name, "--file", str(path)))
        megabytes = path.stat().st_size / 1e6
    print(f"{CASES:,} cases, {megabytes:.1f} MB, medians of {RUNS} interleaved runs\n")
    print("| reader | first, s | to Codecov | again, s | to Codecov | MB/s | peak MB |")
    print("|---|---|---|---|---|---|---|")
    codecov = {key: median(found[CODECOV], key) for key in ("seconds", "again")}
    for name, rows in found.items():
        first, again = median(rows, "seconds"), median(rows, "again")
        ratios = first / codecov["seconds"], again / codecov["again"]
        print(
            f"| {name} | {first:.3f} | {ratios[0]:.2f} | {again:.3f} | {ratios[1]:.2f} "
            f"| {megabytes / again:.0f} | {median(rows, 'peak'):.0f} |"
        )
    if len(names) < len(READERS):
        print("\nlxml is not installed, so its row is left out.")


def median(rows: list[dict[str, float]], key: str) -> float:
    """The middle one of what was measured."""
    return statistics.median(row[key] for row in rows)


STREAMS = {"passed": many_passed, "outputs": huge_outputs}


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gigabyte", action="store_true", help="read 1 GB streams")
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--stream", choices=STREAMS, help=argparse.SUPPRESS)
    parser.add_argument("--megabytes", type=int, default=1000, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader:
        print(json.dumps(measured(lambda: READERS[options.reader](options.file), AGAIN)))
    elif options.stream:
        stream = Pieces(STREAMS[options.stream](options.megabytes * 1_000_000))
        print(json.dumps(measured(lambda: read_report(stream, "stream.xml").tests)))
    elif options.gigabyte:
        print(
            "| stream of 1 GB | cases | seconds | of them on the CPU | peak MB |\n|---|---|---|---|---|"
        )
        for name in STREAMS:
            row = in_own_process("--stream", name)
            seconds = f"{row['seconds']:.1f} | {row['cpu']:.1f}"
            print(f"| {name} | {int(row['cases']):,} | {seconds} | {row['peak']:.0f} |")
    else:
        table()


if __name__ == "__main__":
    main()
