"""The samples of line formats, held against the totals that the tools themselves wrote in them."""

import json
import re

import pytest

from bot.model.names import Outcome
from tests.reports.make import report
from tests.reports.samples import DATA

LINES = DATA / "lines"


def total(name: str, word: str) -> int:
    """A total at the end of a TAP stream: `# pass 3`."""
    found = re.search(rf"^# {word}\s+(\d+)$", (LINES / name).read_text("utf-8"), re.M)
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize("name, excused", [("tape.tap", 0), ("ava.tap", 1)])
def test_flat_stream_has_as_many_failures_as_its_tool_counts(name: str, excused: int) -> None:
    # Ava counts its todo among the failures of the summary, though not for its exit status.
    found = report((LINES / name).read_bytes())
    assert found.count(Outcome.FAILURE) + excused == total(name, "fail")


def test_node_counts_parents_of_subtests_as_we_do_not() -> None:
    found = report((LINES / "node.tap").read_bytes())
    parents = 1  # `nest`; suites are no tests for Node either, and `emptied` is an error here
    assert found.tests - 1 == total("node.tap", "tests") - parents
    assert found.count(Outcome.PASSED) == total("node.tap", "pass")
    assert found.count(Outcome.SKIPPED) == total("node.tap", "skipped") + total("node.tap", "todo")


@pytest.mark.parametrize("name", ["cargo.jsonl", "nextest.jsonl"])
def test_binaries_of_rust_have_the_totals_of_their_suites(name: str) -> None:
    ended = {"passed": 0, "failed": 0, "ignored": 0}
    for line in (LINES / name).read_text("utf-8").split("\n"):
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("type") == "suite" and "passed" in event:
            ended = {key: value + event[key] for key, value in ended.items()}
    found = report((LINES / name).read_bytes())
    assert found.count(Outcome.SKIPPED) == ended["ignored"]
    assert found.count(Outcome.FAILURE) == ended["failed"]
    assert found.count(Outcome.PASSED) == ended["passed"]


def test_plan_of_a_flat_stream_is_the_number_of_its_tests() -> None:
    for name in ("bats.tap", "bats-13.tap", "mocha.tap", "mocha-13.tap", "tape.tap", "ava.tap"):
        plan = re.search(r"^1\.\.(\d+)$", (LINES / name).read_text("utf-8"), re.M)
        assert plan is not None
        assert report((LINES / name).read_bytes()).tests == int(plan[1]), name


def test_reportlog_and_service_messages_of_one_run_name_the_same_tests() -> None:
    log = report((LINES / "pytest-reportlog.jsonl").read_bytes())
    messages = report((LINES / "pytest.teamcity").read_bytes())
    named = {case.id.replace("[", "(").replace("]", ")") for case in log.cases}
    assert {case.id for case in messages.cases} - named == {"tests.test_import::top_level_collect"}
    assert log.tests == messages.tests
