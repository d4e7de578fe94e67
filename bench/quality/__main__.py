"""Measure the judgement on labelled sets: `python -m bench.quality PATH… [--set NAME…] [--misses]`.

PATH is a directory of sets (`reports/`, `pairs.jsonl`, `runs.jsonl`, `logs/`, `related.jsonl`, each
as its module describes) or one file of rows, whose set is told from its first row. Nothing of the
data is in this repository.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.quality import clusters, logs, pairs, related, reports

SETS = ("reports", "pairs", "runs", "logs", "related")


def set_of(path: Path) -> str:
    """Which set a file of rows is.

    Raises:
        SystemExit: It is none.
    """
    with path.open(encoding="utf-8") as lines:
        row = json.loads(next(lines, "{}"))
    if "failures" in row:
        return "runs"
    if isinstance(row.get("a"), dict):
        return "related"
    if "a" in row:
        return "pairs"
    raise SystemExit(f"{path}: rows of this shape are no set; see the modules of bench/quality")


def _measure(name: str, path: Path, misses: bool) -> None:
    if name in ("reports", "logs"):
        (reports.report if name == "reports" else logs.report)(path, misses)
        return
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if name == "pairs":
        pairs.report(rows, misses)
    elif name == "runs":
        clusters.report(rows, misses)
    else:
        related.report(rows, misses)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of every set that is there."""
    parser = argparse.ArgumentParser(prog="bench.quality", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--set", dest="sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--misses", action="store_true", help="print each wrong answer too")
    given = parser.parse_args(arguments)
    found = 0
    for path in given.paths:
        if path.is_file():
            _measure(set_of(path), path, given.misses)
            found += 1
            continue
        for name in given.sets:
            there = path / name if name in ("reports", "logs") else path / f"{name}.jsonl"
            if there.exists():
                _measure(name, there, given.misses)
                found += 1
    if not found:
        print("no labelled set there: expected " + ", ".join(SETS), file=sys.stderr)
    return 0 if found else 2


if __name__ == "__main__":
    sys.exit(main())
