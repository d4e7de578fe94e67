"""Behave: statuses of several versions, messages, and features that broke by themselves."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes


def feature(*elements: object, status: str = "passed") -> list[object]:
    place = "features/cart.feature:1"
    return [
        {
            "keyword": "Feature",
            "location": place,
            "name": "Cart",
            "status": status,
            "elements": elements,
        }
    ]


def scenario(status: str = "", *steps: object) -> dict[str, object]:
    place = "features/cart.feature:6"
    found: dict[str, object] = {
        "keyword": "Scenario",
        "location": place,
        "name": "Adding ",
        "steps": steps,
    }
    return found | ({"status": status} if status else {})


def step(status: str, message: object = None) -> dict[str, object]:
    found = {"status": status, "duration": 0.5, "error_message": message}
    return {"keyword": "When", "name": "I pay", "result": found}


@pytest.mark.parametrize(
    "status, letter",
    [
        ("passed", "p"),
        ("failed", "f"),
        ("error", "e"),
        ("hook_error", "e"),
        ("cleanup_error", "e"),
        ("undefined", "e"),
        ("skipped", "s"),
        ("untested", "s"),
    ],
)
def test_outcome(status: str, letter: str) -> None:
    assert outcomes(feature(scenario(status))) == letter


@pytest.mark.parametrize(
    "steps, letter",
    [(("passed",), "p"), (("passed", "failed"), "f"), (("undefined",), "e"), ((), "s")],
)
def test_steps_tell_where_the_scenario_does_not(steps: tuple[str, ...], letter: str) -> None:
    assert outcomes(feature(scenario("", *map(step, steps)))) == letter


@pytest.mark.parametrize(
    "message, type_name, words",
    [
        pytest.param(
            ["Assertion Failed: no", "shop"], "", "Assertion Failed: no\nshop", id="lines"
        ),
        pytest.param("no\nCaptured stdout:\nx", "", "no", id="printed behind it"),
        pytest.param(
            ["Traceback (most recent call last):", '  File "s.py", line 1, in x', "ValueError: no"],
            "ValueError",
            "ValueError: no",
            id="a traceback",
        ),
        pytest.param(None, "", "`When I pay` ended with status failed", id="nothing"),
    ],
)
def test_message_is_what_the_step_says(message: object, type_name: str, words: str) -> None:
    found = only(feature(scenario("failed", step("passed"), step("failed", message))))
    assert (found.type, found.message) == (type_name, words)


def test_all_that_a_scenario_says_is_kept() -> None:
    found = only(feature(scenario("passed", step("passed"), step("passed"))))
    assert (found.id, found.file, found.line) == ("Cart::Adding", "features/cart.feature", 6)
    assert found.seconds == 1.0


def test_background_is_no_test() -> None:
    assert outcomes(feature({**scenario(), "type": "background"}, scenario("passed"))) == "p"


def test_feature_that_failed_without_a_scenario_is_an_error() -> None:
    passed, broken = feature(scenario("passed"), status="hook_error"), Outcome.ERROR
    assert outcomes(passed) == "pe"
    assert only(feature(status="hook_error")).outcome is broken
    assert outcomes(feature(scenario("failed"), status="failed")) == "f"
