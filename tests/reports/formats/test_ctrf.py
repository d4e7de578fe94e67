"""CTRF: statuses, attempts, and names of several writers."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*tests: object, **summary: object) -> dict[str, object]:
    return {"results": {"tool": {"name": "shop"}, "summary": summary, "tests": tests}}


@pytest.mark.parametrize(
    "one, letter",
    [
        ({"status": "passed"}, "p"),
        ({"status": "failed"}, "f"),
        ({"status": "skipped"}, "s"),
        ({"status": "pending"}, "s"),
        ({"status": "other", "rawStatus": "todo"}, "s"),
        ({"status": "other", "rawStatus": "broken"}, "e"),
        ({"status": "failed", "rawStatus": "setup_failed"}, "e"),
        ({"status": "failed", "rawStatus": "timedOut"}, "f"),
    ],
)
def test_outcome(one: dict[str, object], letter: str) -> None:
    assert outcomes(document({"name": "a", **one})) == letter


def test_all_that_a_test_says_is_kept() -> None:
    case = only(
        document(
            {
                "name": "adds",
                "suite": ["cart", "sums"],
                "status": "failed",
                "duration": 1500,
                "filePath": "cart.ts",
                "line": 7,
                "browser": "chrome",
                "message": "TypeError: no",
                "trace": "at add (cart.ts:3:1)",
                "stdout": ["one", "two"],
            }
        )
    )
    assert (case.id, case.file, case.line) == ("cart > sums::adds", "cart.ts", 7)
    assert (case.type, case.message, case.seconds) == ("TypeError", "TypeError: no", 1.5)
    assert case.trace == "TypeError: no\nat add (cart.ts:3:1)"
    assert (case.output, case.scope) == ("one\ntwo", "chrome")


def test_node_ids_of_pytest_are_named_as_in_its_junit_report() -> None:
    case = only(
        document(
            {
                "name": "tests/test_a.py::T::test_b",
                "filePath": "tests/test_a.py",
                "status": "passed",
            }
        )
    )
    assert case.id == "tests.test_a.T::test_b"


@pytest.mark.parametrize(
    "one, tries",
    [
        pytest.param({"retries": 0, "flaky": False}, "", id="no retry"),
        pytest.param({"retries": 1, "flaky": True}, "fp", id="attempts are not told"),
        pytest.param(
            {"retries": 1, "retryAttempts": [{"status": "failed"}]}, "fp", id="the one before"
        ),
        pytest.param(
            {"retries": 1, "retryAttempts": [{"status": "failed"}, {"status": "passed"}]},
            "fp",
            id="all of them",
        ),
        pytest.param({"retryAttempts": [{"status": "passed"}]}, "", id="only the last"),
    ],
)
def test_attempts_are_tries(one: dict[str, object], tries: str) -> None:
    case = only(document({"name": "a", "status": "passed", **one}))
    assert "".join(one.outcome.value[0] for one in case.tries) == tries


def test_equal_names_are_different_tests() -> None:
    tests = [{"name": "a", "status": status} for status in ("failed", "passed")]
    assert outcomes(document(*tests)) == "fp"


def test_summary_that_contradicts_the_tests_is_said() -> None:
    found = written(document({"name": "a", "status": "passed"}, failed=2))
    assert found.problems == ("junit.xml counts 2 failures, but shows no test as failed.",)


def test_missing_status_is_said() -> None:
    found = written(document({"name": "a"}))
    assert found.count(Outcome.SKIPPED) == 1
    assert "gives no status to `a`" in found.problems[0]
