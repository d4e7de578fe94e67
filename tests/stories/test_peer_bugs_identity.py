"""Bugs of other bots, replayed: one root cause, one issue, whatever goes wrong in between.

The numbers are those of the list of peer bugs that this bot must not have.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot.app import running
from bot.demo.github.records import Delivery
from bot.demo.play import RunningBot
from bot.model.issue import TrackedIssue
from bot.render.marker import marked_fingerprints
from tests.jobs.place import PRICE, Place, green, junit, place, red
from tests.stories.dying import KeptSteps, do_and_die

__all__ = ["place"]

ZERO = "ZeroDivisionError: division by zero"


@pytest.fixture
async def door(place: Place) -> AsyncIterator[RunningBot]:
    """The whole bot, listening; nothing is delivered to it by itself."""
    async with running(place.settings, world=place.world) as bot:

        async def settle() -> None:
            async with asyncio.timeout(20):
                while (await bot.engine.depth())[0]:  # noqa: ASYNC110 - the queue is a database
                    await asyncio.sleep(0.02)

        yield RunningBot(webhook=f"{bot.address}/webhook", settle=settle)


async def deliver_at_once(bot: RunningBot, told: list[Delivery]) -> None:
    """All deliveries at the same time; every one must be taken."""
    async with aiohttp.ClientSession() as session:

        async def post(one: Delivery) -> int:
            async with session.post(bot.webhook, data=one.payload, headers=one.headers) as answer:
                return answer.status

        assert set(await asyncio.gather(*map(post, told))) == {202}
    await bot.settle()


async def test_names_with_slashes_are_whole_names(place: Place) -> None:
    """Bug 2: a name was cut at its slash, so two tests became one."""
    said = {"GET /users": PRICE, "POST /users": ZERO, "GET /users/1": ""}
    both = junit(said, file="tests/api.test.js")
    mended = junit({**said, "GET /users": ""}, file="tests/api.test.js")
    await place.ci(replace(red(), artifacts={"report": {"junit.xml": both}}))
    get, post = sorted(place.kept, key=lambda issue: PRICE not in (issue.body or ""))
    for _ in range(3):
        await place.ci(replace(red(), artifacts={"report": {"junit.xml": mended}}))

    assert "GET /users" in (get.body or "")
    assert "POST /users" in (post.body or "")
    assert (get.state, post.state) == ("closed", "open")


async def test_issue_is_found_among_hundreds_with_the_same_label(place: Place) -> None:
    """Bug 3: only the first page of issues was read."""
    place.github.clock.advance(timedelta(hours=24))
    await place.github.world.run(place.repo, jobs=[red()])
    (job,) = place.told()
    steps = KeptSteps()
    while not place.kept:
        assert await do_and_die(place, job, steps, after=1)
    for n in range(230):
        await place.github.world.open_issue(
            place.repo, title=f"Another {n}", labels=["test-gardener"], deliver=False
        )
    await place.do(job)

    assert len(place.kept) == 1
    assert await place.on.storage.issue(place.repo.id, place.issue.number) is not None


async def test_one_failure_told_by_many_webhooks_at_once_is_one_issue(
    place: Place, door: RunningBot
) -> None:
    """Bug 4: jobs that ran side by side each opened an issue."""
    place.github.clock.advance(timedelta(hours=24))
    sha = await place.github.world.push(place.repo, {"a.py": ""})
    for workflow in ("CI", "Nightly", "Lint"):
        await place.github.world.run(place.repo, sha=sha, workflow=workflow, jobs=[red()])
    told = [d for d in place.github.deliveries if d.action == "completed"]
    await deliver_at_once(door, told * 3)

    assert place.issue.state == "open"
    assert len(place.github.check_runs(place.repo, sha)) == 1
    (stored,) = await stored_issues(place)
    assert stored.occurrence_count == 3


@pytest.mark.parametrize("fault", ["drop_after", "error_after", "truncate"])
async def test_issue_whose_answer_got_lost_is_opened_once(place: Place, fault: str) -> None:
    """Bug 5: a request that timed out had succeeded, and was sent again."""
    place.github.faults.add(kind=fault, method="POST", path=r"/issues$")
    await place.ci(red())
    await place.ci(red())

    assert len(place.kept) == 1


async def test_two_open_issues_of_one_cause_are_one_home(place: Place) -> None:
    """Bug 6: two open issues with one key ended the job with an exception."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n  reopen_within_days: 2\n")
    await place.ci(red())
    for _ in range(4):
        await place.ci(green())
    await place.ci(red())
    first, second = place.kept
    await place.github.world.reopen(place.repo, first.number)
    await place.work()
    sha = await place.ci(red())

    assert place.kept == [first, second]
    counted = [
        i.number for i in await stored_issues(place) if i.last_seen and i.last_seen.sha == sha
    ]
    assert counted == [first.number]
    assert f"#{first.number}" in place.check_text(sha)


