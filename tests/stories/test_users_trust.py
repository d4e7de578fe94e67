"""What users ask of every red run: that it is seen, filed from the right place, and can be acted on.

The numbers are those of the list of users' pains.
"""

from dataclasses import replace

import pytest

from bot.demo.github.world.runs import JobScript, RunScript
from tests.jobs.place import Place, green, junit, place, red

__all__ = ["place"]

QUEUE = "gh-readonly-queue/main/pr-7-a1b2c3"
FILED = ("push", "schedule", "workflow_dispatch")
NEVER_FILED = ("pull_request", "pull_request_target")
ENDS = {
    "failure": True,
    "timed_out": True,
    "cancelled": False,
    "skipped": False,
    "action_required": False,
    "neutral": False,
    "stale": False,
}


@pytest.mark.parametrize("ended", ENDS)
@pytest.mark.parametrize("event", FILED)
async def test_only_a_run_that_ended_red_opens_an_issue(
    place: Place, event: str, ended: str
) -> None:
    """Pain 14: event by conclusion, on the default branch."""
    await place.ci(red(), event=event, conclusion=ended)
    assert bool(place.kept) is ENDS[ended]


@pytest.mark.parametrize("ended", ["failure", "timed_out"])
@pytest.mark.parametrize("is_fork", [False, True], ids=["own branch", "fork"])
@pytest.mark.parametrize("event", NEVER_FILED)
async def test_pull_request_opens_nothing_and_says_it_in_the_check(
    place: Place, event: str, ended: str, is_fork: bool
) -> None:
    """Pain 14: whoever the change is from, and however it ended."""
    world, repo, fork = place.github.world, place.repo, None
    if is_fork:
        fork = await world.fork(repo, "reader")
    await world.push(fork or repo, {"b.py": ""}, branch="topic", author="reader")
    pull = await world.open_pull(repo, "topic", by="reader", from_fork=fork)
    how = RunScript(pull_request=pull, event=event, conclusion=ended)
    await place.ci(red(), **how)

    assert place.kept == []
    assert not [i for i in repo.issues.values() if i.pull is None]
    assert place.asked("/check-runs", method="POST") <= 1


async def test_feature_branch_opens_nothing(place: Place) -> None:
    """Pain 14: only watched branches are filed."""
    await place.ci(red(), branch="feature")
    assert place.kept == []


async def test_merge_queue_files_for_the_branch_it_merges_into(place: Place) -> None:
    """Pain 14: what a queue finds is broken where it wanted to go."""
    await place.ci(red(), branch=QUEUE, event="merge_group")
    assert place.issue.state == "open"


def reports(**files: bytes) -> JobScript:
    """A job that failed with these reports, under a log that says only that."""
    held = {name.replace("_", "."): data for name, data in files.items()}
    log = "working\n##[error]Process completed with exit code 1.\n"
    return JobScript("test", log=log, artifacts={"report": held})


TRX_ABORTED = b"""<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
<ResultSummary outcome="Failed"><RunInfos><RunInfo outcome="Error">
<Text>The active test run was aborted. Reason: Test host process crashed</Text>
</RunInfo></RunInfos></ResultSummary></TestRun>"""


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(
            JobScript("test", log="tests/a.py ....\nSegmentation fault (core dumped)\n"),
            id="segmentation fault",
        ),
        pytest.param(
            JobScript("test", log="##[error]Process completed with exit code 137.\n"),
            id="out of memory",
        ),
        pytest.param(
            JobScript(
                "test",
                log="npm ERR! 404 Not Found - GET https://registry.example/left\n",
                failed_steps=("Set up job",),
            ),
            id="set-up",
        ),
        pytest.param(JobScript("test", log=None), id="no log at all"),
        pytest.param(JobScript("test", log=""), id="empty log"),
        pytest.param(reports(junit_xml=b"<testsuite name='a'><testcase name='b"), id="cut off"),
        pytest.param(reports(run_trx=TRX_ABORTED), id="aborted test host"),
        pytest.param(reports(), id="empty archive"),
        pytest.param(reports(junit_xml=b"<testsuite name='a' tests='0'/>"), id="no tests in it"),
        pytest.param(
            replace(reports(), artifacts={"report": {"x.zip": b"PK\3\4 this is no archive"}}),
            id="broken archive",
        ),
    ],
)
async def test_job_that_fails_without_a_readable_report_is_seen(
    place: Place, job: JobScript
) -> None:
    """Pain 11: a crash, and whatever cannot be read, is an issue and a check run, never silence."""
    sha = await place.ci(job, JobScript("lint", "success", log="fine\n"))

    assert place.issue.state == "open"
    assert "test" in (place.issue.body or "")
    assert f"#{place.issue.number}" in place.check_text(sha)


async def test_run_that_never_started_is_seen(place: Place) -> None:
    """Pain 1: a workflow that GitHub could not start has no job that could tell of it."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    for _ in range(2):
        await place.ci(conclusion="startup_failure")
    assert place.issue.state == "open"
    assert "ended as startup_failure" in (place.issue.body or "")
    await place.ci(green())

    assert place.issue.state == "closed"


async def test_log_that_is_lost_once_makes_no_second_issue_of_one_cause(place: Place) -> None:
    """Pain 3 and 11: the run before said what is broken, this one cannot."""
    await place.ci(red())
    sha = await place.ci(JobScript("test", log=None))

    assert place.issue.state == "open"
    assert "The log of the job test is gone" in place.check_text(sha)


async def test_reader_sees_without_a_click_what_it_takes_to_act(place: Place) -> None:
    """Pain 6: test, place, error, trace, commits, legs, count, how to run it, and the job."""
    good = await place.ci(green())
    bad = await place.ci(red())
    last = await place.ci(red())
    body = place.issue.body or ""

    for part in (
        "test_1",
        "KeyError: 'price'",
        f"/blob/{last}/tests/test_shop.py#L7",
        "tests/test_shop.py:7: Error",
        f"/compare/{good}...{bad}",
        "**Seen:** twice",
        "**Jobs:** `report`",
        "pytest tests/test_shop.py::test_1",
        "/actions/runs/",
        "P1 because the test passed before on main",
    ):
        assert part in body, f"{part} is missing in\n{body}"


TOKENS = (
    "ghp_" + "a1B2c3D4e5" * 4,
    "AKIA" + "Q7RT5XZ2PLMN8VWK",
    "xoxb-" + "123456789012-abcdefABCDEF",
)


async def test_secret_of_a_test_is_nowhere_on_github(place: Place) -> None:
    """Pain 17: not in title, body, comment or check run, whatever part of a report it was in."""
    for token in TOKENS:
        said = f"AuthError: refused {token} for the shop"
        rows = {"test_1": said, f"test_with[{token}]": said}
        script = JobScript(
            "test",
            log=f"export TOKEN={token}\n##[error]refused {token}\n",
            artifacts={"report": {"junit.xml": junit(rows)}},
        )
        await place.ci(script)
    assert place.kept

    sent = b"".join(r.raw for r in place.github.requests if r.method != "GET").decode()
    leaked = [token for token in TOKENS if token in sent]
    assert leaked == []
