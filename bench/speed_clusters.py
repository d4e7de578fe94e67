"""How long it takes to fingerprint and cluster the failures of a run, and to find known issues.

Usage: python -m bench.speed_clusters [SIZES…]

Seconds of one core, the neighbors apart. Three runs of each size, every failure with a trace of 3 kB: as failures are (many tests, few
causes, against 100,000 known fingerprints), and two that mean harm: all different within one block,
and all different in one suite. Beside it, on sizes it can bear: greedy groups by difflib's ratio.
"""

import difflib
import gc
import sys
import time
from collections.abc import Callable, Sequence

from bot.model.failure import Cluster, Fingerprints
from bot.model.issue import TrackedIssue
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.known import KnownIssues
from tests.build import issue

SIZES = (1_000, 10_000, 100_000)
KNOWN = 100_000
PER_ISSUE = 5
PEER_MOST = 1_000
_WORDS = (
    "cart",
    "shop",
    "user",
    "tax",
    "order",
    "stock",
    "price",
    "login",
    "token",
    "queue",
    "index",
    "cache",
)


def words(number: int, count: int) -> str:
    """Words that tell one number from every other."""
    picked = []
    for _ in range(count):
        number, rest = divmod(number, len(_WORDS))
        picked.append(_WORDS[rest])
    return "_".join(picked)


def trace(number: int, place: str, error: str) -> str:
    """A trace of about 3 kB in pytest's long form."""
    body = "\n".join(f"    step_{i} = prepare(record, {i}, 'some text')" for i in range(26))
    return (
        f"    def test_{words(number, 5)}(shop):\n{body}\n>       assert shop.run({number}) == 3\n\n"
        f"tests/test_{number % 200}.py:{number % 900 + 20}: \n{'_ ' * 40}\n"
        f"shop/api.py:{number % 7 + 10}: in run\n    return self.call(record)\n"
        f"shop/core.py:{number % 5 + 30}: in call\n    return handler(record)\n{'_ ' * 40}\n\n"
        f"    def {place}(record):\n{body}\n>       return record.read()\nE       {error}\n\n"
        f"shop/{place}.py:77: {error.partition(':')[0]}"
    )


def usual(number: int) -> TestCase:
    """One in three is a wrong value, the others come from a few hundred places."""
    if number % 3 == 0:
        error = f"AssertionError: assert {number % 50} == 3"
        text = trace(number, "x", error).partition("shop/api.py")[0] + f"E       {error}"
        return case(number, error, text)
    place = words(number % 331, 3)
    error = f"ValueError: the record {number} of {place} at 0x7f{number:010x} cannot be read"
    return case(number, error, trace(number, place, error))


def one_block(number: int) -> TestCase:
    """All begin alike and differ in words."""
    return case(number, f"AssertionError: the record of {words(number, 6).replace('_', ' ')} broke")


def one_suite(number: int) -> TestCase:
    """Every one a wrong value of its own, in one module."""
    error = f"AssertionError: assert '{words(number, 5)}' == '{words(number * 7, 5)}'"
    return case(number, error, f">       assert {words(number, 4)}() == x\nE       {error}", "one")


def case(number: int, message: str, text: str = "", module: str = "") -> TestCase:
    """A failed test."""
    return TestCase(
        name=f"test_{words(number, 5)}",
        classname=f"tests.test_{module or number % 200}",
        outcome=Outcome.FAILURE,
        message=message,
        trace=text or trace(number, "x", message).partition("shop/api.py")[0],
    )


def known_issues(clusters: Sequence[Cluster]) -> list[TrackedIssue]:
    """Issues with `KNOWN` fingerprints, among them every tenth cluster."""
    own = [one.fingerprint for one in clusters[::10]]
    prints = [*own, *(f"1:{number:016x}" for number in range(KNOWN - len(own)))]
    return [
        issue(start + 1, fingerprints=tuple(prints[start : start + PER_ISSUE]))
        for start in range(0, KNOWN, PER_ISSUE)
    ]


def greedy(failures: Sequence[Fingerprints]) -> int:
    """How many groups difflib makes: each message joins the first group at least 0.8 alike."""
    heads: list[str] = []
    for one in failures:
        matcher = difflib.SequenceMatcher(b=one.normalized, autojunk=False)
        for head in heads:
            matcher.set_seq1(head)
            if matcher.real_quick_ratio() >= 0.8 and matcher.ratio() >= 0.8:
                break
        else:
            heads.append(one.normalized)
    return len(heads)


def row(name: str, make: Callable[[int], TestCase], size: int) -> str:
    """The figures of one kind of run."""
    cases = tuple(make(number) for number in range(size))
    gc.collect()
    started = time.process_time()
    failures = extract_failures([TestReport(path="junit.xml", format="junit", cases=cases)])
    extracted = time.process_time()
    clusters = cluster(failures)
    clustered = time.process_time()
    issues = known_issues(clusters)
    begun = time.process_time()
    found = sum(one is not None for one in KnownIssues(issues).find(clusters))
    matched = time.process_time() - begun
    spent = (extracted - started, clustered - extracted, matched)
    peer = ""
    if size <= PEER_MOST:
        begun = time.process_time()
        groups = greedy([failure.fingerprints for failure in failures])
        peer = f"{time.process_time() - begun:8.2f} ({groups})"
    figures = " ".join(f"{seconds:11.2f}" for seconds in (*spent, sum(spent)))
    return f"{name:10} {size:8,} {len(clusters):8,} {found:6,} {figures} {peer:>16}"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    columns = ("fingerprint", "cluster", "find known", "seconds")
    print(
        f"{'run':10} {'failures':>8} {'clusters':>8} {'known':>6} "
        + " ".join(f"{column:>11}" for column in columns)
        + f" {'difflib (groups)':>16}"
    )
    for size in [int(argument) for argument in arguments] or SIZES:
        for name, make in (("usual", usual), ("one block", one_block), ("one suite", one_suite)):
            print(row(name, make, size), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
