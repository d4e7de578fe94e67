"""Every door, quickly: honest inputs, what once broke it, and some hundred broken ones by chance."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.blowup import lines, repeated
from tests.fuzz.cost import best_cost, is_dear
from tests.fuzz.mutate import BITES, mutated
from tests.fuzz.run import Campaign, by_chance
from tests.fuzz.target import SEEDS, Target
from tests.fuzz.targets import TARGETS

_SHORT = 2048
_PAPERS = {"papers": 2}
_TIMED = [
    *(name for name in TARGETS if not name.startswith(("report-", "papers"))),
    "report-junit",
    "report-tap",
]

KEPT = [
    pytest.param(target, path, id=f"{target.name}-{path.name}")
    for target in TARGETS.values()
    for path in target.kept
]


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_honest_inputs_pass(target: Target) -> None:
    starts = [*target.starts()]

    for data in starts[:2]:
        target.run(data)

    assert starts


@pytest.mark.parametrize("target, path", KEPT)
def test_what_once_broke_it_no_longer_does(target: Target, path: Path) -> None:
    data = path.read_bytes()

    assert not is_dear(target, best_cost(target, data))


def test_every_kept_input_belongs_to_a_target() -> None:
    assert {folder.name for folder in SEEDS.iterdir()} <= TARGETS.keys()


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_broken_inputs_break_nothing(target: Target) -> None:
    pool = [data[:_SHORT] for data in target.starts()]

    @settings(
        max_examples=_PAPERS.get(target.name, 12),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def broken(seed: int) -> None:
        target.run(mutated(random.Random(seed), pool, min(target.most, 2 * _SHORT)))

    broken()


@pytest.mark.parametrize("name", _TIMED)
def test_no_piece_repeated_without_end_takes_more_than_a_second_a_megabyte(name: str) -> None:
    target = TARGETS[name]
    size = min(target.most, target.least)
    target.run(b"x")  # what is compiled once is compiled now

    dear = [
        (cost, data[:60])
        for bite in BITES[::6]
        for data in (repeated(b"", bite, b"", size), lines(bite, size))
        if is_dear(target, cost := best_cost(target, data))
    ]

    assert dear == []


def test_what_takes_ten_times_too_long_is_told_and_what_is_quick_is_not() -> None:
    def spin(data: bytes) -> None:
        until = time.process_time() + (0.1 if data == b"slow" else 0)
        while time.process_time() < until:
            pass

    target = Target(name="spin", run=spin, starts=lambda: [b""], least=8 * 1024)

    assert is_dear(target, best_cost(target, b"slow"))
    assert not is_dear(target, best_cost(target, b"quick"))


def test_a_target_that_breaks_is_told_and_what_broke_it_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(data: bytes) -> None:
        assert len(data) % 7, "a length of sevens"

    target = Target(name="sevens", run=run, starts=lambda: [b"12345", b"123456"])
    campaign = Campaign(target=target, out=tmp_path)

    by_chance(campaign, 0.2, seed=1)

    (kept,) = tmp_path.iterdir()
    assert len(kept.read_bytes()) % 7 == 0
    assert len(campaign.found) == 1
    assert "a length of sevens" in capsys.readouterr().out
