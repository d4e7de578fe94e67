"""The whole pipeline of a finished run, from its webhook to what GitHub shows."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.github.world.runs import JobScript
from bot.model.job import AnalyzeRun
from bot.webhook.routes import job_of
from tests.jobs.place import PRICE, Place, green, junit, opened, place, red

__all__ = ["place"]

EVIDENCE = ("/artifacts", "/jobs", "/logs")
# Words that have nothing in common, or they would be taken for one cause.
CAUSES = (
    "KeyError: 'price'",
    "ZeroDivisionError: division by zero",
    "TimeoutError: the cart did not answer",
    "AttributeError: 'Basket' object has no attribute 'empty'",
    "PermissionError: [Errno 13] Permission denied: 'receipt'",
    "assert 'blue' in color_names()",
    "RecursionError: maximum recursion depth exceeded",
)


def last_run(place: Place) -> AnalyzeRun:
    """The job of the newest finished run."""
    jobs = (job_of(d.event, json.loads(d.payload)) for d in reversed(place.github.deliveries))
    return next(job for job in jobs if isinstance(job, AnalyzeRun))


def fetched(place: Place) -> list[str]:
    return [r.path for r in place.github.requests if any(part in r.path for part in EVIDENCE)]


async def test_red_run_opens_one_issue_and_its_check_run_names_it(place: Place) -> None:
    sha = await place.ci(red())

    assert place.issue.title.startswith("failing-test-new-")
    assert PRICE in (place.issue.body or "")
    assert f"#{place.issue.number}" in place.check_text(sha)
    assert [entry.number for entry in (await place.worklog()).entries] == [place.issue.number]


async def test_green_run_of_a_repository_without_issues_writes_nothing(place: Place) -> None:
    await place.ci(green())

    assert place.writes_on_github() == []
    assert (await place.worklog()).entries == ()


async def test_unwatched_workflow_fetches_and_writes_nothing(place: Place) -> None:
    await place.configure("version: 1\nworkflows: [Nightly]\n")
    before = len(place.writes_on_github())
    sha = await place.ci(red())

    assert fetched(place) == []
    assert place.writes_on_github()[before:] == []
    assert place.github.check_runs(place.repo, sha) == []
    assert await place.on.storage.worklog_for(place.repo.id) is None


async def test_cancelled_run_fetches_and_opens_nothing(place: Place) -> None:
    await place.ci(red(), conclusion="cancelled")

    assert fetched(place) == []
    assert place.writes_on_github() == []


async def test_red_pull_request_opens_nothing_and_writes_a_check_run(place: Place) -> None:
    await place.github.world.push(place.repo, {"b.py": ""}, branch="topic")
    pull = await place.github.world.open_pull(place.repo, "topic")
    sha = await place.ci(red(), pull_request=pull)

    assert place.kept == []
    assert "pull requests open no issues" in place.check_text(sha)


async def test_red_run_of_a_fork_opens_nothing(place: Place) -> None:
    fork = await place.github.world.fork(place.repo, "reader")
    await place.github.world.push(fork, {"b.py": ""}, branch="topic", author="reader")
    pull = await place.github.world.open_pull(place.repo, "topic", by="reader", from_fork=fork)
    sha = await place.ci(red(), pull_request=pull, event="push")

    assert place.kept == []
    assert "runs of forks open no issues" in place.check_text(sha)


async def test_failure_on_a_pull_request_does_not_count_for_the_branch(place: Place) -> None:
    await place.ci(red())
    before = place.issue.body
    await place.github.world.push(place.repo, {"b.py": ""}, branch="topic")
    pull = await place.github.world.open_pull(place.repo, "topic")
    sha = await place.ci(red(), pull_request=pull)

    assert place.issue.body == before
    assert f"#{place.issue.number}" in place.check_text(sha)


async def test_dry_run_writes_nothing_to_github(github: FakeGitHub, tmp_path: Path) -> None:
    async with opened(github, tmp_path, GARDENER_DRY_RUN="true") as place:
        issue = await github.world.open_issue(place.repo, by="alice")
        await place.ci(red())
        await place.writes("/gardener help", by="alice", number=issue.number)
        await place.configure("version: 7\n")

        assert place.writes_on_github() == []
        assert len((await place.worklog()).entries) == 1


async def test_preview_writes_a_check_run_and_no_issue(place: Place) -> None:
    await place.configure("version: 1\nmode: preview\n")
    sha = await place.ci(red())

    assert place.kept == []
    assert "would open: failing-test-new-" in place.check_text(sha)


async def test_run_without_its_payload_is_asked_for(place: Place) -> None:
    await place.ci(red())
    job = last_run(place)
    before = place.asked(f"/runs/{job.run_id}/attempts/1")
    await place.do(replace(job, run=None))

    # One is for the run itself; the others are its jobs.
    assert place.asked(f"/runs/{job.run_id}/attempts/1") == before + 2
    assert len(place.kept) == 1


async def test_same_run_analyzed_twice_changes_nothing_more(place: Place) -> None:
    await place.ci(red(), red("ZeroDivisionError: division by zero"))
    before = [(i.number, i.title, i.body, i.edits, len(i.comments)) for i in place.kept]
    checks = len(place.repo.check_runs)
    tests = await place.on.storage.history(
        place.repo.id, ".github/workflows/ci.yml", "main", tests=None
    )
    await place.do(last_run(place))

    assert [(i.number, i.title, i.body, i.edits, len(i.comments)) for i in place.kept] == before
    assert len(place.repo.check_runs) == checks
    assert tests == await place.on.storage.history(
        place.repo.id, ".github/workflows/ci.yml", "main", tests=None
    )


async def test_same_failure_on_the_next_commit_edits_and_notifies_nobody(place: Place) -> None:
    await place.ci(red())
    before = place.issue.body
    await place.ci(red())

    assert place.issue.body != before
    assert place.issue.comments == []


async def test_run_opens_no_more_than_the_config_says_and_lists_the_rest(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  max_new_per_run: 2\n")
    sha = await place.ci(red(*CAUSES[:5]))

    assert len(place.kept) == 2
    entries = (await place.worklog()).entries
    assert [bool(e.number) for e in entries] == [True, True, False, False, False]
    assert all("at most 2 issues" in e.not_opened for e in entries[2:])
    assert 'gardener_suppressed_total{reason="limit"} 3.0' in place.metrics.text().decode()
    assert "at most 2 issues" in place.check_text(sha)


async def test_what_was_held_back_is_opened_by_the_next_run(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  max_new_per_run: 2\n")
    for _ in range(3):
        await place.ci(red(*CAUSES[:5]))

    assert len(place.kept) == 5


async def test_suite_that_breaks_in_many_ways_becomes_one_issue(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  umbrella_at: 5\n")
    await place.ci(red(*CAUSES[:6]))

    assert "many-failures" in place.issue.title
    assert all(f"test_{n}" in (place.issue.body or "") for n in range(1, 7))


async def test_cause_that_joins_a_broken_suite_opens_no_issue_of_its_own(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  umbrella_at: 5\n")
    await place.ci(red(*CAUSES[:6]))
    await place.ci(red(*CAUSES))

    assert "many-failures" in place.issue.title
    assert "test_7" in (place.issue.body or "")


async def test_umbrella_closes_when_the_whole_suite_passes(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  umbrella_at: 5\n  close_after_passes: 1\n")
    await place.ci(red(*CAUSES[:6]))
    await place.ci(green(5))
    assert place.issue.state == "open"
    await place.ci(green(6))

    assert place.issue.state == "closed"


async def test_broken_report_is_named_and_the_others_are_read(place: Place) -> None:
    files = {"junit.xml": junit({"test_1": PRICE}), "other.xml": b"<testsuite><testcase"}
    sha = await place.ci(JobScript("test", log="1 failed\n", artifacts={"report": files}))

    assert len(place.kept) == 1
    assert any("other.xml" in problem for problem in (await place.worklog()).problems)
    assert "other.xml" in place.check_text(sha)


async def test_two_workflows_of_a_commit_share_one_check_run(place: Place) -> None:
    sha = await place.ci(red())
    await place.ci(red("ZeroDivisionError: division by zero"), workflow="Nightly", sha=sha)

    text = place.check_text(sha)
    assert PRICE in text
    assert "ZeroDivisionError" in text


@pytest.mark.parametrize("output, shown", [("full", True), ("redacted", True), ("none", False)])
async def test_output_none_quotes_no_test_output_anywhere(
    place: Place, output: str, shown: bool
) -> None:
    await place.configure(f"version: 1\noutput: {output}\n")
    await place.ci(red("KeyError: 'zebra stripes'"))
    check = place.github.check_runs(place.repo, place.repo.head)[-1]

    assert ("zebra stripes" in (place.issue.body or "")) is shown
    assert ("zebra stripes" in f"{check.title} {check.summary} {check.text}") is shown
    assert ("zebra stripes" in str(await place.worklog())) is shown


async def test_failed_and_passed_at_one_commit_is_flaky(place: Place) -> None:
    sha = await place.ci(red())
    await place.ci(green(), sha=sha, attempt_of=next(iter(place.repo.runs.values())))

    assert place.issue.title.startswith("failing-test-flaky-")
    assert place.issue.state == "open"


async def test_changes_are_counted(place: Place) -> None:
    await place.ci(red())

    figures = place.metrics.text().decode()
    assert 'gardener_issue_changes_total{kind="open",outcome="done"} 1.0' in figures
    assert 'gardener_issue_changes_total{kind="check",outcome="done"} 1.0' in figures
