"""Do titles keep the rules of the graded set, beside what bots commonly use as a title.

The set is this project's own (`tests/triage/data/titles.yaml`), so no data from outside is needed:
`python -m bench.quality.titles`.
"""

import re
from collections.abc import Callable, Mapping

from bench.quality.table import show
from bot.triage.words.slug import slug
from tests.triage.titles import GRADED, RUNS, Graded, area_of, cluster_of, faults

Namer = Callable[[Graded, Mapping[str, str]], str]


def ours(graded: Graded, run: Mapping[str, str]) -> str:
    """The slug of the product."""
    return slug(cluster_of(graded, run), area_of(graded))


def by_test(graded: Graded, run: Mapping[str, str]) -> str:
    """The first test's full name; of a log the job."""
    cluster = cluster_of(graded, run)
    return _slug(cluster.failures[0].test if cluster.failures else cluster.findings[0].job)


def by_message(graded: Graded, run: Mapping[str, str]) -> str:
    """The first line of the message."""
    return _slug(cluster_of(graded, run).message.strip().partition("\n")[0])


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "none"


NAMERS: dict[str, Namer] = {
    "**Test Gardener**": ours,
    "name of the test": by_test,
    "first line of the message": by_message,
}


def main() -> None:
    """Print the table."""
    lines = []
    for name, namer in NAMERS.items():
        titles = [[namer(graded, run) for run in RUNS] for graded in GRADED]
        clean = sum(not faults(t[0], g) for t, g in zip(titles, GRADED, strict=True))
        stable = sum(len(set(pair)) == 1 for pair in titles)
        chosen = sum(t[0] in g["good"] for t, g in zip(titles, GRADED, strict=True))
        lines.append((name, f"{clean}", f"{stable}", f"{chosen}"))
    head = ("title", "keeps every rule", "same after a re-run", "word for word a person's")
    show(f"Titles: {len(GRADED)} graded clusters", head, lines)


if __name__ == "__main__":
    main()
