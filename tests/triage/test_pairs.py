"""Pairs of failures, written for this test: noise alone differs, or one thing that matters does."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.triage.fingerprint import fingerprint_message

PAIRS = Path(__file__).parent / "data" / "pairs.jsonl"
LEAST_PRECISION = 0.98
LEAST_RECALL = 0.94


@dataclass(frozen=True)
class Pair:
    id: str
    label: str
    is_joined: bool

    @property
    def is_right(self) -> bool:
        return self.is_joined == (self.label == "same")


def judge(line: str) -> Pair:
    row = json.loads(line)
    a = fingerprint_message(row["a"], row.get("stack_a", ""))
    b = fingerprint_message(row["b"], row.get("stack_b", ""))
    return Pair(row["id"], row["label"], a.cause == b.cause)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [judge(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_there_are_many_pairs_of_both_kinds_and_no_id_twice(pairs: list[Pair]) -> None:
    assert len({pair.id for pair in pairs}) == len(pairs) >= 800
    assert sum(pair.label == "different" for pair in pairs) >= 350
    assert {pair.label for pair in pairs} == {"same", "different"}


def test_nearly_nothing_is_joined_that_differs_in_one_thing(pairs: list[Pair]) -> None:
    joined = [pair for pair in pairs if pair.is_joined]
    wrong = [pair.id for pair in joined if not pair.is_right]
    assert 1 - len(wrong) / len(joined) >= LEAST_PRECISION, wrong


def test_nearly_all_that_differs_in_noise_alone_is_joined(pairs: list[Pair]) -> None:
    same = [pair for pair in pairs if pair.label == "same"]
    missed = [pair.id for pair in same if not pair.is_right]
    assert 1 - len(missed) / len(same) >= LEAST_RECALL, missed
