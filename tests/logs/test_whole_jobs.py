"""Whole job logs of many tools, each with something in it that misleads."""

from io import BytesIO
from pathlib import Path

import pytest

from bot.logs.scan import scan_log
from bot.model.finding import Finding

DATA = Path(__file__).parent / "data"
MARK = ">>> "
STAMP = "2025-09-14T10:00:00.1234567Z "
LOGS = sorted(DATA.glob("*.log"))


def job(path: Path) -> tuple[set[str], set[int], tuple[Finding, ...]]:
    """The right causes, the lines that may be pointed at, and what is found."""
    head, *lines = path.read_text("utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, start=1) if line.startswith(MARK)}
    text = "".join(f"{STAMP}{line.removeprefix(MARK)}\r\n" for line in lines)
    found = scan_log(BytesIO(f"\ufeff{text}".encode()), path.name).findings
    return set(head.removeprefix("want: ").split()), marked, found


each_failed = pytest.mark.parametrize(
    "path",
    [path for path in LOGS if not path.name.startswith("quiet-")],
    ids=lambda path: path.stem,
)
each_quiet = pytest.mark.parametrize(
    "path", [path for path in LOGS if path.name.startswith("quiet-")], ids=lambda path: path.stem
)


@each_failed
def test_first_finding_names_the_cause_and_its_line(path: Path) -> None:
    causes, marked, found = job(path)

    assert found[0].cause in causes
    assert min(abs(found[0].line - line) for line in marked) <= 3


@each_failed
def test_finding_can_be_shown(path: Path) -> None:
    _, _, found = job(path)

    assert all(1 <= len(finding.excerpt) <= 30 and finding.key for finding in found)
    assert [finding.rank for finding in found] == list(range(len(found)))


@each_quiet
def test_nothing_is_found_where_nothing_is_wrong(path: Path) -> None:
    assert job(path)[2] == ()
