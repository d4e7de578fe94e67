"""Two or three things that people and storms do one after another, and what must not come of them.

Never two open issues of one cause, a failure without a home, or a word on what a person closed.
"""

from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from bot.model.issue import Field, TrackedIssue
from tests.jobs.place import PRICE, Place, junit, place
from tests.stories.test_storms import FAULTS, ci_job

__all__ = ["place"]

DATE = "ValueError: day is out of range for month"
ONE_PASS = "version: 1\nissues:\n  close_after_passes: 1\n"
STORM = FAULTS[1:]


def shop(**said: str) -> JobScript:
    """One job with these tests; an empty message passed."""
    ended = "failure" if any(said.values()) else "success"
    report = {"junit.xml": junit({**said, "test_look": ""})}
    return JobScript("test", ended, log="tests ran\n", artifacts={"report": report})


def suite(*faults: str, **said: str) -> JobScript:
    """Many tests of one suite, of which these fail, beside those of the shop."""
    job = ci_job(faults, fine=30, suites=1)
    reports = {**job.artifacts["r"], "shop.xml": junit({**said, "test_look": ""})}  # type: ignore[dict-item]
    ended = "failure" if faults or any(said.values()) else "success"
    return JobScript("test", ended, log="tests ran\n", artifacts={"r": reports})


async def two(place: Place) -> tuple[Issue, Issue]:
    """The issue of the price, and that of the date."""
    await place.configure(ONE_PASS)
    await place.ci(shop(test_1=PRICE, test_2=DATE))
    (price,) = (i for i in place.kept if "price" in i.title)
    (date,) = (i for i in place.kept if "month" in i.title)
    return price, date


async def say(place: Place, issue: Issue, command: str) -> None:
    await place.writes(f"/gardener {command}", by="alice", number=issue.number)


async def stored(place: Place, issue: Issue) -> TrackedIssue:
    found = await place.on.storage.issue(place.repo.id, issue.number)
    assert found is not None
    return found


def opened(place: Place) -> list[str]:
    return sorted(i.title.partition("-p")[2][2:] for i in place.kept if i.state == "open")


async def test_issue_shows_its_own_cause_however_often_its_duplicate_fails(place: Place) -> None:
    price, date = await two(place)
    await say(place, price, f"duplicate #{date.number}")
    for _ in range(3):
        await place.ci(shop(test_1=PRICE, test_2=""))
    assert "out of range" in (date.body or "")
    await say(place, price, "unduplicate")

    left = await stored(place, date)
    assert [f.name for f in left.verdict.cluster.failures] == ["test_2"]
    assert [len(leg.tests) for leg in left.progress] == [1]
    await place.ci(shop(test_1=PRICE, test_2=""))
    assert (price.state, date.state) == ("open", "closed")


async def test_merged_split_and_called_duplicate_again_is_one_open_issue(place: Place) -> None:
    price, date = await two(place)
    older, newer = sorted((price, date), key=lambda issue: issue.number)
    for command in (f"merge #{newer.number}", "split"):
        await say(place, older, command)
    assert (older.state, newer.state) == ("open", "open")
    await say(place, newer, f"duplicate #{older.number}")
    for _ in range(2):
        await place.ci(shop(test_1=PRICE, test_2=DATE))

    assert len(place.kept) == 2
    assert (older.state, newer.state) == ("open", "closed")
    await place.ci(shop(test_1="", test_2=""))
    assert (older.state, newer.state) == ("closed", "closed")


async def test_umbrella_that_took_a_cause_of_another_suite_stays_the_one_of_its_suite(
    place: Place,
) -> None:
    await place.configure(ONE_PASS)
    await place.ci(suite(*STORM[:10], test_1=PRICE))
    (umbrella,) = (i for i in place.kept if "many-failures" in i.title)
    (price,) = (i for i in place.kept if i is not umbrella)
    await say(place, umbrella, f"merge #{price.number}")
    await place.ci(suite(test_1=PRICE))  # now the cause of the other suite is its newest
    whole = next(i for i in place.kept if i.state == "open")
    await place.ci(suite(*STORM, test_1=PRICE, test_2=DATE))

    assert [i.title for i in place.kept if i.state == "open" and i is not whole] == [
        next(i.title for i in place.kept if "month" in i.title)
    ]


async def test_split_umbrella_that_fails_and_passes_again_and_again_is_one_open_issue(
    place: Place,
) -> None:
    await place.configure(ONE_PASS)
    await place.ci(suite(*STORM))
    await say(place, place.issue, "split")
    for _ in range(2):
        await place.ci(suite())
        await place.ci(suite(*STORM))

    assert [i.state for i in place.kept].count("open") == 1
    assert len(place.kept) == len(STORM) + 1


async def test_broken_run_that_is_not_planned_stays_silent_but_for_a_new_cause(
    place: Place,
) -> None:
    await place.configure(ONE_PASS)
    await place.ci(ci_job(FAULTS[:11]))
    broken = place.issue
    await place.github.world.close(place.repo, broken.number, reason="not_planned")
    await place.work()
    for _ in range(2):
        await place.ci(ci_job(FAULTS[:11]))
    assert (place.issue.state, place.issue.comments) == ("closed", [])
    for _ in range(2):
        await place.ci(ci_job(FAULTS))

    assert (broken.state, broken.comments) == ("closed", [])
    assert len(opened(place)) == 1


async def test_adopted_issue_that_is_deleted_is_followed_by_exactly_one(place: Place) -> None:
    price, _ = await two(place)
    theirs = await place.github.world.open_issue(
        place.repo, by="reader", title="It fails", body="`tests/test_shop.py::test_1`"
    )
    await say(place, theirs, "adopt")
    await place.github.world.delete_issue(place.repo, theirs.number)
    await place.work()
    for _ in range(2):
        await place.ci(shop(test_1=PRICE, test_2=""))

    assert price.state == "closed"
    assert len([title for title in opened(place) if "price" in title]) == 1


async def test_adopted_issue_that_a_merge_opens_is_no_longer_closed_by_a_person(
    place: Place,
) -> None:
    _, date = await two(place)
    theirs = await place.github.world.open_issue(
        place.repo, by="reader", title="It fails", body="`tests/test_shop.py::test_1`"
    )
    await say(place, theirs, "adopt")
    await place.github.world.close(place.repo, theirs.number, reason="not_planned")
    await place.work()
    await place.ci(shop(test_1=PRICE, test_2=DATE))
    assert theirs.state == "closed"
    await say(place, date, f"merge #{theirs.number}")

    assert (theirs.state, date.state) == ("open", "closed")
    assert (await stored(place, theirs)).override(Field.STATE) is None


async def test_muted_issue_that_is_split_mutes_only_its_own_cause(place: Place) -> None:
    price, date = await two(place)
    older, newer = sorted((price, date), key=lambda issue: issue.number)
    for command in (f"merge #{newer.number}", "mute 7d", "split"):
        await say(place, older, command)
    said = len(older.comments)
    await place.ci(shop(test_1=PRICE, test_2=DATE))

    assert len(older.comments) == said
    assert (await stored(place, older)).muted_until is not None
    assert (await stored(place, newer)).muted_until is None
    assert newer.state == "open"
