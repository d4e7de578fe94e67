"""Installations and repositories come, go, rest, move and change what the bot may do."""

from datetime import timedelta

import pytest

from bot.demo.github.world.runs import JobScript
from bot.errors import LeftInPeace
from bot.model.job import HandleCommand
from tests.jobs.local_queue import LocalQueue
from tests.jobs.place import CONFIG, PRICE, Place, green, place, red

__all__ = ["place"]

DENIED = "Resource not accessible by integration"


@pytest.fixture
def queue(place: Place) -> LocalQueue:
    return LocalQueue(place=place)


async def ran(place: Place, script: JobScript | None = None) -> None:
    """A red run at a new commit, told by webhooks that nobody has worked on yet."""
    place.github.clock.advance(timedelta(hours=1))
    await place.github.world.push(place.repo, {"a.py": f"{place.github.clock()}"})
    await place.github.world.run(place.repo, jobs=[script or red()])


async def seen(place: Place, queue: LocalQueue) -> None:
    """A green run that the bot has analyzed, and a first look of the sweep."""
    await ran(place, green())
    await queue.work()
    await queue.sweep()
    place.github.clock.advance(timedelta(hours=1))


def asked(place: Place) -> int:
    return len(place.github.requests)


def suppressed(place: Place, reason: str) -> float:
    found = place.metrics.registry.get_sample_value("gardener_suppressed_total", {"reason": reason})
    return found or 0.0


