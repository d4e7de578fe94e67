"""The simulation: what is planted, what the bots make of it, and what is counted."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bench.garden.__main__ import live
from bench.garden.bots import Act, Bot, Heard
from bench.garden.calendar import Shown, shown
from bench.garden.gardener import Gardener
from bench.garden.histories import Histories
from bench.garden.ledger import Ledger
from bench.garden.plain import GROUPED, Plain
from bench.garden.plant import NEVER, START, plant
from bench.garden.results import Results
from bench.garden.shapes import Shape
from bench.garden.truth import LEGS, MAIN, Cause, Deed, Sort, Test, World
from bot.model.history import TestHistory
from bot.triage.history import advance

CRASH = Shape("KeyError", "'price'", 'return row["price"]')
WORDS = {"f": "total", "key": "price", "cls": "Cart", "c": "shop", "file": "src/a.py", "line": "7"}
HOUR = timedelta(hours=1)


def fault(tests: int = 1, end: int = 5, number: int = 0, **change: object) -> Cause:
    """One error in as many tests, from the second commit on."""
    blank = Cause(
        number=number,
        sort=Sort.FAULT,
        shapes=(CRASH,),
        tests=dict.fromkeys(range(tests), 0),
        words=WORDS,
        spans=((1, end),),
    )
    return replace(blank, **change)  # type: ignore[arg-type]


def world(*causes: Cause, days: int = 3, deeds: tuple[Deed, ...] = ()) -> World:
    """A file of 20 tests, and ten commits a day."""
    tests = tuple(Test(n, "tests/test_cart.py", f"test_{n}") for n in range(20))
    return World(
        tests=tests,
        causes=causes,
        deeds=deeds,
        start=START,
        days=days,
        runs_a_day=10,
        cut=10**6,
        seed=1,
    )


def in_time(planted: World) -> list[Shown]:
    """Every run of it that was not cancelled nor tried again, as soon as it is done."""
    runs = [s for s in shown(planted) if s.run.attempt == 1 and s.run.conclusion != "cancelled"]
    return sorted((replace(s, heard_at=s.run.completed_at) for s in runs), key=lambda s: s.run.id)


def acts(bot: Bot, runs: list[Shown]) -> Counter[str]:
    """What a bot does in these runs."""
    return Counter(act.what for one in runs for act in bot.hear(one).acts)


def test_a_seed_makes_the_same_world_and_the_same_runs_each_time() -> None:
    first, again = (plant(seed=4, days=3, tests=200, runs_a_day=10) for _ in range(2))
    assert first == again
    assert shown(first) == shown(again)
    assert plant(seed=5, days=3, tests=200, runs_a_day=10) != first


def test_ninety_days_hold_every_sort_of_trouble() -> None:
    planted = plant(seed=1)
    sorts = Counter(cause.sort for cause in planted.causes)
    assert sorts == {Sort.FAULT: 60, Sort.FLAKE: 25, Sort.INCIDENT: 13}
    assert {len(cause.shapes) for cause in planted.causes} >= {0, 1, 2, 3}
    assert any(cause.rest for cause in planted.causes)
    assert {deed.what for deed in planted.deeds} >= {"close", "mute"}
    assert sum(t.gone_at is not None for t in planted.tests) > 10
    assert sum(t.moved_at is not None for t in planted.tests) > 10


def test_some_runs_are_heard_of_late_and_some_are_cancelled_or_tried_again() -> None:
    runs = shown(plant(seed=1, days=12, tests=400))
    heard = [one.run.id for one in runs]
    assert heard != sorted(heard)
    assert {one.run.conclusion for one in runs} == {"success", "failure", "cancelled"}
    assert {one.run.attempt for one in runs} == {1, 2}
    assert {one.spot.branch for one in runs} == {MAIN, "release/1"}


def test_a_fault_fails_in_each_run_between_its_commit_and_the_fix() -> None:
    for one in in_time(world(fault(tests=2))):
        is_broken = 1 <= one.spot.index < 5
        assert len(one.red) == (2 * len(LEGS) if is_broken else 0)


def test_shared_histories_are_those_of_each_test_alone() -> None:
    flake = fault(tests=3, end=NEVER, sort=Sort.FLAKE, rate=0.2)
    planted = world(flake, days=4)
    results, kept = Results(planted), Histories(())
    alone: dict[tuple[str, str], TestHistory] = {}
    for one in shown(planted):
        table, seen = results.outcomes(one), one.run.sighting
        for test, legs in table.items():
            for leg, outcome in legs.items():
                old = alone.get((test, leg))
                alone[test, leg] = advance(old, test=test, leg=leg, outcome=outcome, seen=seen)
        red = {results.of(r, one.spot) for r in one.red}
        kept.record(table, red, one.run.branch, seen)
    assert any(history.failures for history in alone.values())
    for test in {test for test, _ in alone}:
        assert kept.of(test, MAIN) == tuple(alone[test, leg] for leg in LEGS)


def test_the_gardener_opens_one_issue_for_a_fault_and_closes_it_after_the_fix() -> None:
    planted = world(fault(tests=12))
    assert acts(Gardener(planted), in_time(planted)) == {"open": 1, "close": 1}


def test_the_plain_bot_opens_comments_and_closes_for_each_test() -> None:
    planted = world(fault(tests=3))
    failing = [s for s in in_time(planted) if s.red]
    commits = len({s.run.head_sha for s in failing})
    found = acts(Plain(planted), in_time(planted))
    assert found == {"open": 3, "comment": 3 * (commits - 1), "close": 3}


def test_the_plain_bot_groups_many_failures_of_one_package() -> None:
    planted = world(fault(tests=GROUPED))
    assert acts(Plain(planted), in_time(planted))["open"] == 1


@pytest.mark.parametrize(
    ("acted", "index", "false"),
    [
        pytest.param("close", 3, 1, id="closing what is still broken is false"),
        pytest.param("close", 7, 0, id="closing what was fixed is right"),
        pytest.param("reopen", 3, 0, id="reopening what is broken is right"),
        pytest.param("reopen", 7, 1, id="reopening what was fixed is false"),
    ],
)
def test_false_acts_are_told_by_the_newest_commit(acted: str, index: int, false: int) -> None:
    planted = world(fault())
    runs = in_time(planted)
    ledger = Ledger(planted)
    broken = next(s for s in runs if s.red)
    ledger.note(broken, Heard([Act("open", 1)], {1: Counter({0: 3})}))
    now = next(s for s in runs if s.spot.index >= index)
    filed = {1: Counter({0: 3})} if acted == "reopen" else {}
    ledger.note(now, Heard([Act(acted, 1)], filed))  # type: ignore[arg-type]
    assert ledger.figures()[f"false {acted}s"] == false


def test_reopening_for_another_cause_is_false() -> None:
    planted = world(fault(), fault(number=1))
    ledger = Ledger(planted)
    broken = next(s for s in in_time(planted) if s.red)
    ledger.note(broken, Heard([Act("open", 1)], {1: Counter({0: 3})}))
    ledger.note(broken, Heard([Act("reopen", 1)], {1: Counter({1: 1})}))
    figures = ledger.figures()
    assert figures["false reopens"] == 1
    assert figures["misfiled"] == 0.25


def test_issues_and_notifications_are_counted_for_each_cause() -> None:
    planted = world(fault())
    ledger = Ledger(planted)
    broken = next(s for s in in_time(planted) if s.red)
    ledger.note(
        broken, Heard([Act("open", 1), Act("open", 2)], {n: Counter({0: 1}) for n in (1, 2)})
    )
    ledger.note(broken, Heard([Act("comment", 1)], {1: Counter({0: 1})}))
    figures = ledger.figures()
    assert figures["issues per cause"] == 2
    assert figures["notifications per cause"] == 3
    assert figures["runs to detect, median"] == 1


def test_a_fault_that_was_called_flaky_costs_precision() -> None:
    planted = world(fault())
    ledger = Ledger(planted)
    broken = next(s for s in in_time(planted) if s.red)
    ledger.note(broken, Heard([Act("open", 1)], {1: Counter({0: 3})}))
    ledger.ever_flaky = {1}
    assert ledger.figures()["flaky precision"] == 0


def test_a_person_who_closes_too_early_sees_the_issue_come_back() -> None:
    early = Deed(START + 8 * HOUR, 0, "too-early")
    planted = world(fault(end=NEVER), deeds=(early,))
    ledger = live(Gardener(planted), planted, in_time(planted))
    assert ledger.acts["reopen"] == 1
    assert not ledger.false
