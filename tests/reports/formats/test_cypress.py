"""Cypress: attempts, spec files, and runs that broke as a whole."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*tests: object, **run: object) -> dict[str, object]:
    spec = {"name": "cart.cy.js", "relative": "cypress/e2e/cart.cy.js"}
    return {"totalTests": 1, "totalFailed": 0, "runs": [{"tests": tests, "spec": spec, **run}]}


def case(state: str, *attempts: object, **more: object) -> dict[str, object]:
    return {"title": ["cart", "adds"], "state": state, "attempts": attempts, **more}


@pytest.mark.parametrize(
    "state, letter", [("passed", "p"), ("failed", "f"), ("pending", "s"), ("skipped", "s")]
)
def test_outcome(state: str, letter: str) -> None:
    assert outcomes(document(case(state))) == letter


def test_all_that_a_test_says_is_kept() -> None:
    told = "AssertionError: no\nshop\n    at Context.eval (cart.cy.js:1:2)"
    found = only(document(case("failed", displayError=told, duration=1500)))
    assert (found.id, found.file) == ("cart::adds", "cypress/e2e/cart.cy.js")
    assert (found.type, found.message) == ("AssertionError", "AssertionError: no\nshop")
    assert (found.trace, found.seconds) == (told, 1.5)


def test_attempts_are_tries_and_tell_what_the_test_does_not() -> None:
    red = {"state": "failed", "error": {"name": "TypeError", "message": "no", "stack": "x"}}
    flaky = only(document(case("passed", red, {"state": "passed", "duration": 250})))
    assert flaky.is_flaky
    assert (flaky.message, flaky.seconds) == ("", 0.25)
    failed = only(document(case("failed", red)))
    assert (failed.type, failed.message) == ("TypeError", "no")


def test_spec_file_that_broke_is_an_error() -> None:
    found = only(document(error="Error: no bundle\n    at x.js:1:1", stats={"failures": 1}))
    assert (found.name, found.outcome) == ("cypress/e2e/cart.cy.js", Outcome.ERROR)
    assert found.message == "Error: no bundle"


def test_run_without_any_spec_is_an_error() -> None:
    found = only({"status": "failed", "failures": 1, "message": "No browser"})
    assert (found.name, found.outcome) == ("(the whole run)", Outcome.ERROR)
    assert found.message == "No browser"


def test_counters_that_contradict_the_tests_are_said() -> None:
    found = written(document(case("passed"), stats={"failures": 2}))
    assert found.problems == ("junit.xml counts 2 failures, but shows no test as failed.",)
