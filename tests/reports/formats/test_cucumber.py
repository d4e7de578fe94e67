"""Cucumber: steps, hooks, backgrounds, outlines and tries."""

import json

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written
from tests.reports.make import report


def feature(*elements: object) -> list[object]:
    return [
        {"elements": elements, "keyword": "Feature", "name": "Cart", "uri": "file:cart.feature"}
    ]


def scenario(*steps: object, **more: object) -> dict[str, object]:
    return {
        "keyword": "Scenario",
        "type": "scenario",
        "name": "Adding",
        "line": 6,
        "steps": steps,
        **more,
    }


def step(status: str, name: str = "a cart", **more: object) -> dict[str, object]:
    found = {"status": status, "duration": 500_000_000, **more}
    return {"keyword": "Given ", "name": name, "line": 7, "result": found}


@pytest.mark.parametrize(
    "steps, letter",
    [
        pytest.param(("passed", "passed"), "p", id="all passed"),
        pytest.param(("passed", "failed", "skipped"), "f", id="one failed"),
        pytest.param(("undefined", "skipped"), "e", id="no definition"),
        pytest.param(("ambiguous",), "e", id="two definitions"),
        pytest.param(("passed", "pending", "skipped"), "s", id="pending"),
        pytest.param(("skipped",), "s", id="skipped"),
        pytest.param((), "p", id="no steps"),
    ],
)
def test_outcome(steps: tuple[str, ...], letter: str) -> None:
    assert outcomes(feature(scenario(*map(step, steps)))) == letter


@pytest.mark.parametrize("where", ["before", "after"])
def test_failed_hook_is_an_error(where: str) -> None:
    hook = [{"result": {"status": "failed", "error_message": "Error: no\n    at h.js:1:1"}}]
    found = only(feature(scenario(step("passed"), **{where: hook})))
    assert (found.outcome, found.message) == (Outcome.ERROR, "Error: no")


def test_hidden_step_that_failed_is_a_hook() -> None:
    hook = {"keyword": "Before", "hidden": True, "result": {"status": "failed"}}
    assert outcomes(feature(scenario(hook))) == "e"


def test_all_that_a_scenario_says_is_kept() -> None:
    told = "java.lang.AssertionError: no\nshop\n\tat shop.Steps.pay(Steps.java:3)\n"
    found = only(feature(scenario(step("passed"), step("failed", "I pay", error_message=told))))
    assert (found.id, found.file, found.line) == ("Cart::Adding", "cart.feature", 6)
    assert (found.type, found.seconds) == ("java.lang.AssertionError", 1.0)
    assert found.message == "java.lang.AssertionError: no\nshop"
    assert found.trace.endswith("(Steps.java:3)\n\n`Given I pay`")


def test_failed_background_fails_the_scenario_behind_it_alone() -> None:
    background = {"type": "background", "keyword": "Background", "steps": [step("failed")]}
    later = scenario(step("passed"), line=9)
    assert outcomes(feature(background, scenario(step("skipped")), later)) == "fp"


def test_rows_of_an_outline_are_tests_though_all_but_their_steps_is_equal() -> None:
    rows = [scenario(step(status, name)) for status, name in (("failed", "1"), ("passed", "2"))]
    assert outcomes(feature(*rows)) == "fp"


def test_scenario_that_is_told_again_was_tried_again() -> None:
    found = only(feature(scenario(step("failed")), scenario(step("passed"))))
    assert found.is_flaky


def test_scenarios_of_a_feature_whose_name_is_cut_off_are_left_out() -> None:
    text = json.dumps([*feature(scenario(step("passed"))), *feature(scenario(step("failed")))])
    found = report(text[: text.rindex('"keyword"')])
    assert [case.id for case in found.cases] == ["Cart::Adding"]
    assert "1 results were read" in found.problems[0]


def test_unknown_status_is_said() -> None:
    found = written(feature(scenario(step("odd"))))
    assert found.problems == (
        "junit.xml gives the unknown status `odd` to `Adding`, which was counted as skipped.",
    )