async def test_jobs_of_a_suspended_installation_are_left_in_peace_without_a_request(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    await place.github.world.suspend(place.installation)
    await queue.take()
    queue.waiting.reverse()  # installations are no part of a repository's line
    before = asked(place)
    await queue.work()

    assert place.kept == []
    assert asked(place) == before
    assert [*queue.lefts.values()] == ["Left in peace: the installation on acme is suspended"]


async def test_unsuspended_installation_is_caught_up_with_by_the_sweep(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    await place.github.world.suspend(place.installation)
    await queue.take()
    queue.waiting.reverse()
    await queue.work()
    await ran(place, red("ValueError: closed"))  # GitHub tells nobody of it
    await queue.work()
    assert place.kept == []
    await place.github.world.unsuspend(place.installation)
    await queue.work()
    await queue.sweep()

    assert len(place.kept) == 2
    assert queue.lefts == {}


async def test_suspension_in_the_middle_of_a_run_loses_nothing_of_it(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    place.installation.suspended_by = "alice"
    place.installation.suspended_at = place.github.clock()
    await queue.work()
    assert len(queue.lefts) == 1
    place.installation.suspended_by = place.installation.suspended_at = None
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()

    assert PRICE in (place.issue.body or "")


async def test_token_refused_for_a_suspension_is_no_refusal_of_a_write(
    place: Place, queue: LocalQueue
) -> None:
    """The suspension comes between thinking and writing: the issue is opened when it is over."""
    await seen(place, queue)
    await ran(place)
    await queue.take()
    fault = place.github.faults.add(kind="suspended", method="POST", path="/issues$", times=1)
    await queue.work()
    assert fault.struck == 1
    assert place.kept == []
    place.github.clock.advance(timedelta(hours=1))
    await queue.sweep()

    assert len(place.kept) == 1
    assert len(place.repo.check_runs) >= 1


async def test_uninstalled_app_asks_for_nothing_and_is_swept_no_more(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    await place.github.world.uninstall(place.installation)
    queue.lose()
    await queue.work()  # nobody told: the token is refused
    assert [*queue.lefts.values()] == ["Left in peace: the installation on acme is gone"]
    before = place.asked("/repos/")
    place.github.clock.advance(timedelta(hours=2))
    await queue.sweep()

    assert place.asked("/repos/") == before
    assert not await place.on.storage.is_served(place.repo.id)


@pytest.mark.parametrize("is_told", [True, False], ids=["told by webhook", "webhook lost"])
async def test_deleted_repository_is_left_in_peace(
    place: Place, queue: LocalQueue, is_told: bool
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    await place.github.world.delete_repository(place.repo)
    if not is_told:
        queue.lose()
    await queue.take()
    queue.waiting.reverse()
    await queue.work()
    place.github.clock.advance(timedelta(hours=2))
    before = place.asked("/repos/")
    await queue.sweep()

    assert len(queue.lefts) == 1
    assert place.asked("/repos/") == before


async def test_archived_repository_rests_until_it_is_unarchived(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    await place.github.world.archive(place.repo)
    await queue.take()
    queue.waiting.reverse()
    await queue.work()
    assert place.kept == []
    place.github.clock.advance(timedelta(hours=1))
    await place.github.world.unarchive(place.repo)
    await queue.work()
    await queue.sweep()

    assert len(place.kept) == 1


async def test_removed_repository_begins_anew_when_it_comes_back(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await place.github.world.remove_repositories(place.installation, place.repo)
    await queue.work()
    await ran(place)  # while the App was not there
    await queue.work()
    place.github.clock.advance(timedelta(hours=1))
    await place.github.world.add_repositories(place.installation, place.repo)
    await queue.work()
    for _ in range(3):
        place.github.clock.advance(timedelta(hours=2))
        await queue.sweep()

    assert place.kept == []
    await ran(place)
    await queue.work()
    assert len(place.kept) == 1


async def test_rename_is_followed_by_jobs_that_were_queued_before(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.work()
    await ran(place)
    await queue.take()
    await place.github.world.rename_repository(place.repo, "store")
    await queue.take()
    queue.waiting.reverse()
    before = len(place.github.requests)
    await queue.work()
    paths = [r.path for r in place.github.requests[before:] if "/repos/" in r.path]

    assert len(place.kept) == 1
    assert paths
    assert not [path for path in paths if path.startswith("/repos/acme/shop/")]


async def test_name_that_a_lost_webhook_did_not_tell_is_learned_from_the_next_run(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.work()
    await place.github.world.rename_repository(place.repo, "store")
    queue.lose()
    await ran(place)
    await queue.work()
    stored = await place.on.storage.repository(place.repo.id)

    assert stored is not None
    assert stored.repo.name == "store"
    assert len(place.kept) == 1


async def test_transferred_repository_keeps_its_issues_under_its_new_installation(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.work()
    other = place.github.add_repository("globex/site")
    to = place.github.install(place.app, [other])
    await ran(place)
    await queue.take()
    await place.github.world.transfer_repository(place.repo, "globex", to=to)
    await queue.take()
    queue.waiting.reverse()
    await queue.work()
    await ran(place)
    await queue.work()
    stored = await place.on.storage.repository(place.repo.id)

    assert stored is not None
    assert (stored.repo.full_name, stored.installation, stored.active) == (
        "globex/shop",
        to.id,
        True,
    )
    assert len(place.kept) == 1
    issue = await place.on.storage.issue(place.repo.id, place.issue.number)
    assert issue is not None
    assert issue.occurrence_count == 3


async def test_repository_given_to_strangers_is_left_in_peace(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await place.github.world.transfer_repository(place.repo, "strangers")
    await queue.work()
    before = place.asked("/repos/")
    await ran(place)
    await queue.work()
    place.github.clock.advance(timedelta(hours=2))
    await queue.sweep()

    assert place.asked("/repos/") == before


async def test_without_the_right_to_write_issues_the_check_run_tells_and_nothing_is_tried(
    place: Place, queue: LocalQueue
) -> None:
    place.github.world.take_permissions(place.installation, "issues")
    await ran(place)
    await queue.work()
    (check,) = place.repo.check_runs.values()

    assert place.kept == []
    assert "KeyError" in f"{check.title}{check.summary}{check.text}"
    assert "`issues: write`" in f"{check.summary}{check.text}"
    assert not [w for w in place.writes_on_github() if "check-runs" not in w]
    assert suppressed(place, "no permission issues") == 1


async def test_permission_that_was_accepted_brings_what_waited(
    place: Place, queue: LocalQueue
) -> None:
    place.github.world.take_permissions(place.installation, "issues")
    await ran(place)
    await queue.work()
    place.github.clock.advance(timedelta(minutes=1))
    await place.github.world.accept_permissions(place.installation, {"issues": "write"})
    await ran(place)
    await queue.work()

    assert PRICE in (place.issue.body or "")


async def test_without_the_right_to_write_checks_issues_are_kept_all_the_same(
    place: Place, queue: LocalQueue
) -> None:
    place.github.world.take_permissions(place.installation, "checks")
    await ran(place)
    await queue.work()

    assert len(place.kept) == 1
    assert place.asked("check-runs", method="POST") == 0
    assert suppressed(place, "no permission checks") == 1


async def test_without_the_right_to_read_contents_the_defaults_are_in_force(
    place: Place, queue: LocalQueue
) -> None:
    place.github.world.take_permissions(place.installation, "contents")
    await ran(place)
    await queue.work()

    assert len(place.kept) == 1
    assert place.asked(CONFIG) == 0


async def test_without_the_right_to_read_actions_runs_wait_and_are_not_asked_for_every_hour(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.take()
    place.github.world.take_permissions(place.installation, "actions")
    place.github.clock.advance(timedelta(hours=1))  # the token from before has run out
    place.github.expect_violation(DENIED)
    await queue.work()
    assert len(queue.lefts) == 1
    for _ in range(12):
        place.github.clock.advance(timedelta(hours=1))
        await queue.sweep()
    assert place.asked("/actions/runs") <= 4
    await place.github.world.accept_permissions(place.installation, {"actions": "read"})
    place.github.clock.advance(timedelta(hours=1))
    await queue.work()
    await queue.sweep()

    assert len(place.kept) == 1


async def test_command_of_somebody_who_left_is_not_carried_out(
    place: Place, queue: LocalQueue
) -> None:
    await seen(place, queue)
    await ran(place)
    await queue.work()
    comment = await place.github.world.comment(
        place.repo, place.issue.number, by="alice", body="/gardener mute"
    )
    (job,) = [job for job in place.told() if isinstance(job, HandleCommand)]
    await place.github.world.suspend(place.installation)
    await queue.work()
    with pytest.raises(LeftInPeace):
        await place.do(job)

    assert comment.reactions == []
