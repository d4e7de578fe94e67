"""How passes close an issue and a failure reopens it, through whole runs."""

from dataclasses import replace

from tests.jobs.place import Place, green, place, red

__all__ = ["place"]


async def test_third_pass_closes_with_one_comment(place: Place) -> None:
    await place.ci(green())
    await place.ci(red())
    for passes in (1, 2):
        await place.ci(green())
        assert place.issue.state == "open"
        assert f"{passes} of 3 so far" in (place.issue.body or "")
    sha = await place.ci(green())

    assert (place.issue.state, place.issue.state_reason) == ("closed", "completed")
    (comment,) = place.issue.comments
    assert sha[:7] in comment.body
    assert comment.body.count("/actions/runs/") >= 3
    (check,) = place.github.check_runs(place.repo, sha)
    assert check.conclusion == "success"


async def test_failure_after_the_closing_reopens_the_same_issue(place: Place) -> None:
    await place.ci(red())
    for _ in range(3):
        await place.ci(green())
    number = place.issue.number
    sha = await place.ci(red())

    assert (place.issue.number, place.issue.state) == (number, "open")
    assert len(place.issue.comments) == 2
    assert sha[:7] in place.issue.comments[1].body


async def test_failure_between_the_passes_starts_the_count_over(place: Place) -> None:
    for job in (red(), green(), green(), red(), green(), green()):
        await place.ci(job)

    assert place.issue.state == "open"
    assert "2 of 3 so far" in (place.issue.body or "")


async def test_failure_long_after_the_closing_opens_an_issue_that_names_the_old(
    place: Place,
) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n  reopen_within_days: 2\n")
    await place.ci(red())
    await place.ci(green())
    for _ in range(3):
        await place.ci(green())
    await place.ci(red())

    old, new = place.kept
    assert (old.state, new.state) == ("closed", "open")
    assert f"#{old.number}" in (new.body or "")


WARNED = "/srv/a.py:2: DeprecationWarning: shared.logging is deprecated, use shared.log\n1 passed\n"


async def test_warning_closes_only_when_the_green_log_was_read_without_it(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red(log=f"{WARNED}1 failed\n"))
    warning = next(i for i in place.kept if "warning" in i.title)
    await place.ci(green(log=WARNED))
    assert warning.state == "open"
    await place.ci(replace(green(), log=None))
    assert warning.state == "open"
    await place.ci(green(log="1 passed\n"))

    assert warning.state == "closed"
