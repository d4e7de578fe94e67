"""Are the totals of report files exactly right, by format, beside other readers.

`manifest.jsonl` rows: `{"id", "path", "format", "should", "expect": {…}, "also_ok"?, "must_be_red"?}`.
Compared are tests, passed, failures, errors, skipped and failed_total, as far as a row names them.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict
from xml.etree import ElementTree as ET

from junitparser import JUnitXml
from test_results_parser import Outcome as CodecovOutcome
from test_results_parser import parse_junit_xml

from bench.quality.table import show
from bot.model.names import Outcome
from bot.model.report import TestReport
from bot.reports.read import read_report

COUNTS = ("tests", "passed", "failures", "errors", "skipped", "failed_total")
Totals = Mapping[str, int]


class Row(TypedDict, total=False):
    """One labelled file."""

    id: str
    path: str
    format: str
    should: str
    expect: dict[str, float]
    also_ok: list[dict[str, float]]
    must_be_red: bool


def totals_of(report: TestReport) -> Totals:
    """The totals as `gardener triage --json` prints them."""
    failures, errors = report.count(Outcome.FAILURE), report.count(Outcome.ERROR)
    return _totals(report.tests, failures, errors, report.count(Outcome.SKIPPED))


def _totals(tests: int, failures: int, errors: int, skipped: int) -> Totals:
    red = failures + errors
    passed = tests - red - skipped
    return dict(zip(COUNTS, (tests, passed, failures, errors, skipped, red), strict=True))


def is_right(totals: Totals, row: Row) -> bool:
    """Whether totals are those expected, or others that can be defended."""
    return any(
        all(totals[key] == wanted[key] for key in COUNTS if key in wanted)
        for wanted in (row["expect"], *row.get("also_ok", ()))
    )


def verdict(row: Row, report: TestReport) -> str:
    """What is wrong with a reading; empty when nothing is."""
    said, totals = bool(report.problems), totals_of(report)
    if row.get("must_be_red") and not (said or totals["failed_total"] or report.format is None):
        return "looks passed"
    should = row["should"]
    if should in ("parse", "parse_empty"):
        wrong = report.format is None or not is_right(totals, row)
        return f"{report.format}: {dict(totals)}" if wrong else ""
    if report.format is None or said:
        return ""
    if should == "reject_or_empty" and not totals["tests"]:
        return ""
    if should != "reject" and _has_counts(row) and is_right(totals, row):
        return ""
    return f"read without a word: {dict(totals)}"


def _has_counts(row: Row) -> bool:
    return any("tests" in wanted for wanted in (row["expect"], *row.get("also_ok", ())))


def ours(path: Path) -> TestReport:
    """Read a file as the product does."""
    with path.open("rb") as stream:
        return read_report(stream, path.name)


def declared(path: Path) -> Totals:
    """What the attributes of the root say, or of its suites when it has none."""
    root = ET.parse(path).getroot()
    named = [root] if "tests" in root.attrib else list(root.iter("testsuite"))
    if not named:
        raise ValueError("no suite")
    sums = [
        sum(int(float(suite.get(key) or 0)) for suite in named)
        for key in ("tests", "failures", "errors", "skipped")
    ]
    return _totals(sums[0], sums[1], sums[2], sums[3])


def counted(path: Path) -> Totals:
    """`<testcase>` elements counted, by the children they have."""
    root = ET.parse(path).getroot()
    kinds = Counter[str]()
    for case in root.iter("testcase"):
        tags = {child.tag for child in case}
        found = next((tag for tag in ("error", "failure", "skipped") if tag in tags), "passed")
        kinds[found] += 1
    if root.tag not in ("testsuites", "testsuite"):
        raise ValueError("no suite")
    return _totals(kinds.total(), kinds["failure"], kinds["error"], kinds["skipped"])


def by_junitparser(path: Path) -> Totals:
    """Cases that junitparser yields, by their results."""
    read: Any = JUnitXml.fromfile(str(path))
    suites = list(read) if read._elem.tag == "testsuites" else [read]
    kinds = Counter[str]()
    for suite in suites:
        for case in suite:
            names = {type(result).__name__.lower() for result in case.result}
            kinds[next((k for k in ("error", "failure", "skipped") if k in names), "passed")] += 1
    return _totals(kinds.total(), kinds["failure"], kinds["error"], kinds["skipped"])


def by_codecov(path: Path) -> Totals:
    """Runs that Codecov's native parser gives."""
    kinds = Counter(str(run.outcome) for run in parse_junit_xml(path.read_bytes()).testruns)
    failed, errors, skipped = (
        kinds[str(kind)]
        for kind in (CodecovOutcome.Failure, CodecovOutcome.Error, CodecovOutcome.Skip)
    )
    return _totals(kinds.total(), failed, errors, skipped)


OTHERS: dict[str, Callable[[Path], Totals]] = {
    "declared attributes": declared,
    "count `<testcase>`": counted,
    "junitparser": by_junitparser,
    "Codecov test-results-parser": by_codecov,
}


def rows_of(root: Path) -> list[Row]:
    """The labelled files of a directory."""
    lines = (root / "manifest.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _other_is_right(read: Callable[[Path], Totals], path: Path, row: Row) -> bool:
    try:
        return is_right(read(path), row)
    except Exception:
        return False


def report(root: Path, misses: bool = False) -> None:
    """Print the tables; with `misses` each file that is read wrong."""
    rows = rows_of(root)
    wrong = {row["id"]: verdict(row, ours(root / row["path"])) for row in rows}
    well = [row for row in rows if row["should"] in ("parse", "parse_empty")]
    xml = [row for row in well if row["format"] == "junit"]
    lines: list[tuple[str, float, float]] = [
        ("**Test Gardener**", _share(xml, wrong), _share(well, wrong))
    ]
    for name, read in OTHERS.items():
        right = {r["id"]: "" if _other_is_right(read, root / r["path"], r) else "x" for r in well}
        lines.append((name, _share(xml, right), _share(well, right)))
    head = ("reader", f"JUnit files ({len(xml)})", f"all well-formed files ({len(well)})")
    show("Reports: totals exactly right", head, lines)
    show(
        "Reports by format, this project",
        ("format", "files", "right"),
        _by_format(rows, wrong),
    )
    for row in rows if misses else ():
        if wrong[row["id"]]:
            print(f"\n{row['id']} should {row['should']} {row['expect']}\n  {wrong[row['id']]}")


def _share(rows: list[Row], wrong: Mapping[str, str]) -> float:
    return sum(not wrong[row["id"]] for row in rows) / max(1, len(rows))


def _by_format(rows: list[Row], wrong: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        damaged = row["should"] not in ("parse", "parse_empty")
        groups["damaged or hostile" if damaged else row["format"]].append(row)
    for name, group in sorted(groups.items()):
        yield name, str(len(group)), _share(group, wrong)
