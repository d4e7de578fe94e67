"""How well cause fingerprints tell same from different, on labelled pairs of messages.

Usage: python -m bench.quality_pairs PAIRS.jsonl [--misses]

Each line is `{"id", "a", "b", "label": "same" | "different", "tags": [...]}`, with `stack_a` and
`stack_b` where the message alone cannot decide.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.triage.fingerprint import fingerprint_message


@dataclass(frozen=True)
class Score:
    """Counts of a yes-or-no question, and what follows from them."""

    hits: int
    false: int
    missed: int
    clear: int

    @property
    def precision(self) -> float:
        """The share of yes that was right."""
        return self.hits / max(1, self.hits + self.false)

    @property
    def recall(self) -> float:
        """The share of same that was found."""
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Both in one figure."""
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)

    @property
    def specificity(self) -> float:
        """The share of different that was kept apart."""
        return self.clear / max(1, self.clear + self.false)


def same(row: dict[str, str]) -> bool:
    """Whether the engine takes both messages of a row for one cause."""
    a = fingerprint_message(row["a"], row.get("stack_a", ""))
    b = fingerprint_message(row["b"], row.get("stack_b", ""))
    return a.cause == b.cause


def score(answers: Iterable[tuple[bool, bool]]) -> Score:
    """Count answers of (said same, is same)."""
    counts = Counter(answers)
    return Score(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one row for all pairs and one for each tag that has at least five."""
    parser = argparse.ArgumentParser(description="Quality of fingerprints on labelled pairs.")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--misses", action="store_true", help="print each wrong answer")
    given = parser.parse_args(arguments)
    rows = [json.loads(line) for line in given.pairs.read_text().splitlines() if line.strip()]
    answers = [(same(row), row["label"] == "same") for row in rows]
    tags = Counter(tag for row in rows for tag in row.get("tags", ()))
    print(f"{'pairs':24} {'n':>5} {'F1':>6} {'prec':>6} {'recall':>6} {'spec':>6}")
    for tag in ["all", *sorted(tag for tag in tags if tags[tag] >= 5)]:
        picked = [a for a, r in zip(answers, rows, strict=True) if tag == "all" or tag in r["tags"]]
        s = score(picked)
        print(
            f"{tag:24} {len(picked):5} {s.f1:6.3f} {s.precision:6.3f} {s.recall:6.3f} {s.specificity:6.3f}"
        )
    if given.misses:
        for (said, label), row in zip(answers, rows, strict=True):
            if said != label:
                print(
                    f"\n{row['id']} said {'same' if said else 'different'}\n  {row['a']!r}\n  {row['b']!r}"
                )


if __name__ == "__main__":
    main()
