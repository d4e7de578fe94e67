"""The JSON reporter of Dart, event by event."""

import json

import pytest

from bot.model.names import Outcome
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
Event = dict[str, object]


def stream(*events: Event, done: Event | None = None) -> str:
    """A run of test 3, `cart adds` in group `cart` of a file; then the events."""
    head: list[Event] = [
        {"type": "start", "protocolVersion": "0.1.1", "time": 0},
        {"type": "suite", "suite": {"id": 0, "path": "test/cart_test.dart"}},
        {"type": "group", "group": {"id": 2, "name": "cart"}},
        {
            "type": "testStart",
            "time": 100,
            "test": {"id": 3, "name": "cart adds", "suiteID": 0, "groupIDs": [2], "line": 7},
        },
    ]
    last: Event = done or {"type": "done", "success": False}
    return "".join(f"{json.dumps(event)}\n" for event in (*head, *events, last))


def end(result: str = "success", **change: object) -> Event:
    return {"type": "testDone", "testID": 3, "result": result, "time": 350, **change}


def error(text: str, **change: object) -> Event:
    return {
        "type": "error",
        "testID": 3,
        "error": text,
        "stackTrace": "at",
        "isFailure": True,
        **change,
    }


def say(text: str) -> Event:
    return {"type": "print", "testID": 3, "message": text}


@pytest.mark.parametrize(
    "events, outcome, message",
    [
        pytest.param([end()], P, "", id="success"),
        pytest.param([error("no"), end("failure")], F, "no", id="failure"),
        pytest.param([error("StateError: no"), end("error")], E, "StateError: no", id="error"),
        pytest.param([say("Skip: winter"), end(skipped=True)], S, "winter", id="skipped"),
        pytest.param([end(), error("late")], E, "late", id="an error after the end"),
        pytest.param([], E, "never finished", id="no end"),
        pytest.param([error("no"), say("Retry: cart adds"), end()], P, "", id="a retry"),
        pytest.param(
            [
                error(
                    "The following TestFailure was thrown running a test:\nno\n\nWhen the exception was thrown, x"
                ),
                end("failure"),
            ],
            F,
            "no",
            id="Flutter's box",
        ),
    ],
)
def test_outcome_of_a_test(events: list[Event], outcome: Outcome, message: str) -> None:
    (case,) = report(stream(*events)).cases
    assert (case.id, case.file, case.line) == ("cart::adds", "test/cart_test.dart", 7)
    assert (case.outcome, case.message) == (outcome, message)


def test_retry_makes_a_test_flaky() -> None:
    (case,) = report(stream(error("no"), say("Retry: cart adds"), end())).cases
    assert case.is_flaky
    assert case.seconds == 0.25


def test_hidden_test_counts_only_when_it_is_red() -> None:
    assert report(stream(end(hidden=True))).cases == ()
    assert report(stream(end("error", hidden=True))).red != ()


def test_file_that_does_not_load_is_an_error() -> None:
    start: Event = {"type": "testStart", "test": {"id": 9, "name": "loading a.dart", "suiteID": 0}}
    events = [end(), start, error("Failed to load", testID=9), end("failure", testID=9)]
    (case,) = report(stream(*events)).red
    assert (case.name, case.outcome) == ("loading a.dart", E)


@pytest.mark.parametrize(
    "event", [end(testID="3"), end(testID=None), {"type": "group", "group": 7}, {"type": []}]
)
def test_event_of_wrong_types_is_passed_over(event: Event) -> None:
    (case,) = report(stream(event, end())).cases
    assert case.outcome is P


def test_run_without_its_end_says_so() -> None:
    text = stream(end()).rpartition('{"type": "done"')[0]
    assert "ends before the run did" in report(text).problems[0]
