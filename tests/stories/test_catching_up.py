"""What no webhook told is found: after a time away, after lost webhooks, and no more than that."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.main import gardener
from bot.demo.github.world.runs import JobScript
from bot.errors import UserError
from bot.jobs.catching_up.backfill import backfill
from bot.jobs.catching_up.sweep import EVERY, MOST_REPOSITORIES, Sweep
from bot.verbs.queue import backfill as backfill_verb
from bot.webhook.routes import listens
from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]

OTHER = "ValueError: closed"


@pytest.fixture
def queue(place: Place) -> LocalQueue:
    return LocalQueue(place=place)


async def ran(place: Place, script: JobScript | None = None) -> None:
    """An hour later a commit is pushed and CI runs on it; nobody has worked on its webhooks yet."""
    place.github.clock.advance(timedelta(hours=1))
    await place.github.world.push(place.repo, {"a.py": f"{place.github.clock()}"})
    await place.github.world.run(place.repo, jobs=[script or red()])


async def seen(place: Place, queue: LocalQueue) -> None:
    """A green run that the bot has analyzed, and a first look of the sweep."""
    await ran(place, green())
    await queue.work()
    await queue.sweep()
    place.github.clock.advance(timedelta(hours=1))


async def test_runs_of_two_days_away_are_found_in_their_order(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    for script in (red(), red(OTHER), red(OTHER, "KeyError: 'price'"), green(2)):
        place.github.clock.advance(timedelta(hours=11))
        await ran(place, script)
    queue.lose()
    done = await queue.sweep()

    assert len([name for name in done if name.startswith("run:")]) == 4
    assert done == sorted(done)
    assert len(place.kept) == 2
    assert await queue.sweep() == []


async def test_run_whose_webhook_was_lost_while_the_others_came_is_found(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    queue.lose()
    await ran(place, red(OTHER))
    await queue.work()
    done = await queue.sweep()

    assert len(done) == 1
    assert len(place.repo.check_runs) == 2


async def test_earlier_try_of_a_run_is_found_as_well(place: Place, queue: LocalQueue) -> None:
    """Only together they show that the test is flaky."""
    await seen(place, queue)
    place.github.clock.advance(timedelta(hours=1))
    first = await place.github.world.run(place.repo, jobs=[red()])
    await place.github.world.run(place.repo, attempt_of=first, jobs=[green()])
    queue.lose()

    assert await queue.sweep() == [f"run:{first.id}:1", f"run:{first.id}:2"]


async def test_quiet_hour_costs_a_request_for_each_part_and_nothing_of_the_quota(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    place.github.clock.advance(EVERY)
    await queue.sweep()
    before = len(place.github.requests)
    for _ in range(3):
        place.github.clock.advance(timedelta(minutes=15))
        await queue.sweep()
    asked = [r for r in place.github.requests[before:] if "access_tokens" not in r.path]

    assert [r.path for r in asked[:3]] == [
        "/app/installations",
        "/app/hook/deliveries",
        "/repos/acme/shop/actions/runs",
    ]
    assert len(asked) == 9
    assert [r.status for r in asked if "/actions/runs" in r.path] == [304] * 3


async def test_new_repository_is_served_from_the_day_it_came(
    place: Place, queue: LocalQueue
) -> None:
    await ran(place)  # before the App was there
    queue.lose()
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()

    assert place.kept == []
    assert await place.on.storage.is_served(place.repo.id)  # though nobody told of it


async def test_looking_stops_where_the_quota_is_left_to_others(
    place: Place, queue: LocalQueue
) -> None:
    others = [place.github.add_repository(f"acme/shop-{n}") for n in range(4)]
    await place.github.world.add_repositories(place.installation, *others)
    await seen(place, queue)
    await queue.sweep()
    place.github.clock.advance(timedelta(hours=2))
    rates, now = place.github.rates, place.github.clock()
    rates.window(str(place.installation.id), "core", now).used = int(rates.limit * 0.8)
    before = place.asked("/actions/runs")
    await queue.sweep()

    assert place.asked("/actions/runs") == before + 1


async def test_repository_that_waits_longest_is_looked_at_first(
    place: Place, queue: LocalQueue
) -> None:
    others = [place.github.add_repository(f"acme/shop-{n}") for n in range(2)]
    await place.github.world.add_repositories(place.installation, *others)
    await seen(place, queue)
    now = place.github.clock()
    for age, repo in enumerate((others[1], place.repo, others[0]), start=1):
        at = now - timedelta(hours=age)
        await place.on.storage.looked(repo.id, at, at, at)
    due = await place.on.storage.looks_due(
        before=now, quiet_before=now, quiet_since=now, most=MOST_REPOSITORIES
    )

    assert [look.repo.name for look in due] == ["shop-0", "shop", "shop-1"]


async def test_repository_without_runs_for_weeks_is_looked_at_once_a_day(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    place.github.clock.advance(timedelta(days=20))
    before = place.asked("/actions/runs")
    for _ in range(12):
        place.github.clock.advance(EVERY)
        await queue.sweep()

    assert place.asked("/actions/runs") == before + 1


async def test_command_whose_webhook_was_lost_with_others_is_carried_out_once(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.work()
    number = place.issue.number
    place.github.clock.advance(timedelta(hours=5))
    await place.github.world.comment(place.repo, number, by="alice", body="/gardener mute 9d")
    edited = await place.github.world.comment(place.repo, number, by="alice", body="see above")
    place.github.clock.advance(timedelta(minutes=5))
    await place.github.world.edit_comment(place.repo, edited, body="/gardener close")
    queue.lose()
    done = [name for name in await queue.sweep() if name.startswith("comment:")]
    again = await queue.sweep()

    assert len(done) == 1
    assert again == []
    assert place.issue.state == "open"
    stored = await place.on.storage.issue(place.repo.id, number)
    assert stored is not None
    assert stored.muted_until is not None


async def test_suspension_and_removal_that_nobody_told_are_seen_in_githubs_list(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await place.github.world.suspend(place.installation)
    queue.lose()
    await queue.sweep()
    assert not await place.on.storage.is_served(place.repo.id)
    place.github.clock.advance(timedelta(hours=1))
    await place.github.world.unsuspend(place.installation)
    queue.lose()
    await queue.sweep()
    assert await place.on.storage.is_served(place.repo.id)
    await place.github.world.uninstall(place.installation)
    queue.lose()
    await queue.sweep()

    assert not await place.on.storage.is_served(place.repo.id)


async def test_one_repository_that_cannot_be_read_keeps_nobody_from_the_others(
    place: Place, queue: LocalQueue
) -> None:
    other = place.github.add_repository("acme/broken", first_id=1)
    await place.github.world.add_repositories(place.installation, other)
    await seen(place, queue)
    place.github.faults.add(kind="not_found", path="acme/broken", times=9)
    place.github.faults.add(kind="bad_gateway", path="/app/", times=9)
    place.github.clock.advance(timedelta(hours=1))
    await ran(place)
    queue.lose()
    await queue.sweep()

    assert len(place.kept) == 1


async def test_one_process_of_many_sweeps_and_the_next_an_hour_later(
    place: Place, queue: LocalQueue
) -> None:
    sweeps = [Sweep(on=place.on, queue=queue, listens=listens) for _ in range(4)]
    assert [await sweep.when_due() for sweep in sweeps] == [True, False, False, False]
    place.github.clock.advance(EVERY - timedelta(minutes=1))
    assert not await sweeps[2].when_due()
    place.github.clock.advance(timedelta(minutes=1))

    assert [await sweep.when_due() for sweep in sweeps] == [True, False, False, False]


async def test_backfill_queues_what_was_never_seen(place: Place, queue: LocalQueue) -> None:
    await ran(place, green())
    await queue.work()
    place.github.clock.advance(timedelta(days=4))
    for _ in range(2):
        await ran(place)
    queue.lose()
    first = await backfill("acme/shop", timedelta(days=7), place.on, queue)
    again = await backfill("acme/shop", timedelta(days=7), place.on, queue)
    short = await backfill("acme/shop", timedelta(minutes=30), place.on, queue)
    await queue.work()

    assert (first.caught.found, first.caught.queued, first.caught.known) == (3, 2, 1)
    assert (again.caught.queued, again.caught.known) == (0, 3)
    assert short.caught.found == 1
    assert len(place.kept) == 1


async def test_backfill_knows_runs_that_the_queue_has_forgotten(
    place: Place, queue: LocalQueue
) -> None:
    await ran(place)
    await queue.work()
    queue.jobs.clear()
    found = await backfill("acme/shop", timedelta(days=7), place.on, queue)

    assert found.caught.queued == 0


@pytest.mark.parametrize(
    "name, says",
    [
        pytest.param("shop", "expected OWNER/REPO", id="no name"),
        pytest.param("acme/nothing", "not installed", id="no such repository"),
    ],
)
async def test_backfill_of_nothing_says_what_to_do(
    place: Place, queue: LocalQueue, name: str, says: str
) -> None:
    with pytest.raises(UserError, match=says):
        await backfill(name, timedelta(days=7), place.on, queue)


@pytest.mark.parametrize("since", ["soon", "91d", "0d"])
def test_backfill_says_how_a_time_is_written(since: str) -> None:
    done = CliRunner().invoke(gardener, ["backfill", "acme/shop", "--since", since])

    assert isinstance(done.exception, UserError)
    assert f"--since {since}: expected" in str(done.exception)


async def test_backfill_works_without_a_running_bot_and_says_what_it_did(place: Place) -> None:
    await place.github.world.run(place.repo, jobs=[red()])
    place.told()
    said: list[str] = []
    for _ in range(2):
        await backfill_verb(
            place.settings, "acme/shop", timedelta(days=1), say=said.append, world=place.world
        )

    assert said == [
        "acme/shop: 1 finished runs and tries found, 1 queued, 0 known.",
        "acme/shop: 1 finished runs and tries found, 0 queued, 1 known.",
    ]