async def test_issue_that_people_rewrote_is_still_the_home_of_its_failure(place: Place) -> None:
    """Bug 7: a changed title or a lost marker made the failure unknown."""
    await place.ci(red())
    number = place.issue.number
    await place.github.world.edit_issue_title(place.repo, number, "The shop is closed")
    await place.github.world.edit_issue_body(place.repo, number, "Ask alice.")
    await place.work()
    sha = await place.ci(red())

    assert place.issue.number == number
    assert place.issue.title == "The shop is closed"
    assert "Ask alice." in (place.issue.body or "")
    assert f"#{number}" in place.check_text(sha)


async def test_changing_counts_and_shares_keep_title_and_issue(place: Place) -> None:
    """Bug 24: a number in the title was part of the key."""
    await place.ci(red("Failed: 12 of 340 orders (3.5 %) were lost after 17.2 s"))
    title = place.issue.title
    await place.ci(red("Failed: 95 of 340 orders (27.9 %) were lost after 3.1 s"))

    assert place.issue.title == title
    assert (await place.worklog()).entries[0].number == place.issue.number


@pytest.mark.parametrize("after", range(1, 8))
async def test_restart_in_the_middle_of_writing_leaves_one_of_everything(
    place: Place, after: int
) -> None:
    """Bug 29: what was created before a crash was created again after it."""
    place.github.clock.advance(timedelta(hours=24))
    sha = await place.github.world.push(place.repo, {"a.py": ""})
    await place.github.world.run(place.repo, sha=sha, jobs=[red(PRICE, ZERO)])
    steps = KeptSteps()
    for job in place.told():
        await do_and_die(place, job, steps, after=after)
        await place.do(job)  # the new process knows only what is in the store
        steps = KeptSteps()

    marked = [marked_fingerprints(issue.body) for issue in place.kept]
    assert len(marked) == len(set(marked)) == 2
    assert len(place.github.check_runs(place.repo, sha)) == 1
    assert {i.number for i in await stored_issues(place)} == {i.number for i in place.kept}


async def test_new_version_of_the_grouping_opens_nothing_for_what_is_known(place: Place) -> None:
    """Bug 30: an upgrade changed all keys, and every known failure was filed again."""
    await place.ci(red(PRICE, ZERO))
    for issue in await stored_issues(place):
        await place.on.storage.save_issue(place.repo.id, as_of_version_zero(issue))
    await place.ci(red(PRICE, ZERO))

    assert len(place.kept) == 2


def as_of_version_zero(issue: TrackedIssue) -> TrackedIssue:
    """The issue as a version with other fingerprints would have stored it."""

    def old(prints: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"0:{text[::-1][:16]}" for text in prints)

    cluster = issue.verdict.cluster
    failures = tuple(
        replace(
            failure,
            fingerprints=replace(
                failure.fingerprints,
                test=old((failure.fingerprints.test,))[0],
                cause=old((failure.fingerprints.cause,))[0],
                failure=old((failure.fingerprints.failure,))[0],
            ),
        )
        for failure in cluster.failures
    )
    cluster = replace(
        cluster,
        fingerprint=old((cluster.fingerprint,))[0],
        aliases=old(cluster.aliases),
        failures=failures,
    )
    legs = tuple(replace(leg, tests=old(leg.tests)) for leg in issue.progress)
    return replace(
        issue,
        fingerprints=old(issue.fingerprints),
        tests=old(issue.tests),
        progress=legs,
        verdict=replace(issue.verdict, cluster=cluster),
    )


async def stored_issues(place: Place) -> tuple[TrackedIssue, ...]:
    """All issues that the bot knows, oldest first."""
    found = [await place.on.storage.issue(place.repo.id, i.number) for i in place.kept]
    return tuple(issue for issue in found if issue is not None)
