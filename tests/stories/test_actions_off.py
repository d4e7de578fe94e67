"""Actions switched off, workflows disabled, the right to read them taken away: nothing is lost."""

from datetime import timedelta

import pytest

from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import Place, green, place, red
from tests.stories.test_lifecycle import queue, ran, seen, suppressed

__all__ = ["place", "queue"]

LINE = "runs cannot be read: they wait until GitHub shows them again"


def switched(place: Place, how: str, *, off: bool) -> None:
    """GitHub answers 404, or 403 with a reason; the App keeps its permission."""
    if how == "404":
        place.repo.actions_enabled = not off
    elif off:
        place.github.faults.add(kind="actions_off", path="/acme/shop/actions/", times=10_000)
    else:
        place.github.faults.orders.clear()


@pytest.mark.parametrize("how", ["404", "403"])
async def test_run_whose_actions_were_switched_off_waits_until_they_are_on_again(
    place: Place, queue: LocalQueue, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    switched(place, how, off=True)
    await queue.work()
    (left,) = queue.lefts.values()
    for _ in range(12):
        place.github.clock.advance(timedelta(hours=1))
        await queue.sweep()
    said = capsys.readouterr().out
    assert left.startswith("Left in peace: the runs of acme/shop cannot be read")
    assert said.count(LINE) == 1
    assert suppressed(place, "runs unreadable") >= 12
    assert place.kept == []
    switched(place, how, off=False)
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()

    assert len(place.kept) == 1
    assert queue.lefts == {}


@pytest.mark.parametrize("how", ["404", "403"])
async def test_repository_without_actions_is_looked_at_once_a_day_and_caught_up_with(
    place: Place, queue: LocalQueue, how: str
) -> None:
    await seen(place, queue)
    switched(place, how, off=True)
    before = place.asked("/actions/runs")
    for _ in range(48):
        place.github.clock.advance(timedelta(hours=1))
        await queue.sweep()
    looked = place.asked("/actions/runs") - before
    switched(place, how, off=False)
    await ran(place)
    queue.lose()
    for _ in range(25):
        place.github.clock.advance(timedelta(hours=1))
        await queue.sweep()

    assert looked <= 3
    assert len(place.kept) == 1


async def test_run_that_was_deleted_stops_nothing_behind_it(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    (run,) = [run for run in place.repo.runs.values() if run.conclusion == "failure"]
    del place.repo.runs[run.id]
    await ran(place, red("ValueError: closed"))
    await queue.work()

    assert len(queue.lefts) == 1
    assert "ValueError" in (place.issue.body or "")


async def test_workflow_that_is_disabled_closes_nothing_and_writes_nothing(
    place: Place, queue: LocalQueue
) -> None:
    await ran(place)
    await queue.work()
    before = len(place.writes_on_github())
    for _ in range(30):  # nothing runs, and nobody is told why
        place.github.clock.advance(timedelta(days=1))
        await queue.sweep()
    assert place.issue.state == "open"
    assert len(place.writes_on_github()) == before
    for _ in range(3):
        await ran(place, green())
        await queue.work()

    assert place.issue.state == "closed"


async def test_right_to_read_actions_that_was_taken_away_is_one_line_a_day_and_counted(
    place: Place, queue: LocalQueue, capsys: pytest.CaptureFixture[str]
) -> None:
    await seen(place, queue)
    place.github.world.take_permissions(place.installation, "actions")
    place.github.clock.advance(timedelta(hours=1))  # the token from before has run out
    for _ in range(3):
        await ran(place)
    await queue.work()
    said = capsys.readouterr().out
    assert len(queue.lefts) == 3
    assert said.count("permission missing") == 1
    assert "actions: read" in said
    assert suppressed(place, "no permission actions") == 3
    await place.github.world.accept_permissions(place.installation, {"actions": "read"})
    place.github.clock.advance(timedelta(hours=1))
    await queue.work()
    await queue.sweep()

    assert len(place.kept) == 1
    assert queue.lefts == {}
