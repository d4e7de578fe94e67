"""Is the issue that belongs to another found among all issues of the set.

Rows: `{"id", "a": {"title", "body"}, "b": {…}, "label": "duplicate" | "related" | "unrelated"}`.
AUC: how often a duplicate pair scores above an unrelated one. First: for each issue of a duplicate
pair, in both directions, whether the other is nearest among the candidates; issues known to be
duplicates of the same one are no wrong answers and left out. No weight is fitted, so there is
nothing to cross-validate: `by fold` shows the spread over five parts of the rows.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import mean
from typing import NamedTuple, TypedDict

from rapidfuzz import fuzz

from bench.quality.scores import auc, rank_of
from bench.quality.table import show
from bot.triage.corpus import Corpus

FOLDS = 5


class Issue(NamedTuple):
    """What can be read of an issue."""

    title: str
    body: str


class Row(TypedDict):
    """One labelled pair."""

    id: str
    a: dict[str, str]
    b: dict[str, str]
    label: str


Scores = Callable[[Issue], Mapping[Issue, float]]
"""For one issue the score of each other that has any."""


def ours(issues: Sequence[Issue]) -> Scores:
    """The words part of `bot.triage.relate`, over all issues."""
    corpus = Corpus(dict(enumerate(issues)))
    return lambda issue: {
        issues[number]: found.score for number, found in corpus.like(*issue).items()
    }


def by_title(issues: Sequence[Issue]) -> Scores:
    """The share of characters that two titles have in common."""
    return lambda issue: {other: fuzz.ratio(issue.title, other.title) for other in issues}


_WORD = re.compile(r"\b\w\w+\b")


def by_tf_idf(issues: Sequence[Issue]) -> Scores:
    """The cosine of plain TF-IDF of title and body, as libraries compute it by default."""
    counts = {one: Counter(_WORD.findall(f"{one.title} {one.body}".lower())) for one in issues}
    seen = Counter(word for words in counts.values() for word in words)
    vectors = {}
    for one, words in counts.items():
        weights = {
            w: n * (math.log((1 + len(issues)) / (1 + seen[w])) + 1) for w, n in words.items()
        }
        norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        vectors[one] = {w: x / norm for w, x in weights.items()}

    def like(issue: Issue) -> dict[Issue, float]:
        mine = vectors[issue]
        return {
            other: sum(x * theirs.get(w, 0.0) for w, x in mine.items())
            for other, theirs in vectors.items()
        }

    return like


METHODS: dict[str, Callable[[Sequence[Issue]], Scores]] = {
    "**Test Gardener**": ours,
    "title similarity": by_title,
    "TF-IDF of title and body": by_tf_idf,
}


class Labels:
    """The issues of the rows, and which of them are duplicates of each other."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Follow duplicates of duplicates."""
        self.rows = rows
        self.pairs = [(Issue(**row["a"]), Issue(**row["b"]), row["label"]) for row in rows]
        self.issues = tuple(dict.fromkeys(one for a, b, _ in self.pairs for one in (a, b)))
        self._leader = {one: one for one in self.issues}
        for a, b, label in self.pairs:
            if label == "duplicate":
                self._leader[self.leader(a)] = self.leader(b)

    def leader(self, issue: Issue) -> Issue:
        """The one that stands for all duplicates of an issue."""
        while self._leader[issue] != issue:
            issue = self._leader[issue]
        return issue

    def ranks(
        self, near: Mapping[Issue, Mapping[Issue, float]], among: Sequence[Issue]
    ) -> list[int]:
        """The place of the partner for each issue of each duplicate pair."""
        found = []
        for a, b, label in self.pairs:
            for issue, right in ((a, b), (b, a)) if label == "duplicate" else ():
                group = self.leader(issue)
                rest = [one for one in among if one == right or self.leader(one) != group]
                found.append(rank_of(right, near[issue], rest))
        return found


def report(rows: Sequence[Row], misses: bool = False) -> None:
    """Print the table; with `misses` each pair whose partner is not first."""
    labels = Labels(rows)
    told = tuple(
        dict.fromkeys(one for a, b, label in labels.pairs if label == "duplicate" for one in (a, b))
    )
    lines = []
    for name, method in METHODS.items():
        scores = method(labels.issues)
        near = {issue: scores(issue) for issue in labels.issues}
        by_label: dict[str, list[float]] = {}
        for a, b, label in labels.pairs:
            by_label.setdefault(label, []).append(near[a].get(b, 0.0))
        ranks, fewer = labels.ranks(near, labels.issues), labels.ranks(near, told)
        folds = [_first(ranks[part::FOLDS]) for part in range(FOLDS)]
        area = auc(by_label.get("duplicate", []), by_label.get("unrelated", []))
        mrr = mean(1 / rank for rank in ranks)
        five = mean(rank <= 5 for rank in ranks)
        spread = f"{min(folds):.2f}-{max(folds):.2f}"
        lines.append((name, area, _first(fewer), _first(ranks), spread, five, mrr))
        if misses and method is ours:
            _show_misses(labels, ranks)
    head = (
        "method",
        "AUC",
        f"first of {len(told)}",
        f"first of {len(labels.issues)}",
        "by fold",
        "in first 5",
        "MRR",
    )
    show(f"Related issues: {len(rows)} pairs, {len(labels.issues)} issues", head, lines)


def _first(ranks: Sequence[int]) -> float:
    return sum(rank == 1 for rank in ranks) / max(1, len(ranks))


def _show_misses(labels: Labels, ranks: Sequence[int]) -> None:
    sides = [
        side for a, b, label in labels.pairs if label == "duplicate" for side in ((a, b), (b, a))
    ]
    for (issue, right), rank in zip(sides, ranks, strict=True):
        if rank > 1:
            print(f"{rank}: {issue.title[:100]!r}\n   {right.title[:100]!r}")
