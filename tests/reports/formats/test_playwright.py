"""Playwright: projects, tries, expectations, and errors outside of tests."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written

ERROR = {
    "message": "\x1b[31mTypeError\x1b[39m: no\nshop",
    "stack": "TypeError: no\nshop\n    at a.ts:1:2",
}


def document(*tests: object, **more: object) -> dict[str, object]:
    spec = {"title": "adds", "file": "cart.spec.ts", "line": 3, "tests": tests}
    inner = {"title": "cart", "file": "cart.spec.ts", "specs": [spec]}
    outer = {"title": "cart.spec.ts", "file": "cart.spec.ts", "specs": [], "suites": [inner]}
    return {
        "config": {"rootDir": "/shop", "fullyParallel": False},
        "suites": [outer],
        "errors": [],
        **more,
    }


def result(status: str, **more: object) -> dict[str, object]:
    return {"status": status, "duration": 20, **more}


def case(status: str, *results: object, expected: str = "passed") -> dict[str, object]:
    return {"status": status, "expectedStatus": expected, "projectName": "one", "results": results}


@pytest.mark.parametrize(
    "one, letter, tries",
    [
        pytest.param(case("expected", result("passed")), "p", "", id="passed"),
        pytest.param(case("unexpected", result("failed")), "f", "", id="failed"),
        pytest.param(case("unexpected", result("timedOut")), "f", "", id="timed out"),
        pytest.param(case("skipped", result("skipped")), "s", "", id="skipped"),
        pytest.param(case("skipped"), "s", "", id="never began"),
        pytest.param(case("flaky", result("failed"), result("passed")), "p", "fp", id="flaky"),
        pytest.param(case("unexpected", result("failed"), result("failed")), "f", "ff", id="tried"),
        pytest.param(
            case("expected", result("failed"), expected="failed"), "p", "", id="as expected"
        ),
        pytest.param(
            case("unexpected", result("passed"), expected="failed"), "f", "", id="not as expected"
        ),
        pytest.param(case("", result("failed")), "f", "", id="only results tell"),
        pytest.param(case("", result("skipped")), "s", "", id="only results tell of a skip"),
    ],
)
def test_outcome(one: object, letter: str, tries: str) -> None:
    found = only(document(one))
    assert found.outcome.value[0] == letter
    assert "".join(one.outcome.value[0] for one in found.tries) == tries


def test_all_that_a_test_says_is_kept() -> None:
    told = {
        "error": ERROR,
        "errors": [ERROR, {"message": "Error: later"}],
        "stdout": [{"text": "o"}],
    }
    found = only(document(case("unexpected", result("failed", **told))))
    assert (found.id, found.file, found.line) == ("cart::adds", "cart.spec.ts", 3)
    assert (found.type, found.message) == ("TypeError", "TypeError: no\nshop")
    assert found.trace == "TypeError: no\nshop\n    at a.ts:1:2\n\nError: later"
    assert (found.seconds, found.output, found.scope) == (0.02, "o", "one")


def test_unexpected_pass_has_a_message() -> None:
    found = only(document(case("unexpected", result("passed"), expected="failed")))
    assert found.message == "Expected to fail, but passed."


def test_each_project_is_a_test() -> None:
    two = {**case("expected", result("passed")), "projectName": "two"}
    assert outcomes(document(case("unexpected", result("failed")), two)) == "fp"


def test_errors_outside_of_tests_are_errors_named_after_their_file() -> None:
    place = {"file": "/shop/cart.spec.ts", "line": 1}
    errors = [{**ERROR, "location": place}, {"message": "Error: No tests found"}]
    found = only({**document(errors=errors), "suites": []})
    assert (found.name, found.line, found.outcome) == ("/shop/cart.spec.ts", 1, Outcome.ERROR)
    assert found.message == "TypeError: no\nshop"


def test_no_tests_at_all_is_an_error() -> None:
    found = only({**document(errors=[{"message": "Error: No tests found"}]), "suites": []})
    assert (found.name, found.message) == ("(the whole run)", "Error: No tests found")


def test_counters_that_contradict_the_tests_are_said() -> None:
    found = written(document(stats={"unexpected": 2}))
    assert found.problems == ("junit.xml counts 2 failures, but shows no test as failed.",)
