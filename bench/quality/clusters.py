"""Are the failures of one run put together by root cause, for each kind of labelled run.

Rows: `{"run", "kind": "inject" | …, "failures": [{"test", "kind", "message", "stack", "id",
"label"}]}`. Failures go through the engine as the cases of reports do.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypedDict

from bench.quality.baselines import GROUPERS, Item
from bench.quality.scores import Score, exact, pairwise, v_measure
from bench.quality.table import show
from bot.model.failure import Cluster
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster


class Labelled(TypedDict, total=False):
    """One failure of a labelled run."""

    id: str
    test: str
    kind: str
    message: str
    stack: str
    label: str


class Run(TypedDict, total=False):
    """One labelled run."""

    run: str
    kind: str
    failures: list[Labelled]


Grouper = Callable[[Sequence[Labelled]], Sequence[str | int]]


def clusters_of(failures: Sequence[Labelled]) -> tuple[Cluster, ...]:
    """Group the failures of a run; each comes in a report named after its id, to find it again."""
    reports = [TestReport(path=row["id"], format="junit", cases=(_case(row),)) for row in failures]
    return cluster(extract_failures(reports))


def _case(row: Labelled) -> TestCase:
    classname, _, name = (row.get("test") or row["id"]).partition("::")
    is_failure = row.get("kind", "failure") == "failure"
    return TestCase(
        name=name or classname,
        classname=classname if name else "",
        outcome=Outcome.FAILURE if is_failure else Outcome.ERROR,
        message=row.get("message", ""),
        trace=row.get("stack", ""),
    )


def ours(failures: Sequence[Labelled]) -> list[int | str]:
    """The number of the cluster each failure is in."""
    return places(failures, clusters_of(failures))


def places(failures: Sequence[Labelled], clusters: Sequence[Cluster]) -> list[int | str]:
    """The number of the cluster each failure is in; what is in none stands alone."""
    place = {f.source: number for number, c in enumerate(clusters) for f in c.failures}
    return [place.get(row["id"], row["id"]) for row in failures]


def measure(failures: Sequence[Labelled], clusters: Sequence[Cluster]) -> Score:
    """The pairwise score of one run that was grouped already."""
    return pairwise(places(failures, clusters), [row["label"] for row in failures])


def methods() -> dict[str, Grouper]:
    """Every method by its name, the product first."""

    def other(group: Callable[[Sequence[Item]], Sequence[str | int]]) -> Grouper:
        return lambda failures: group([_item(row) for row in failures])

    return {"**Test Gardener**": ours} | {name: other(group) for name, group in GROUPERS.items()}


def _item(row: Labelled) -> Item:
    return Item((row.get("test") or row["id"]), row.get("message", ""), row.get("stack", ""))


def report(runs: Sequence[Run], misses: bool = False) -> None:
    """Print one table for each kind; with `misses` each run and cluster of the engine as well."""
    for kind in dict.fromkeys(run.get("kind", "runs") for run in runs):
        picked = [run for run in runs if run.get("kind", "runs") == kind]
        count = sum(len(run["failures"]) for run in picked)
        lines: list[tuple[str | float, ...]] = [
            (name, *_figures(picked, group)) for name, group in methods().items()
        ]
        head = ("method", "pairwise F1", "precision", "recall", "V-measure", "exact clusters")
        show(f"Clusters, {kind}: {len(picked)} runs, {count} failures", head, lines)
    for run in runs if misses else ():
        _show_run(run)


def _figures(runs: Sequence[Run], group: Grouper) -> tuple[float, ...]:
    """Pairs and exact clusters of all runs together, V-measure as the mean of the runs."""
    total, hits, real, v = Score(), 0, 0, 0.0
    for run in runs:
        found, labels = group(run["failures"]), [row["label"] for row in run["failures"]]
        total += pairwise(found, labels)
        v += v_measure(found, labels) / len(runs)
        right, all_of_them = exact(found, labels)
        hits, real = hits + right, real + all_of_them
    return total.f1, total.precision, total.recall, v, hits / max(1, real)


def _show_run(run: Run) -> None:
    labels = {row["id"]: row["label"] for row in run["failures"]}
    found = clusters_of(run["failures"])
    s = measure(run["failures"], found)
    print(f"\n{run['run']}: F1 {s.f1:.3f}, precision {s.precision:.3f}, recall {s.recall:.3f}")
    for one in found:
        print(f"  {dict(Counter(labels[f.source] for f in one.failures))} {one.cause[:110]!r}")
