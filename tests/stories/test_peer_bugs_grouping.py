"""Bugs of other bots, replayed: what belongs together is one issue, what does not is not."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]


def suites(*reports: bytes) -> JobScript:
    """A red job with several reports."""
    files = {f"junit-{n}.xml": content for n, content in enumerate(reports)}
    return replace(red(), artifacts={"report": files})


def one_suite(tests: Mapping[str, str], file: str = "tests/test_shop.py") -> JobScript:
    return suites(junit(tests, file=file))


async def test_full_disk_that_breaks_26_suites_is_one_issue(place: Place) -> None:
    """Bug 9: one full disk made 26 issues."""
    reports = [
        junit(
            {f"test_{n}": f"OSError: [Errno 28] No space left on device: '/tmp/run{n}/cache.db'"},
            file=f"tests/part{n}/test_area_{n}.py",
        )
        for n in range(26)
    ]
    await place.ci(suites(*reports))

    assert len(place.kept) == 1
    assert "26" in (place.issue.body or "")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Process completed with exit code 1.", id="exit code"),
        pytest.param("Test timed out after 5000 ms", id="timeout"),
        pytest.param("Command failed with exit code 2", id="command failed"),
        pytest.param("Killed", id="killed"),
        pytest.param("AssertionError", id="bare assertion"),
    ],
)
async def test_line_that_anything_may_print_joins_no_unrelated_tests(
    place: Place, said: str
) -> None:
    """Bug 15: a generic line in the log was taken for the same failure."""
    one = junit({"test_login": said}, file="tests/test_accounts.py")
    two = junit({"test_ship": said}, file="tests/test_parcels.py")
    await place.ci(suites(one, two))

    assert len(place.kept) == 2
    assert not any("-flaky-" in issue.title for issue in place.kept)


async def test_generic_line_of_one_test_does_not_join_its_other_failure(place: Place) -> None:
    """Bug 15, over time: the issue of a timeout swallows no real error of another test."""
    await place.ci(one_suite({"test_login": "Test timed out after 5000 ms", "test_ship": ""}))
    await place.ci(one_suite({"test_login": "", "test_ship": "Test timed out after 5000 ms"}))

    assert len(place.kept) == 2


async def test_numbers_that_say_what_went_wrong_keep_failures_apart(place: Place) -> None:
    """Bug 16: `expected 3 got 4` and `expected 200 got 500` were masked to the same text."""
    said = {"test_count": "expected 3 got 4", "test_status": "expected 200 got 500", "test_ok": ""}
    await place.ci(suites(junit(said).replace(b":7: Error", b":19: Error", 1)))

    assert len(place.kept) == 2


async def test_numbers_that_change_with_every_run_do_not_split_a_failure(place: Place) -> None:
    """Bug 16, the other half: ids, times, ports and lines are no part of the cause."""
    said = (
        "ConnectionError: 10.0.0.{0}:5{0}432 refused request "
        "6b1f{0}c9e-7a0b-4d5e-9f1a-2c3d4e5f6a7{0} at 2025-09-1{0}T12:0{0}:00Z"
    )
    for n in (1, 2, 3):
        await place.ci(red(said.format(n)))

    assert len(place.kept) == 1


async def test_parent_of_a_failed_go_subtest_is_not_filed_again(place: Place) -> None:
    """Bug 17: parent and child of one failure made two issues."""
    stem: dict[str, object] = {"Package": "example.test/shop/cart", "Time": "2025-09-14T12:00:00Z"}
    rows: list[dict[str, object]] = [
        {"Action": "run", "Test": "TestCart"},
        {"Action": "run", "Test": "TestCart/empty"},
        {
            "Action": "output",
            "Test": "TestCart/empty",
            "Output": "    cart_test.go:9: got 3 apples, want none\n",
        },
        {
            "Action": "output",
            "Test": "TestCart/empty",
            "Output": "    --- FAIL: TestCart/empty (0.00s)\n",
        },
        {"Action": "fail", "Test": "TestCart/empty", "Elapsed": 0.0},
        {"Action": "output", "Test": "TestCart", "Output": "--- FAIL: TestCart (0.00s)\n"},
        {"Action": "fail", "Test": "TestCart", "Elapsed": 0.0},
        {"Action": "fail", "Elapsed": 0.1},
    ]
    text = "".join(json.dumps({**stem, **row}) + "\n" for row in rows)
    await place.ci(replace(red(), artifacts={"report": {"go.json": text.encode()}}))

    assert "TestCart/empty" in (place.issue.body or "")
    assert "got 3 apples, want none" in (place.issue.body or "")


async def test_failure_on_two_branches_has_a_state_for_each_and_one_issue(place: Place) -> None:
    """Bug 18: the fix on one branch closed the issue of the other, or there were two unlinked."""
    await place.configure(
        "version: 1\nbranches: [default, 'release/*']\nissues:\n  close_after_passes: 2\n"
    )
    await place.ci(red())
    await place.ci(red(), branch="release/2")
    for _ in range(3):
        await place.ci(green())
    assert place.issue.state == "open"
    assert "release/2" in (place.issue.body or "")
    for _ in range(2):
        await place.ci(green(), branch="release/2")

    assert place.issue.state == "closed"


async def test_case_that_failed_and_then_passed_in_one_report_opens_nothing(place: Place) -> None:
    """Bug 26: the first of two results for one test counted as a failure."""
    case = "<testcase classname='shop' file='tests/test_shop.py' name='test_1'>"
    xml = (
        f"<testsuite name='pytest'>{case}<failure message='{ZERO}'/></testcase>"
        f"{case}</testcase></testsuite>"
    )
    await place.ci(replace(green(), artifacts={"report": {"junit.xml": xml.encode()}}))

    assert place.kept == []


@pytest.mark.parametrize("element", ["flakyFailure", "flakyError"])
async def test_retry_that_the_report_itself_tells_of_opens_nothing(
    place: Place, element: str
) -> None:
    """Bug 26, as build tools write it."""
    xml = (
        "<testsuite name='shop.CartTest' tests='1'><testcase classname='shop.CartTest' "
        f"name='empties' time='1'><{element} message='{ZERO}' type='java.lang.AssertionError'>"
        f"{ZERO}</{element}></testcase></testsuite>"
    )
    await place.ci(replace(green(), artifacts={"report": {"junit.xml": xml.encode()}}))

    assert place.kept == []


ZERO = "ZeroDivisionError: division by zero"


async def test_two_causes_of_one_test_are_two_issues_and_the_second_is_news(place: Place) -> None:
    """Bug 18 and 26 together: another cause of a test that is known already is not swallowed."""
    await place.ci(one_suite({"test_1": PRICE, "test_2": ""}))
    await place.ci(one_suite({"test_1": ZERO, "test_2": ""}))

    assert len(place.kept) == 2
    assert ZERO in (place.kept[1].body or "")
