"""Storms: whatever breaks at once is one issue, and what finds no room waits its turn."""

from collections.abc import Sequence

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import Place, junit, place

__all__ = ["place"]

SMALL = "version: 1\nissues:\n  close_after_passes: 1\n  max_new_per_run: 2\n"
FAULTS = (
    "KeyError: 'price'",
    "ZeroDivisionError: division by zero",
    "TimeoutError: the cart did not answer",
    "ModuleNotFoundError: No module named 'tax'",
    "PermissionError: the invoice folder is read-only",
    "UnicodeDecodeError: invalid start byte in the catalog",
    "RecursionError: maximum recursion depth exceeded in discounts",
    "IndexError: list index out of range",
    "AttributeError: 'Basket' object has no attribute 'total'",
    "LookupError: no currency for this country",
    "AssertionError: expected 3 vouchers, got none",
    "BlockingIOError: the ledger is locked by another clerk",
)


def ci_job(faults: Sequence[str], *, fine: int = 0, suites: int = 4) -> JobScript:
    """Each fault breaks one test; the tests lie in so many files, `fine` others pass in the first."""
    files: dict[str, dict[str, str]] = {f"tests/test_{n}.py": {} for n in range(suites)}
    names = list(files)
    for number, fault in enumerate(FAULTS):
        said = fault if fault in faults else ""
        files[names[number % suites]][f"test_{number}"] = said
    files[names[0]].update({f"test_fine_{n}": "" for n in range(fine)})
    reports = {f"{n}.xml": junit(t, file=f) for n, (f, t) in enumerate(files.items())}
    conclusion = "failure" if faults else "success"
    return JobScript("test", conclusion, log=f"{len(faults)} failed\n", artifacts={"r": reports})


async def test_run_that_breaks_as_a_whole_is_one_issue_with_its_list(place: Place) -> None:
    await place.configure(SMALL)
    sha = await place.ci(ci_job(FAULTS))

    assert "broken-run-ci" in place.issue.title
    assert "12 of 12 tests fail, for 12 different causes" in (place.issue.body or "")
    assert all(f"test_{n}" in (place.issue.body or "") for n in range(12))
    assert not [e for e in (await place.worklog()).entries if e.not_opened]
    assert place.check_text(sha)


async def test_what_a_storm_leaves_updates_it_and_its_end_closes_it(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(ci_job(FAULTS))
    await place.ci(ci_job(FAULTS[:3]))
    assert [issue.state for issue in place.kept] == ["open"]

    await place.ci(ci_job(()))
    assert place.issue.state == "closed"
    await place.ci(ci_job(FAULTS[:2]))
    assert [issue.state for issue in place.kept] == ["open"]
    assert len(place.issue.comments) == 2


async def test_new_cause_of_a_second_broken_run_joins_the_first(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(ci_job(FAULTS[:11]))
    await place.ci(ci_job(FAULTS))
    assert "test_11" in (place.issue.body or "")


async def test_after_the_storm_a_new_cause_has_an_issue_of_its_own(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(ci_job(FAULTS[:11]))
    await place.ci(ci_job(FAULTS[:2] + FAULTS[11:]))
    assert len(place.kept) == 2


async def test_cause_with_its_own_issue_stays_there_and_is_linked(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(ci_job(FAULTS[:1]))
    own = place.issue
    await place.ci(ci_job(FAULTS))

    storm = place.kept[-1]
    assert len(place.kept) == 2
    assert f"#{own.number}" in (storm.body or "")
    assert "test_0`" not in (storm.body or "").partition("Related issues")[0]


async def test_one_cause_behind_most_of_it_is_that_cause_alone(place: Place) -> None:
    await place.configure(SMALL)
    tests = {f"test_{n}": FAULTS[0] for n in range(11)} | {"test_other": FAULTS[1]}
    job = JobScript("test", log="12 failed\n", artifacts={"r": {"a.xml": junit(tests)}})
    await place.ci(job)
    assert not [issue for issue in place.kept if "broken-run" in issue.title]
    assert len(place.kept) == 2


async def test_issues_that_a_storm_would_reopen_stay_closed_behind_it(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n  max_new_per_run: 20\n")
    await place.ci(ci_job(FAULTS[:4], fine=20))
    await place.ci(ci_job((), fine=20))
    assert [issue.state for issue in place.kept] == ["closed"] * 4
    await place.ci(ci_job(FAULTS))

    assert [issue.state for issue in place.kept] == ["closed"] * 4 + ["open"]


async def test_half_of_the_jobs_lost_is_one_issue(place: Place) -> None:
    lost = (
        JobScript("unit", log="##[error]No space left on device\n"),
        JobScript("e2e", log="##[error]The runner has received a shutdown signal.\n"),
        JobScript(
            "api", log="Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n"
        ),
        JobScript("lint", "success", log="fine\n"),
    )
    await place.ci(*lost)
    assert "broken-run-ci" in place.issue.title
    assert "3 of 4 jobs failed without a report" in (place.issue.body or "")


async def test_what_found_no_room_waits_and_is_opened_later(place: Place) -> None:
    await place.configure(SMALL)
    job = ci_job(FAULTS[:4], fine=20)
    await place.ci(job)
    assert len(place.kept) == 2
    held = [e.not_opened for e in (await place.worklog()).entries if e.not_opened]
    day = f"{place.github.clock():%Y-%m-%d}"
    assert held == [f"waits since {day}, as a run opens at most 2 issues"] * 2
    assert len(await place.on.storage.pending(place.repo.id)) == 2

    await place.ci(job)
    assert len(place.kept) == 4
    assert not await place.on.storage.pending(place.repo.id)


async def test_what_waits_and_passes_meanwhile_is_never_opened(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(ci_job(FAULTS[:4], fine=20))
    opened = [issue.number for issue in place.kept]
    await place.ci(ci_job((), fine=20))

    assert [issue.number for issue in place.kept] == opened
    assert not await place.on.storage.pending(place.repo.id)


async def test_what_waits_longest_comes_before_what_is_as_urgent(place: Place) -> None:
    await place.configure(SMALL)
    fine = {f"test_fine_{n}": "" for n in range(20)}

    async def see(faults: Sequence[str]) -> None:
        tests = fine | {f"test_{n}": said for n, said in enumerate(faults)}
        await place.ci(JobScript("test", log="failed\n", artifacts={"r": {"a.xml": junit(tests)}}))

    await see(FAULTS[:3])
    waited = {one.title for one in (await place.on.storage.pending(place.repo.id)).values()}
    await see(FAULTS[:8])

    assert len(waited) == 1
    assert waited <= {issue.title for issue in place.kept}
