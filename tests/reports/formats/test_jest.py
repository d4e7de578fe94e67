"""Jest and Vitest: files that do not load, tries, and what a run says of itself."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*tests: object, status: str = "failed", **more: object) -> dict[str, object]:
    file = {
        "assertionResults": tests,
        "message": "",
        "name": "/shop/cart.test.js",
        "status": status,
    }
    return {"numTotalTests": 1, "testResults": [{**file, **more}]}


def case(status: str, **more: object) -> dict[str, object]:
    return {"title": "adds", "ancestorTitles": ["", "cart", "sums"], "status": status, **more}


@pytest.mark.parametrize(
    "status, letter",
    [
        ("passed", "p"),
        ("failed", "f"),
        ("pending", "s"),
        ("skipped", "s"),
        ("todo", "s"),
        ("disabled", "s"),
    ],
)
def test_outcome(status: str, letter: str) -> None:
    assert outcomes(document(case(status), status="")) == letter


def test_all_that_a_test_says_is_kept() -> None:
    stack = "\x1b[31mTypeError\x1b[39m: no\nshop\n    at pay (/shop/pay.js:3:1)"
    found = only(
        document(case("failed", duration=20, failureMessages=[stack, "b"], location={"line": 4}))
    )
    assert (found.id, found.file, found.line) == ("cart > sums::adds", "/shop/cart.test.js", 4)
    assert (found.type, found.message) == ("TypeError", "TypeError: no\nshop")
    assert found.trace == "TypeError: no\nshop\n    at pay (/shop/pay.js:3:1)\n\nb"
    assert found.seconds == 0.02


@pytest.mark.parametrize(
    "status, message, words",
    [
        pytest.param(
            "failed",
            "  ● Test suite failed to run\n\n    Cannot find module 'x' from 'a.js'\n\n    > 1 | x\n",
            "Cannot find module 'x' from 'a.js'",
            id="Jest",
        ),
        pytest.param("failed", "Cannot find module 'x'", "Cannot find module 'x'", id="Vitest"),
        pytest.param("passed", "Failed to load url x", "Failed to load url x", id="old Vitest"),
        pytest.param(
            "failed",
            "",
            "The file failed, though none of its tests is shown as failed.",
            id="nothing is said",
        ),
    ],
)
def test_file_that_could_not_run_is_one_error(status: str, message: str, words: str) -> None:
    found = only(document(status=status, message=message))
    assert (found.name, found.outcome) == ("/shop/cart.test.js", Outcome.ERROR)
    assert found.message == words


def test_failed_file_with_a_failed_test_is_no_error_of_its_own() -> None:
    assert outcomes(document(case("passed"), case("failed"), message="● adds")) == "pf"


@pytest.mark.parametrize(
    "more, tries",
    [
        ({"invocations": 1, "retryReasons": []}, ""),
        ({"invocations": 2, "retryReasons": ["Error: once\n    at a.js:1:1"]}, "fp"),
        ({"invocations": 3}, "ffp"),
    ],
)
def test_retries_are_tries(more: dict[str, object], tries: str) -> None:
    found = only(document(case("passed", **more), status="passed"))
    assert "".join(one.outcome.value[0] for one in found.tries) == tries


def test_equal_names_of_one_file_are_different_tests() -> None:
    assert outcomes(document(case("failed"), case("passed"))) == "fp"


@pytest.mark.parametrize(
    "more, says",
    [
        ({"numFailedTests": 2}, "counts 2 failures, but shows no test as failed"),
        ({"success": False}, "says that the run failed, but shows no test as failed"),
        ({"wasInterrupted": True}, "says that the run was interrupted, so results may be missing"),
    ],
)
def test_run_that_contradicts_its_tests_is_said(more: dict[str, object], says: str) -> None:
    found = written(document(case("passed"), status="passed") | more)
    assert found.problems == (f"junit.xml {says}.",)
