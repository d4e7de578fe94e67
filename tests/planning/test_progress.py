"""Counting passes leg by leg, in whatever order the runs are heard of."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.issue import LegProgress
from bot.planning.course.progress import GREEN_KEPT, Result, advance
from tests.build import run, sighting

WORDS: dict[str, Result] = dict(zip("PFU", get_args(Result), strict=True))


def after(told: Sequence[str], leg: LegProgress | None = None) -> LegProgress:
    """The leg after results told as `2F`, `3P`: the run's number and what it said."""
    leg = leg or LegProgress(leg="py311")
    for word in told:
        leg = advance(leg, WORDS[word[-1]], run(int(word[:-1])), None)
    return leg


@pytest.mark.parametrize(
    ("told", "passes", "red", "last"),
    [
        ("2F 3P 4P", 2, 2, 4),
        ("2F 3P 4F 5P", 1, 4, 5),
        ("2F 3P 4U 5P", 2, 2, 5),
        ("2F 5P 4P 3P", 3, 2, 5),
        ("4F 3P 5P", 1, 4, 5),
        ("2F 3P 5P 6P 4F", 2, 4, 6),
        ("4F 5P 3F", 1, 4, 5),
        ("2F 3P 3P 3P", 1, 2, 3),
    ],
    ids=[
        "passes in a row",
        "a failure starts over",
        "a run that says nothing breaks no row",
        "late passes fill the row",
        "a pass before the failure proves nothing",
        "a late failure keeps what came after it",
        "a failure before the last one changes nothing",
        "one run counts once",
    ],
)
def test_row_of_passes(told: str, passes: int, red: int, last: int) -> None:
    leg = after(told.split())
    assert leg.red is not None
    assert leg.last is not None
    assert leg.passes == passes
    assert (leg.red.run_id, leg.last.run_id) == (1000 + red, 1000 + last)


@given(st.data(), st.lists(st.sampled_from("PFU"), min_size=1, max_size=GREEN_KEPT))
def test_any_order_of_arrival_counts_the_same_row(data: st.DataObject, words: list[str]) -> None:
    told = [f"{n}{word}" for n, word in enumerate(words, start=3)]
    start = LegProgress(leg="py311", red=sighting(2), last=sighting(2))

    mixed, in_order = after(data.draw(st.permutations(told)), start), after(told, start)

    same = {"seen": 0, "failed": 0, "row": 0}  # what comes late and changes nothing is not counted
    assert replace(mixed, **same) == replace(in_order, **same)  # type: ignore[arg-type]


def test_second_attempt_of_a_pass_is_no_second_pass() -> None:
    again = run(3, attempt=2, started_at=run(9).started_at)
    assert advance(after(["2F", "3P"]), "passed", again, None).passes == 1


def test_long_row_is_counted_but_only_its_end_is_kept() -> None:
    leg = after(["2F", *(f"{n}P" for n in range(3, 40))])
    assert (leg.passes, len(leg.green)) == (37, GREEN_KEPT)
    # Nobody knows any more whether this run is in the row.
    assert advance(leg, "passed", run(20), None) == leg


def test_pass_must_be_newer_than_what_the_issue_saw_last() -> None:
    blank = LegProgress(leg="py311")
    assert advance(blank, "passed", run(4), sighting(5)) == blank
    assert advance(blank, "passed", run(6), sighting(5)).passes == 1
