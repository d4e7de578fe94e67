"""Noise: one comment an issue and a day, whatever happens; silence is broken once a week, for P1."""

from datetime import timedelta

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]

SURE = "version: 1\nissues:\n  close_after_passes: 1\n"


async def soon(place: Place, job: JobScript) -> None:
    """A run half an hour later, at a commit of its own."""
    place.github.clock.advance(timedelta(minutes=30))
    sha = await place.github.world.push(place.repo, {"a.py": f"{place.github.clock()}"})
    await place.github.world.run(place.repo, jobs=(job,), sha=sha)
    await place.work()


async def test_twenty_failures_in_a_day_are_one_opening_and_one_comment_at_most(
    place: Place,
) -> None:
    await place.ci(red())
    opened = place.issue
    for n in range(20):
        await soon(place, red(PRICE, *[PRICE] * (n % 3)))

    assert [issue.number for issue in place.kept] == [opened.number]
    assert len(opened.comments) == 0
    await place.ci(red())
    assert len(opened.comments) == 1
    assert "2 more tests" in opened.comments[0].body


async def test_closing_twice_in_a_day_is_told_once(place: Place) -> None:
    await place.configure(SURE)
    await place.ci(red())
    issue = place.issue
    for job in (green(), red(), green()):
        await soon(place, job)

    assert issue.state == "closed"
    assert ["**Closing**" in c.body for c in issue.comments] == [True, False]
    assert "**Reopened**" in issue.comments[1].body
    assert "Closed on" in (issue.body or "")


async def test_closing_carries_all_that_was_not_said_and_counts_as_the_comment(
    place: Place,
) -> None:
    await place.configure(SURE)
    await place.ci(red())
    await soon(place, red(PRICE, PRICE))
    await soon(place, green(2))

    (only,) = place.issue.comments
    assert "**Closing**" in only.body
    assert "1 more test fails for this cause" in only.body


async def test_reopening_carries_the_news_in_one_comment(place: Place) -> None:
    await place.configure(SURE)
    await place.ci(red())
    await place.ci(green())
    await soon(place, red(PRICE, PRICE))

    assert len(place.issue.comments) == 2
    assert "**Reopened**" in place.issue.comments[1].body
    assert "1 more test fails for this cause" in place.issue.comments[1].body
    await soon(place, red(PRICE, PRICE, PRICE))
    assert len(place.issue.comments) == 2


async def test_urgent_issue_that_nobody_touches_speaks_once_a_week(place: Place) -> None:
    await place.ci(green())
    for _ in range(16):
        await place.ci(red())

    said = [c.body for c in place.issue.comments]
    assert "-p1-" in place.issue.title
    assert len(said) == 2
    assert all("**Still failing**: " in text for text in said)
    assert "8 of 8 runs in `report` failed since this issue was opened" in said[0]


async def test_person_who_was_here_keeps_it_silent(place: Place) -> None:
    await place.ci(green())
    for _ in range(6):
        await place.ci(red())
    await place.writes("I am on it.", by="alice")
    before = len(place.issue.comments)
    for _ in range(6):
        await place.ci(red())

    assert len(place.issue.comments) == before


async def test_issue_that_is_not_urgent_stays_silent(place: Place) -> None:
    for _ in range(12):
        await place.ci(red())

    assert "-p2-" in place.issue.title
    assert place.issue.comments == []


async def test_run_told_twice_writes_nothing_the_second_time(place: Place) -> None:
    await place.ci(red())
    done = place.done
    await place.ci(red())
    before = place.writes_on_github()
    place.done = done
    again = await place.work()

    assert again
    assert place.writes_on_github() == before
