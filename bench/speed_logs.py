"""Measure how fast logs are searched: `python -m bench.speed_logs [MEGABYTES]`.

Prints megabytes a second of one core (CPU time, the best of three) for two kinds of logs: a usual one,
in which every 400th line is of interest, and a dense one, in which every 20th is; then the memory a
log of 1 GB takes. Beside it stand a loop over lines that tries one compiled alternation of all
patterns (what a simple scanner does), `grep -E` for the word "error" and its like, and a loop that
does nothing. The logs are made here, after what pytest, Maven, npm, Docker and cargo print.
"""

import io
import itertools
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

from bot.logs.rules import RULES
from bot.logs.scan import scan_log
from bot.logs.user_rules import compile_rules
from bot.model.config import LogRule

USUAL, DENSE = 400, 20
WORDS = [
    "cart",
    "basket",
    "order",
    "user",
    "session",
    "token",
    "payment",
    "invoice",
    "mail",
    "report",
    "index",
    "cache",
    "router",
]
USUAL_LINES = (
    "tests/{a}/test_{b}.py::test_{c}_{a}[{n}] PASSED [{m:3d}%]",
    "tests/unit/test_{a}_{b}.py ......................................... [{m:3d}%]",
    "[INFO] Downloading from central: https://repo.example/maven2/org/{a}/{b}/1.{m}/{b}-{c}.pom",
    "[INFO] Tests run: {m}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.{n} s -- in org.{a}",
    "npm http fetch GET 200 https://registry.example/{a}-{b} {n}ms (cache miss)",
    "#{m} {m}.{n} Get:{m} http://deb.example/debian bookworm/main amd64 lib{a}{m} amd64 1.{m} [{n} kB]",
    "#{m} {m}.{n} Setting up lib{b}{m}:amd64 (1.{n}-1) ...",
    "   Compiling {a}-{b} v0.{m}.{m}",
    "  \u2713 {a} {b} the {c} ({m} ms)",
    "{a} INFO  {b} {c} took {n} ms for request {n:08x}{m:08x}",
    "    at {a}.{b} (/srv/app/{c}/{a}.js:{n}:{m})",
    "remote: Counting objects: {m}% ({n}/9999)",
)
ODD_LINES = (
    "E       assert {n} == {m}",
    "FAILED tests/test_{a}.py::test_{b} - assert {n} == {m}",
    "src/{a}.c:{n}:{m}: error: '{b}' undeclared",
    "ERROR: could not {a} the {b}",
    "{a} ECONNRESET, retrying in {m} s",
    "WARNING {a} 0 errors, {m} warnings",
    "##[error]Process completed with exit code 1.",
    "--- FAIL: Test{a} (0.0{m}s)",
)


def some_log(size: int, every: int) -> bytes:
    """About `size` bytes of log with an odd line among `every`."""
    chance = random.Random(7)
    parts, made = [], 0
    for number in itertools.count():
        kinds = ODD_LINES if number % every == 0 else USUAL_LINES
        a, b, c = chance.choices(WORDS, k=3)
        text = chance.choice(kinds).format(
            a=a, b=b, c=c, n=chance.randint(100, 999), m=chance.randint(1, 99)
        )
        parts.append(
            f"2025-09-14T10:{number // 60 % 60:02d}:{number % 60:02d}.{number:07d}Z {text}\r\n".encode()
        )
        made += len(parts[-1])
        if made >= size:
            return b"".join(parts)
    raise AssertionError


def speed(data: bytes, read: Callable[[io.BytesIO], object]) -> float:
    """Megabytes a second, the best of three."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        read(io.BytesIO(data))
        best = min(best, time.process_time() - started)
    return len(data) / 1e6 / best


def python_pattern() -> re.Pattern[str]:
    """All rules as one pattern of Python's own `re`."""
    plain = (re.sub(r"\(\?P<\w+>", "(?:", rule.pattern) for rule in RULES)
    local = (re.sub(r"^\(\?i\)(.*)", r"(?i:\1)", pattern) for pattern in plain)
    return re.compile(
        "|".join(
            re.sub(r"\\x\{(\w{4})\}", r"\\u\1", p).replace(r"\x{d7}", r"\xd7")
            for p in local
            if r"\x{00d7}" not in p
        )
    )


def line_loop(pattern: re.Pattern[str]) -> Callable[[io.BytesIO], object]:
    """What a simple scanner does."""
    return lambda stream: [
        1 for line in stream if pattern.search(line.decode("utf-8", "replace")[29:].rstrip())
    ]


def floor(stream: io.BytesIO) -> None:
    """Only go through the lines."""
    for _ in stream:
        pass


def grep(data: bytes) -> float:
    """Megabytes a second of `grep` for a few words, its own CPU time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = "error|fail|fatal|exception|panic|denied|refused|timed out|not found|killed"
    subprocess.run(["grep", "-ciE", words], input=data, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return len(data) / 1e6 / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


class Endless(io.RawIOBase):
    """`size` bytes, made while they are read."""

    def __init__(self, size: int, page: bytes) -> None:
        """Repeat `page`."""
        self._left, self._page = size, page

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        self._left -= size
        return self._page[:size] if self._left > 0 else b""


def memory(size: int) -> float:
    """The most megabytes Python held while it read a log of `size` bytes."""
    page = some_log(1 << 20, USUAL)
    tracemalloc.start()
    scan_log(Endless(size, page), "big.log")  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def rows(size: int) -> Iterator[tuple[str, float, float]]:
    """Each way to read with its speeds on usual and dense logs."""
    usual, dense = some_log(size, USUAL), some_log(size, DENSE)
    users = compile_rules(
        LogRule(id=f"rule-{n}", pattern=f"deprecated {word} of (?P<what>\\w+)")
        for n, word in enumerate((*WORDS, *(f"new {word}" for word in WORDS[:7])))
    )
    scans: list[tuple[str, Callable[[io.BytesIO], object]]] = [
        (f"this project, all {len(RULES)} rules", lambda stream: scan_log(stream, "a.log")),
        (
            f"this project, and {len(users)} rules of a repository",
            lambda stream: scan_log(stream, "a.log", user_rules=users),
        ),
        ("`for line in file: pass`", floor),
    ]
    for name, read in scans:
        yield name, speed(usual, read), speed(dense, read)
    small = size // 40
    loop = line_loop(python_pattern())
    yield (
        "line by line, one alternation of `re`",
        speed(usual[:small], loop),
        speed(dense[:small], loop),
    )
    if shutil.which("grep"):
        yield "`grep -ciE` of ten words", grep(usual), grep(dense)


def main(size: int) -> None:
    """Print the table."""
    print("| way to read | usual log, MB/s | dense log, MB/s |\n|---|---|---|")
    for name, usual, dense in rows(size):
        print(f"| {name} | {usual:.1f} | {dense:.1f} |", flush=True)
    print(f"\npeak memory at 1 GB: {memory(1_000_000_000):.1f} MB of Python objects,")
    print(
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in all for this process"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) * 1_000_000 if len(sys.argv) > 1 else 20_000_000)
