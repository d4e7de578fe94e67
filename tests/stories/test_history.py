"""Point 1: what is remembered of a test, whatever the order in which its runs arrive."""

from dataclasses import replace

from bot.demo.github.world.runs import JobScript
from bot.model.history import Sighting, TestHistory
from bot.model.job import Job
from tests.jobs.place import PRICE, Place, green, junit, place

__all__ = ["place"]

PATH = ".github/workflows/ci.yml"


def job(said: str, *, leg: str = "report") -> JobScript:
    """A job in which one test fails with these words, or passes."""
    reports = {leg: {"junit.xml": junit({"test_1": said})}}
    return replace(green(), conclusion="failure" if said else "success", artifacts=reports)


async def pushed(place: Place, script: JobScript) -> tuple[str, list[Job]]:
    """A commit and its run, whose webhook is still on its way."""
    sha = await place.github.world.push(place.repo, {"a.py": f"{place.github.clock()}"})
    await place.github.world.run(place.repo, sha=sha, jobs=[script])
    return sha, place.told()


async def memory(
    place: Place, *, path: str = PATH, branch: str = "main", leg: str = "report"
) -> TestHistory:
    """What is known of the one test in one leg."""
    found = await place.on.storage.history(place.repo.id, path, branch)
    (one,) = [h for histories in found.values() for h in histories if h.leg == leg]
    return one


def commit(seen: Sighting | None) -> str:
    assert seen is not None
    return seen.sha


async def test_runs_that_arrive_in_any_order_tell_the_same_story(place: Place) -> None:
    """Green, red, red, red: told backwards, the first red commit and the last green one are known."""
    told = [await pushed(place, job(said)) for said in ("", PRICE, PRICE, PRICE)]
    for _sha, jobs in reversed(told):
        for one in jobs:
            await place.do(one)
    shas = [sha for sha, _ in told]

    known = await memory(place)
    assert commit(known.first_seen) == commit(known.last_pass) == shas[0]
    assert commit(known.first_failure) == shas[1]
    assert commit(known.last_failure) == shas[3]
    assert (known.passes, known.failures, known.fail_streak) == (1, 3, 3)
    newest = await place.ci(job(PRICE))
    assert commit((await memory(place)).last_failure) == newest
    assert place.issue.state == "open"


async def test_second_attempt_of_an_old_run_is_old(place: Place) -> None:
    """The old commit passes when it is tried again; the newest still fails."""
    await place.ci(job(PRICE + " at first"))
    first = next(iter(place.repo.runs.values()))
    broken = await place.ci(job(PRICE))
    await place.ci(job(""), attempt_of=first)

    known = await memory(place)
    assert commit(known.last_failure) == broken
    assert known.fail_streak == 1
    assert commit(known.first_failure) == broken
    assert {issue.state for issue in place.kept} == {"open"}


async def test_new_run_of_an_old_commit_is_old(place: Place) -> None:
    good = await place.ci(job(""))
    bad = await place.ci(job(PRICE))
    await place.ci(job(""), sha=good, event="workflow_dispatch")
    await place.ci(job(PRICE))

    known = await memory(place)
    assert (commit(known.first_failure), known.fail_streak) == (bad, 2)
    assert f"between [`{good[:7]}`]" in (place.issue.body or "")


async def test_one_commit_that_runs_twice_is_seen_twice(place: Place) -> None:
    sha = await place.ci(job(""))
    await place.ci(job(PRICE), sha=sha, event="schedule")

    known = await memory(place)
    assert (known.passes, known.failures, known.window) == (1, 1, "PF")
    assert commit(known.last_pass) == commit(known.last_failure) == sha


async def test_workflows_branches_and_legs_are_remembered_apart(place: Place) -> None:
    await place.configure('version: 1\nbranches: [default, "release/*"]\n')
    await place.ci(job("", leg="py311"))
    await place.ci(job(PRICE, leg="py312"))
    await place.ci(job("", leg="py312"), workflow="Nightly")
    await place.ci(job("", leg="py312"), branch="release/1")

    red = await memory(place, leg="py312")
    assert (red.passes, red.failures) == (0, 1)
    assert (await memory(place, leg="py311")).passes == 1
    nightly = await memory(place, path=".github/workflows/nightly.yml", leg="py312")
    release = await memory(place, branch="release/1", leg="py312")
    assert (nightly.window, release.window) == ("P", "P")
    assert place.issue.state == "open"
    assert "0 of 3 so far" in (place.issue.body or "")


async def test_memory_grows_with_tests_and_not_with_runs(place: Place) -> None:
    await place.ci(job(""))
    for _ in range(3):
        await place.ci(job(""), sha=place.repo.head, event="schedule")

    found = await place.on.storage.history(place.repo.id, PATH, "main")
    assert [len(histories) for histories in found.values()] == [1]
    assert (await memory(place)).pass_streak == 4


async def test_failure_told_after_a_newer_pass_opens_nothing(place: Place) -> None:
    """An old commit that finishes late is listed in its check run, and no more."""
    sha, late = await pushed(place, job(PRICE))
    await place.ci(job(""))
    for one in late:
        await place.do(one)

    assert place.kept == []
    assert "it passed in a newer run already" in place.check_text(sha)
    newest = await place.ci(job(PRICE))
    assert f"[`{newest[:7]}`]" in (place.issue.body or "")
