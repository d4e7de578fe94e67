"""Are two messages the same failure: the fingerprint of the engine beside other methods.

Rows: `{"id", "a", "b", "label": "same" | "different", "tags"}`, with `stack_a` and `stack_b` where
the message alone cannot decide (tag `needs-stack`, reported apart).
"""

from collections.abc import Callable, Sequence
from typing import TypedDict

from bench.quality.baselines import KEYS, NEAR, Item
from bench.quality.scores import Score, score
from bench.quality.table import show
from bot.triage.fingerprint import fingerprint_message


class Pair(TypedDict, total=False):
    """One labelled pair."""

    id: str
    a: str
    b: str
    label: str
    tags: list[str]
    stack_a: str
    stack_b: str


def same(row: Pair) -> bool:
    """Whether the engine takes both messages of a row for one cause."""
    a = fingerprint_message(row["a"], row.get("stack_a", ""))
    b = fingerprint_message(row["b"], row.get("stack_b", ""))
    return a.cause == b.cause


def methods() -> dict[str, Callable[[Pair], bool]]:
    """Every method by its name, the product first."""

    def equal(key: Callable[[Item], str]) -> Callable[[Pair], bool]:
        return lambda row: key(Item("", row["a"])) == key(Item("", row["b"]))

    def near(
        key: Callable[[Item], str], close: Callable[[str, str], bool]
    ) -> Callable[[Pair], bool]:
        return lambda row: close(key(Item("", row["a"])), key(Item("", row["b"])))

    found: dict[str, Callable[[Pair], bool]] = {"**Test Gardener**": same}
    found |= {name: equal(key) for name, key in KEYS.items()}
    found |= {name: near(*both) for name, both in NEAR.items()}
    return found


def measure(rows: Sequence[Pair], says: Callable[[Pair], bool]) -> Score:
    """The score of one method."""
    return score((says(row), row["label"] == "same") for row in rows)


def report(rows: Sequence[Pair], misses: bool = False) -> None:
    """Print the tables; with `misses` each wrong answer of the engine as well."""
    decided = [row for row in rows if "needs-stack" not in row.get("tags", [])]
    stacks = [row for row in rows if "needs-stack" in row.get("tags", [])]
    for title, picked in (("the message decides", decided), ("the stack decides", stacks)):
        if picked:
            lines = []
            for name, says in methods().items():
                s = measure(picked, says)
                lines.append((name, s.precision, s.recall, s.f1, s.specificity))
            head = ("method", "precision", "recall", "F1", "specificity")
            show(f"Pairs where {title}: {len(picked)}", head, lines)
    for row in rows if misses else ():
        if same(row) != (row["label"] == "same"):
            print(f"\n{row['id']} is {row['label']}\n  {row['a']!r}\n  {row['b']!r}")
