"""The check run of pull requests and merge queues: what failed, sorted for who reads it."""

from collections.abc import Mapping

from bot.demo.github.state.actions import Run
from bot.demo.github.state.checks import CheckRun
from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from bot.model.history import TestHistory
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

TAX = "ZeroDivisionError: division by zero in the tax table"
STOCK = "ConnectionResetError: the stock service hung up"
NAME = "AttributeError: 'Cart' object has no attribute 'owner'"
WORDLESS = "AssertionError: assert False"
NO_DOCKER = (
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. "
    "Is the docker daemon running?\n##[error]Process completed with exit code 1.\n"
)
NO_WORDS = "working\n##[error]Process completed with exit code 1.\n"


def suite(*said: str) -> JobScript:
    """A job whose tests end so, each in its place; an empty one passes."""
    rows = {f"test_{n}": text for n, text in enumerate(said, start=1)}
    end = "failure" if any(said) else "success"
    report = {"junit.xml": junit({**rows, "test_look": ""})}
    return JobScript("test", end, log="tests ran\n", artifacts={"report": report})


async def opened(place: Place, branch: str = "topic") -> Issue:
    """A pull request from a branch of the repository."""
    await place.github.world.push(place.repo, {"b.py": branch}, branch=branch)
    return await place.github.world.open_pull(place.repo, branch)


async def forked(place: Place, branch: str) -> Issue:
    """A pull request from a stranger's branch."""
    fork = await place.github.world.fork(place.repo, "reader")
    await place.github.world.push(fork, {"b.py": ""}, branch=branch, author="reader")
    return await place.github.world.open_pull(place.repo, branch, by="reader", from_fork=fork)


def shown(place: Place, sha: str) -> CheckRun:
    """The one check run of a commit."""
    (check,) = place.github.check_runs(place.repo, sha)
    return check


def rows(check: CheckRun) -> dict[str, str]:
    """The rows of its table by their first cell."""
    lines = [line for line in (check.summary or "").splitlines() if line.startswith("| **")]
    return {line.split("**")[1]: line for line in lines}


def newest(place: Place) -> Run:
    return list(place.repo.runs.values())[-1]


async def remembered(place: Place, branch: str = "main") -> Mapping[str, tuple[TestHistory, ...]]:
    path = ".github/workflows/ci.yml"
    return await place.on.storage.history(place.repo.id, path, branch)


async def test_each_failure_of_a_pull_request_is_sorted_with_reason_and_link(place: Place) -> None:
    await place.ci(suite("", "", "", ""))
    await place.ci(suite(PRICE, TAX, STOCK, ""))
    await place.ci(suite(PRICE, "", STOCK, ""), attempt_of=newest(place))  # test_2 is flaky
    await place.ci(suite(PRICE, "", "", ""))  # test_3 passes, its issue waits for more
    assert len(place.kept) == 3, [i.title for i in place.kept]

    pull = await opened(place)
    sha = await place.ci(
        suite(PRICE, TAX, STOCK, NAME),
        JobScript("image", log=NO_DOCKER),
        pull_request=pull,
    )

    check = shown(place, sha)
    assert check.conclusion == "neutral"
    assert check.title == "1 new, 1 known, 1 flaky, 1 broken on the base, 1 infrastructure"
    found = rows(check)
    assert "owner" in found["New in this change"]
    assert "passes on main, last in run" in found["New in this change"]
    for sort, word in (("Known", "reset"), ("Flaky", "zero"), ("Broken on the base", "price")):
        (issue,) = (i for i in place.kept if word in i.title)
        assert f"| #{issue.number} |" in found[sort]
        assert "/actions/runs/" in found[sort]
    assert "it failed last on main too, in run" in found["Broken on the base"]
    assert "outside the code" in found["Infrastructure"]


async def test_attempt_that_turns_green_rewrites_the_check_run(place: Place) -> None:
    pull = await opened(place)
    sha = await place.ci(red(), pull_request=pull)
    before = shown(place, sha)
    assert (before.title, before.conclusion) == ("1 new", "neutral")
    await place.ci(green(), attempt_of=newest(place))

    after = shown(place, sha)
    assert after.id == before.id
    assert after.conclusion == "success"
    assert after.title == "Nothing failed: 2 tests passed in 1 suite."


async def test_check_run_that_would_say_the_same_is_not_written(place: Place) -> None:
    pull = await opened(place)
    sha = await place.ci(red(), pull_request=pull)
    await place.ci(red(), attempt_of=newest(place))

    assert place.asked("/check-runs", method="POST") == 1
    assert place.asked("/check-runs/", method="PATCH") == 0
    await place.ci(red(PRICE, TAX), attempt_of=newest(place))

    assert place.asked("/check-runs/", method="PATCH") == 1
    assert shown(place, sha).title == "2 new"


async def test_green_pull_request_gets_no_check_run(place: Place) -> None:
    pull = await opened(place)
    sha = await place.ci(green(), pull_request=pull)

    assert place.github.check_runs(place.repo, sha) == []


async def test_workflow_that_passes_does_not_hide_what_failed_in_another(place: Place) -> None:
    pull = await opened(place)
    sha = await place.ci(red(), pull_request=pull)
    await place.ci(green(), pull_request=pull, workflow="Lint")

    assert (shown(place, sha).title, shown(place, sha).conclusion) == ("1 new", "neutral")
    await place.ci(red(TAX), pull_request=pull, workflow="Nightly")

    assert shown(place, sha).title == "2 new"


