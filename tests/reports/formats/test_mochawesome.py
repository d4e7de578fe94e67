"""Mochawesome: suites in suites, hooks, and what never ran."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import outcomes, written


def document(*tests: object, **suite: object) -> dict[str, object]:
    inner = {"title": "cart", "fullFile": "/shop/cart.js", "tests": tests, "suites": [], **suite}
    root = {"title": "", "tests": [], "suites": [inner]}
    return {"stats": {"suites": 1, "testsRegistered": 1, "failures": 0}, "results": [root]}


def case(**more: object) -> dict[str, object]:
    return {"title": "adds", "fullTitle": "cart adds", "duration": 5, "err": {}, **more}


@pytest.mark.parametrize(
    "one, letters",
    [
        pytest.param(case(state="passed"), "p", id="passed"),
        pytest.param(case(state="failed", fail=True, timedOut=True), "f", id="timed out"),
        pytest.param(case(state="pending", pending=True), "s", id="pending"),
        pytest.param(case(pending=True), "s", id="pending without a state"),
        pytest.param(case(state="skipped"), "s", id="skipped"),
        pytest.param(case(state=None, skipped=True), "", id="a hook kept it from running"),
    ],
)
def test_outcome(one: object, letters: str) -> None:
    assert outcomes(document(one)) == letters


def test_all_that_a_test_says_is_kept() -> None:
    err = {
        "message": "TypeError: no",
        "estack": "TypeError: no\n    at a.js:1:1",
        "diff": "- 1\n+ 2\n",
    }
    (found,) = written(document(case(state="failed", err=err))).cases
    assert (found.id, found.file, found.seconds) == ("cart::adds", "/shop/cart.js", 0.005)
    assert (found.type, found.message) == ("TypeError", "TypeError: no")
    assert found.trace == "TypeError: no\n    at a.js:1:1\n\n- 1\n+ 2"


def test_failed_hook_is_an_error_and_a_passed_one_is_nothing() -> None:
    hooks = [case(title="h", state="failed"), case(title="g", state="passed"), case(title="i")]
    found = written(document(beforeHooks=hooks))
    assert [(one.name, one.outcome) for one in found.cases] == [("h", Outcome.ERROR)]


def test_equal_names_of_one_file_are_different_tests() -> None:
    assert outcomes(document(case(state="failed"), case(state="passed"))) == "fp"


def test_suites_of_version_three_stand_at_the_top() -> None:
    suite = {"uuid": "1", "title": "", "tests": [case(state="passed")], "suites": []}
    assert outcomes({"stats": {"passPercent": 100}, "suites": suite}) == "p"


def test_counters_that_contradict_the_tests_are_said() -> None:
    found = written({**document(), "stats": {"testsRegistered": 1, "failures": 3}})
    assert found.problems == ("junit.xml counts 3 failures, but shows no test as failed.",)
