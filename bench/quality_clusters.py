"""How well failures of one run are grouped by root cause, on labelled runs.

Usage: python -m bench.quality_clusters RUNS.jsonl [--show]

Each line is a run: `{"run", "kind": "inject" | …, "failures": [{"test", "kind", "message", "stack",
"id", "label"}]}`. The measure is pairwise: of all pairs of failures, which were put together.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TypedDict

from bench.quality_pairs import Score, score
from bot.model.failure import Cluster
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.cluster import cluster
from bot.triage.extract import extract_failures


class Labelled(TypedDict, total=False):
    """One failure of a labelled run."""

    id: str
    test: str
    kind: str
    message: str
    stack: str
    label: str


def clusters_of(failures: Sequence[Labelled]) -> tuple[Cluster, ...]:
    """Group the failures of a run; the suite carries the id, to find each again."""
    reports = [TestReport(path=row["id"], format="junit", cases=(_case(row),)) for row in failures]
    return cluster(extract_failures(reports))


def _case(row: Labelled) -> TestCase:
    classname, _, name = row.get("test", row["id"]).partition("::")
    is_failure = row.get("kind", "failure") == "failure"
    return TestCase(
        name=name or classname,
        classname=classname if name else "",
        outcome=Outcome.FAILURE if is_failure else Outcome.ERROR,
        message=row.get("message", ""),
        trace=row.get("stack", ""),
    )


def measure(failures: Sequence[Labelled], clusters: Sequence[Cluster]) -> Score:
    """The pairwise score of one run."""
    place = {f.source: number for number, c in enumerate(clusters) for f in c.failures}
    return score(
        (place[a["id"]] == place[b["id"]], a["label"] == b["label"])
        for a, b in combinations(failures, 2)
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one row for each run and the sums of each kind of run."""
    parser = argparse.ArgumentParser(description="Quality of clusters on labelled runs.")
    parser.add_argument("runs", type=Path)
    parser.add_argument("--show", action="store_true", help="print each cluster")
    given = parser.parse_args(arguments)
    sums: dict[str, list[Score]] = defaultdict(list)
    print(f"{'run':52} {'n':>4} {'got':>4} {'real':>4} {'F1':>6} {'prec':>6} {'recall':>6}")
    for line in given.runs.read_text().splitlines():
        run = json.loads(line)
        found = clusters_of(run["failures"])
        s = measure(run["failures"], found)
        sums[run.get("kind", "runs")].append(s)
        labels = {row["id"]: row["label"] for row in run["failures"]}
        print(
            f"{run['run']:52} {len(labels):4} {len(found):4} {len(set(labels.values())):4} {_figures(s)}"
        )
        for one in found if given.show else ():
            print(
                f"    {dict(Counter(labels[f.source] for f in one.failures))} {one.cause[:120]!r}"
            )
    for kind, scores in sums.items():
        total = Score(
            *(
                sum(getattr(s, part) for s in scores)
                for part in ("hits", "false", "missed", "clear")
            )
        )
        mean = sum(s.f1 for s in scores) / len(scores)
        print(f"{kind + ', all pairs':66} {_figures(total)}   mean F1 of runs {mean:.3f}")


def _figures(s: Score) -> str:
    return f"{s.f1:6.3f} {s.precision:6.3f} {s.recall:6.3f}"


if __name__ == "__main__":
    main()