async def test_push_that_passes_does_not_hide_that_its_pull_request_failed(place: Place) -> None:
    pull = await opened(place)
    sha = await place.ci(red(), pull_request=pull)
    await place.ci(green(), sha=sha, branch="topic")

    assert (shown(place, sha).title, shown(place, sha).conclusion) == ("1 new", "neutral")


async def test_pass_of_the_branch_is_no_pass_of_the_merge_that_its_pull_request_tests(
    place: Place,
) -> None:
    await place.ci(green())
    pull = await opened(place)
    sha = await place.ci(green(), sha=pull.pull.head_sha if pull.pull else "", branch="topic")
    await place.ci(red(), pull_request=pull)

    assert shown(place, sha).title == "1 new"


async def test_pull_request_and_fork_change_no_issue_and_no_history(place: Place) -> None:
    await place.ci(green(), green())
    await place.ci(red())
    kept, known = str(place.kept), await remembered(place)
    for pull in (await opened(place), await opened(place, "main2"), await forked(place, "main")):
        for job in (red(PRICE, TAX), green(), green(), green()):
            await place.ci(job, pull_request=pull)

    assert str(place.kept) == kept
    assert await remembered(place) == known
    assert await remembered(place, "topic") == {}


async def test_pull_request_of_the_default_branch_leaves_no_history_there(place: Place) -> None:
    await place.ci(green())
    await place.github.world.push(place.repo, {"b.py": ""}, branch="release")
    known = await remembered(place)
    pull = await place.github.world.open_pull(place.repo, "main")
    assert pull.pull is not None
    pull.pull.base_branch = "release"
    sha = await place.ci(red(), pull_request=pull)

    assert await remembered(place) == known
    assert "no result of it on release so far" in place.check_text(sha)


async def test_strangers_branch_named_main_is_not_main(place: Place) -> None:
    await place.ci(green())
    sha = await place.ci(red(), pull_request=await forked(place, "main"))

    assert place.kept == []
    assert shown(place, sha).title == "1 new"
    assert "passes on main" in place.check_text(sha)
    assert "Not seen passing on main" not in place.check_text(sha)


async def test_report_of_a_fork_that_unpacks_to_very_much_is_named_and_left(place: Place) -> None:
    bomb = {"junit.xml": b"<testsuite>" + b" " * 60_000_000}
    job = JobScript("test", log=NO_WORDS, artifacts={"report": bomb})
    sha = await place.ci(job, pull_request=await forked(place, "topic"))

    assert place.kept == []
    assert "junit.xml" in place.check_text(sha)
    assert shown(place, sha).conclusion == "neutral"


async def test_words_that_any_failing_test_prints_make_nothing_known_or_flaky(
    place: Place,
) -> None:
    await place.ci(suite(""))
    await place.ci(suite(WORDLESS))
    await place.ci(suite(""), attempt_of=newest(place))
    assert "-flaky-" in place.issue.title
    sha = await place.ci(suite(WORDLESS), pull_request=await opened(place))

    check = shown(place, sha)
    assert check.title == "1 new"
    assert "too common" in rows(check)["New in this change"]


async def test_line_that_ends_any_failing_log_is_unclassified(place: Place) -> None:
    await place.ci(JobScript("deploy", log=NO_WORDS))
    sha = await place.ci(JobScript("deploy", log=NO_WORDS), pull_request=await opened(place))

    check = shown(place, sha)
    assert check.title == "1 unclassified"
    assert "shows only that it failed" in rows(check)["Unclassified"]
    assert "/job/" in rows(check)["Unclassified"]


async def test_test_that_fails_on_the_base_for_another_cause_is_broken_there(place: Place) -> None:
    await place.ci(suite(""))
    await place.ci(suite(PRICE))
    sha = await place.ci(suite(TAX), pull_request=await opened(place))

    check = shown(place, sha)
    assert check.title == "1 broken on the base"
    assert f"#{place.issue.number}" in rows(check)["Broken on the base"]


async def test_new_cause_in_a_flaky_test_is_new(place: Place) -> None:
    await place.ci(suite(""))
    await place.ci(suite(PRICE))
    await place.ci(suite(""), attempt_of=newest(place))
    await place.ci(suite(PRICE))
    sha = await place.ci(suite(TAX), pull_request=await opened(place))

    assert shown(place, sha).title == "1 new"


async def test_merge_queue_is_measured_by_the_branch_it_merges_into(place: Place) -> None:
    await place.ci(suite("", ""))
    await place.ci(suite(PRICE, ""))
    known, first = await remembered(place), place.issue
    queue = "gh-readonly-queue/main/pr-9-0123abc"
    sha = await place.ci(suite(PRICE, TAX), event="merge_group", branch=queue)

    assert shown(place, sha).title == "1 new, 1 broken on the base"
    (second,) = (issue for issue in place.kept if issue.number != first.number)
    assert "-regression-" in second.title
    assert f"#{second.number}" in rows(shown(place, sha))["New in this change"]
    assert await remembered(place) == known


async def test_pull_request_with_failures_costs_at_most_seven_requests(place: Place) -> None:
    await place.ci(green())
    await place.ci(red())
    pull = await opened(place)
    await place.ci(green(), pull_request=pull)  # token and config are asked for once an hour
    before = len(place.github.requests)
    await place.github.world.run(place.repo, jobs=[red(PRICE, TAX)], pull_request=pull)
    await place.work()

    made = [r for r in place.github.requests[before:] if r.origin == "api"]
    assert len(made) <= 7, [f"{r.method} {r.path}" for r in made]
