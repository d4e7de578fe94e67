"""pytest-json-report: stages, collectors, skips and reruns."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*tests: object, **more: object) -> dict[str, object]:
    return {"created": 1.5, "exitcode": 1, "root": "/home/shop", "tests": tests, **more}


def test(outcome: object, **stages: str) -> dict[str, object]:
    found: dict[str, object] = {"nodeid": "tests/test_a.py::T::test_b[x::y]", "outcome": outcome}
    return found | {stage: {"outcome": said, "duration": 0.5} for stage, said in stages.items()}


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "one, letter",
    [
        pytest.param(test("passed", call="passed"), "p", id="passed"),
        pytest.param(test("failed", setup="passed", call="failed"), "f", id="failed"),
        pytest.param(test("error", setup="failed"), "e", id="a fixture fails"),
        pytest.param(test("error", call="passed", teardown="failed"), "e", id="tear-down fails"),
        pytest.param(test("failed", call="failed", teardown="failed"), "f", id="both fail"),
        pytest.param(test("skipped", setup="skipped"), "s", id="skipped"),
        pytest.param(test("xfailed", call="skipped"), "s", id="expected to fail"),
        pytest.param(test("xpassed", call="passed"), "p", id="passes against expectation"),
        pytest.param(test("failed"), "f", id="stages were omitted"),
        pytest.param(test("error"), "e", id="stages of an error were omitted"),
        pytest.param(test("rerun", call="passed"), "p", id="passed again"),
        pytest.param(test("rerun", call="failed"), "f", id="failed again"),
    ],
)
def test_outcome(one: object, letter: str) -> None:
    assert outcomes(document(one)) == letter


def test_rerun_test_that_passes_is_flaky() -> None:
    assert only(document(test("rerun", call="passed"), exitcode=0)).is_flaky


def test_test_is_named_as_in_the_junit_report() -> None:
    case = only(document(test("failed", call="failed") | {"lineno": 8}))
    assert (case.classname, case.name) == ("tests.test_a.T", "test_b[x::y]")
    assert (case.file, case.line, case.seconds) == ("tests/test_a.py", 9, 0.5)


def test_crash_is_the_message_and_all_that_was_printed_the_output() -> None:
    one = test("failed", call="failed")
    one["call"] = {
        "outcome": "failed",
        "crash": {"path": "/a.py", "lineno": 4, "message": "ValueError: no\nprice"},
        "longrepr": "def test_b():\n>   raise\nE   ValueError: no\nE   price",
        "stdout": "out\n",
        "stderr": "err\n",
    }
    one["setup"] = {"outcome": "passed", "stdout": "ready\n"}
    case = only(document(one))
    assert (case.type, case.message) == ("ValueError", "ValueError: no\nprice")
    assert case.trace.startswith("def test_b():")
    assert case.output == "ready\nout\nerr"


def test_skip_reason_is_the_message() -> None:
    one = test("skipped", setup="skipped")
    one["setup"] = {"outcome": "skipped", "longrepr": "('/a.py', 3, 'Skipped: it is winter')"}
    assert only(document(one, exitcode=0)).message == "it is winter"


def test_collectors_count_when_they_did_not_pass() -> None:
    found = written(
        document(
            collectors=[
                {"nodeid": "", "outcome": "passed"},
                {
                    "nodeid": "tests/test_a.py",
                    "outcome": "failed",
                    "longrepr": "E   ImportError: x",
                },
                {
                    "nodeid": "tests/b.py",
                    "outcome": "skipped",
                    "longrepr": "('b', 1, 'Skipped: no')",
                },
            ]
        )
    )
    broken, skipped = found.cases
    assert (broken.id, broken.outcome) == ("tests.test_a", Outcome.ERROR)
    assert (broken.type, broken.message) == ("ImportError", "ImportError: x")
    assert (skipped.outcome, skipped.message) == (Outcome.SKIPPED, "no")


def test_exit_code_that_contradicts_the_tests_is_said() -> None:
    found = written(document(test("passed", call="passed"), exitcode=3))
    assert found.problems == (
        "junit.xml says that pytest ended with an internal error (exit code 3), "
        "but shows no test as failed.",
    )


def test_unknown_outcome_is_said_and_counts_as_skipped() -> None:
    found = written(document(test("odd"), exitcode=0))
    assert found.count(Outcome.SKIPPED) == 1
    assert found.problems == (
        "junit.xml gives the unknown status `odd` to `test_b[x::y]`, which was counted as skipped.",
    )
