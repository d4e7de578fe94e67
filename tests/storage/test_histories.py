"""Histories of tests: recorded once, in pieces, however often a job starts over."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model.history import TestHistory
from bot.model.names import Outcome
from bot.model.worklog import Worklog
from bot.storage.in_order import Result
from bot.storage.storage import Storage
from bot.triage.history import advance
from tests.build import NOW, run, sighting

PATH = ".github/workflows/ci.yml"
PASS, FAIL, SKIP, ERROR = Outcome.PASSED, Outcome.FAILURE, Outcome.SKIPPED, Outcome.ERROR


def worklog(focus: str = "CI", day: int = 14) -> Worklog:
    return Worklog(repo="acme/shop", date=date(2025, 9, day), focus=focus, status="red")


async def known(storage: Storage, tests: Iterable[str] | None = None) -> dict[str, TestHistory]:
    """The histories on main by `test leg`."""
    wanted = None if tests is None else list(tests)
    found = await storage.history(7, PATH, "main", wanted)
    return {f"{h.test} {h.leg}": h for group in found.values() for h in group}


async def test_state_of_a_test_comes_back_with_its_sightings(storage: Storage) -> None:
    for n, outcome in ((1, PASS), (2, PASS), (3, ERROR), (4, FAIL)):
        await storage.record_run(run(n), [("1:t", "py311", outcome)], worklog())

    assert await storage.history(7, PATH, "main", ["1:t"]) == {
        "1:t": (
            TestHistory(
                test="1:t",
                leg="py311",
                first_seen=sighting(1),
                last_pass=sighting(2),
                last_failure=sighting(4),
                first_failure=sighting(3),
                reds=(sighting(3), sighting(4)),
                fail_streak=2,
                passes=2,
                failures=2,
                window="PPFF",
            ),
        )
    }


async def test_legs_branches_workflows_and_repositories_are_kept_apart(storage: Storage) -> None:
    results = [("1:t", "py312", PASS), ("1:t", "py311", FAIL)]
    await storage.record_run(run(1), results, worklog())
    await storage.record_run(run(2, branch="dev"), [("1:d", "", PASS)], worklog())
    await storage.record_run(run(3, workflow_path="other.yml"), [("1:o", "", PASS)], worklog())

    assert sorted(await known(storage)) == ["1:t py311", "1:t py312"]
    assert list(await storage.history(7, PATH, "dev")) == ["1:d"]
    assert list(await storage.history(7, "other.yml", "main")) == ["1:o"]
    assert await storage.history(8, PATH, "main") == {}
    assert await storage.history(7, PATH, "none", ["1:t"]) == {}


async def test_only_the_tests_that_are_asked_for_are_read(storage: Storage) -> None:
    await storage.record_run(run(1), [(f"1:{n:04d}", "", PASS) for n in range(1200)], worklog())

    assert len(await known(storage, [f"1:{n:04d}" for n in range(700)])) == 700
    assert await known(storage, []) == {}


async def test_attempt_is_counted_once(storage: Storage) -> None:
    assert await storage.record_run(run(1), [("1:t", "", FAIL)], worklog())
    assert not await storage.record_run(run(1), [("1:t", "", FAIL)], worklog())
    assert await storage.record_run(run(1, attempt=2), [("1:t", "", PASS)], worklog())

    history = (await known(storage))["1:t "]
    assert (history.passes, history.failures, history.window) == (1, 1, "FP")


async def test_run_that_was_only_met_gives_its_commit_a_place_and_no_test_a_history(
    storage: Storage,
) -> None:
    cancelled = run(3)
    await storage.meet(cancelled)
    again = replace(run(7), head_sha=cancelled.head_sha)

    assert (await storage.placed(again)).first_run == cancelled.id
    assert await known(storage) == {}


@pytest.mark.parametrize(
    "outcomes, expected",
    [
        pytest.param((PASS, FAIL, PASS), "F", id="one red of several is red"),
        pytest.param((SKIP, PASS), "P", id="one pass beside a skip is a pass"),
        pytest.param((SKIP, SKIP), "S", id="all skipped is a skip"),
    ],
)
async def test_worst_of_several_results_of_one_test_counts(
    storage: Storage, outcomes: tuple[Outcome, ...], expected: str
) -> None:
    await storage.record_run(run(1), [("1:t", "", o) for o in outcomes], worklog())

    assert (await known(storage))["1:t "].window == expected


async def test_interrupted_run_is_continued_and_counted_once(storage: Storage) -> None:
    whole = [(f"1:{n:05d}", "leg", PASS) for n in range(30_000)]
    recording = asyncio.create_task(storage.record_run(run(1), whole, worklog()))
    while not await known(storage, ["1:00000"]):
        assert not recording.done()
    recording.cancel()
    with pytest.raises(asyncio.CancelledError):
        await recording

    assert len(await known(storage)) < len(whole)
    assert await storage.worklog_for(7) is None
    assert await storage.record_run(run(1), whole, worklog())

    passes = Counter(history.passes for history in (await known(storage)).values())
    assert passes == {1: len(whole)}


async def test_two_runs_of_one_branch_at_once_lose_no_result(storage: Storage) -> None:
    whole = [(f"1:{n:05d}", "", PASS) for n in range(6000)]
    await asyncio.gather(*(storage.record_run(run(n), whole, worklog()) for n in (1, 2, 3)))

    passes = Counter(history.passes for history in (await known(storage)).values())
    assert passes == {3: len(whole)}


async def test_run_that_comes_late_moves_nothing_backwards(storage: Storage) -> None:
    await storage.record_run(run(5), [("1:t", "", PASS)], worklog())
    await storage.record_run(run(2), [("1:t", "", FAIL)], worklog())

    history = (await known(storage))["1:t "]
    assert (history.last_pass, history.pass_streak, history.window) == (sighting(5), 1, "P")
    assert (history.last_failure, history.failures) == (sighting(2), 1)


async def test_new_run_of_a_commit_that_was_tested_before_is_old_evidence(storage: Storage) -> None:
    old = run(1)
    again = run(3, head_sha=old.head_sha, event="workflow_dispatch")
    await storage.record_run(old, [("1:t", "", PASS)], worklog())
    await storage.record_run(run(2), [("1:t", "", FAIL)], worklog())

    assert (await storage.placed(again)).first_run == old.id
    assert (await storage.placed(old)).first_run == 0
    assert (await storage.placed(replace(again, branch="dev"))).first_run == 0
    await storage.record_run(again, [("1:t", "", PASS)], worklog())

    history = (await known(storage))["1:t "]
    assert (history.fail_streak, history.first_failure) == (1, sighting(2))
    assert history.last_pass == replace(again, first_run=old.id).sighting
    assert history.passes == 2


async def test_run_of_a_fork_places_no_commit(storage: Storage) -> None:
    await storage.record_run(run(1, head_repo_id=66), (), worklog())

    assert (await storage.placed(run(3, head_sha=run(1).head_sha))).first_run == 0


async def test_red_runs_that_were_purged_are_left_out(storage: Storage) -> None:
    for n in range(1, 50):
        await storage.record_run(run(n), [("1:t", "", FAIL)], worklog())

    assert len((await known(storage))["1:t "].reds) == 20
    assert await storage.purge_runs(NOW + timedelta(hours=10)) == 8

    history = (await known(storage))["1:t "]
    assert (history.first_failure, history.fail_streak) == (sighting(1), 49)
    assert history.reds == (sighting(1), *(sighting(n) for n in range(10, 21)))


async def test_run_of_a_fork_leaves_no_history(storage: Storage) -> None:
    stranger = run(1, head_repo_id=66)

    assert await storage.record_run(stranger, [("1:t", "", FAIL)], worklog())
    assert await known(storage) == {}
    assert await storage.worklog_for(7) == worklog()


async def test_pull_request_from_a_branch_leaves_no_history_on_it(storage: Storage) -> None:
    pull = run(1, event="pull_request", pull=12)
    await storage.record_run(pull, [("1:t", "", FAIL)], worklog())

    assert await known(storage) == {}
    assert set(await storage.history(7, PATH, pull.line)) == {"1:t"}


async def test_merge_queue_leaves_no_history(storage: Storage) -> None:
    queue = run(1, event="merge_group", branch="gh-readonly-queue/main/pr-7-0a")
    await storage.record_run(queue, [("1:t", "", FAIL)], worklog())

    assert await storage.history(7, PATH, queue.branch) == {}
    assert await storage.history(7, PATH, queue.line) == {}


async def test_push_and_pull_request_of_one_commit_have_a_worklog_each(storage: Storage) -> None:
    for n, event in ((1, "push"), (2, "pull_request"), (3, "push")):
        told = replace(worklog(str(n)), event=event)
        await storage.record_run(run(n, head_sha=run(1).head_sha, event=event), (), told)

    found = await storage.worklogs_of_commit(7, run(1).head_sha)
    assert [w.focus for w in found] == ["2", "3"]


async def test_names_of_a_stranger_are_stored(storage: Storage) -> None:
    odd = "leg \x00 \ud800 \U0001f331"
    await storage.record_run(run(1), [("1:t", odd, FAIL), ("1:t", "", PASS)], worklog())

    assert len(await known(storage)) == 2


async def test_branch_on_which_nothing_ran_is_forgotten(storage: Storage) -> None:
    await storage.record_run(run(1, branch="old"), [("1:t", "", PASS)], worklog())
    await storage.record_run(run(2), [("1:t", "", FAIL)], worklog())
    await storage.record_run(run(50), [("1:t", "", PASS)], worklog())

    await storage.purge_histories(NOW + timedelta(hours=48))

    assert await storage.history(7, PATH, "old") == {}
    assert (await known(storage))["1:t "].first_seen == sighting(2)


async def test_test_that_was_not_seen_for_long_is_forgotten_on_a_branch_in_use(
    storage: Storage,
) -> None:
    await storage.record_run(run(1), [("1:gone", "", PASS), ("1:t", "", PASS)], worklog())
    await storage.record_run(run(50), [("1:t", "", PASS), ("1:new", "", FAIL)], worklog())

    assert await storage.purge_histories(NOW + timedelta(hours=48)) == 1
    assert set(await known(storage)) == {"1:t ", "1:new "}


async def test_newest_run_of_a_branch_stays_though_no_test_points_at_it(storage: Storage) -> None:
    await storage.record_run(run(1), (), worklog())
    await storage.record_run(run(2), (), worklog())

    assert await storage.purge_runs(NOW + timedelta(days=900)) == 1
    await storage.record_run(run(1), [("1:t", "", PASS)], worklog())
    assert (await known(storage))["1:t "].passes == 1


async def test_worklog_of_the_day_is_the_newest(storage: Storage) -> None:
    for n, focus, day in ((1, "first", 14), (3, "third", 14), (2, "second", 14), (9, "next", 15)):
        await storage.record_run(run(n), (), worklog(focus, day))

    assert await storage.worklog_for(7, date(2025, 9, 14)) == worklog("third")
    assert await storage.worklog_for(7) == worklog("next", 15)
    assert await storage.worklog_for(7, date(2025, 9, 1)) is None


async def test_second_recording_replaces_the_worklog(storage: Storage) -> None:
    await storage.record_run(run(1), (), worklog("before"))
    await storage.record_run(run(1), (), worklog("after"))

    assert await storage.worklog_for(7) == worklog("after")


async def test_commit_has_one_worklog_for_each_workflow(storage: Storage) -> None:
    at_one = {"head_sha": "c" * 40}
    await storage.record_run(run(1, **at_one), (), worklog("tests"))
    await storage.record_run(run(1, attempt=2, **at_one), (), worklog("tests again"))
    await storage.record_run(run(2, workflow_path="lint.yml", **at_one), (), worklog("lint"))
    await storage.record_run(run(3), (), worklog("another commit"))

    found = await storage.worklogs_of_commit(7, "c" * 40)

    assert [one.focus for one in found] == ["tests again", "lint"]
    of_day = await storage.worklogs_of_day(7, date(2025, 9, 14))
    assert [one.focus for one in of_day] == ["lint", "another commit"]


async def test_fifty_thousand_results_are_one_row_each(storage: Storage) -> None:
    results: list[Result] = [(f"1:{n:016x}", "leg", PASS) for n in range(50_000)]
    await storage.record_run(run(1), results, worklog())
    await storage.record_run(run(2), results, worklog())

    histories = await known(storage)
    assert len(histories) == 50_000
    assert {h.pass_streak for h in histories.values()} == {2}


@pytest.mark.parametrize("seed", range(4))
async def test_database_advances_histories_as_triage_does(storage: Storage, seed: int) -> None:
    chance = random.Random(seed)
    order = list(range(1, 71))
    for _ in range(8):  # some come late, by a little or by much
        order.insert(chance.randrange(70), order.pop(chance.randrange(70)))
    expected: dict[str, TestHistory] = {}
    tested: dict[str, int] = {}  # the first run of each commit, among those that were recorded
    for n in order:
        one = run(n)
        if n % 9 == 0:  # tests the commit of an earlier run again, or is its second attempt
            old = run(chance.randrange(1, n))
            one = replace(
                one, id=chance.choice([old.id, one.id]), attempt=2 + n, head_sha=old.head_sha
            )
        first = tested.get(one.head_sha, one.id)
        seen = replace(one, first_run=first if first < one.id else 0).sighting
        tested[one.head_sha] = min(first, one.id)
        results = [
            (f"1:{test}", leg, chance.choice([PASS, PASS, FAIL, ERROR, SKIP]))
            for test in "abcdef"
            for leg in ("", "py311")
            if chance.random() < 0.8
        ]
        await storage.record_run(one, results, worklog())
        for test, leg, outcome in results:
            known_one = expected.get(f"{test} {leg}")
            new = advance(known_one, test=test, leg=leg, outcome=outcome, seen=seen)
            expected[f"{test} {leg}"] = new

    assert await known(storage) == expected
