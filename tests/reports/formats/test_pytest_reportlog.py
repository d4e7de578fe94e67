"""pytest-reportlog, phase by phase."""

import json

import pytest

from bot.model.names import Outcome
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
Event = dict[str, object]
NODE = "tests/test_cart.py::TestCart::test_a[x::y]"
CRASH: Event = {
    "reprcrash": {"path": "tests/test_cart.py", "lineno": 7, "message": "assert 3 == 4"},
    "reprtraceback": {
        "reprentries": [
            {
                "data": {
                    "lines": [">   f()"],
                    "reprfileloc": {"path": "t.py", "lineno": 7, "message": ""},
                }
            },
            {
                "data": {
                    "lines": ["E   assert"],
                    "reprfileloc": {"path": "c.py", "lineno": 2, "message": "AssertionError"},
                }
            },
        ]
    },
}


def phase(when: str, outcome: str = "passed", longrepr: object = None, **change: object) -> Event:
    return {
        "$report_type": "TestReport", "nodeid": NODE, "when": when, "outcome": outcome,
        "longrepr": longrepr, "location": ["tests/test_cart.py", 6, "x"], "duration": 0.5, **change,
    }  # fmt: skip


def stream(*events: Event, finish: bool = True, status: int = 1) -> str:
    start: Event = {"$report_type": "SessionStart", "pytest_version": "9"}
    end: list[Event] = [{"$report_type": "SessionFinish", "exitstatus": status}] if finish else []
    return "".join(f"{json.dumps(event)}\n" for event in (start, *events, *end))


@pytest.mark.parametrize(
    "events, outcome, message",
    [
        pytest.param([phase("setup"), phase("call"), phase("teardown")], P, "", id="passed"),
        pytest.param([phase("setup"), phase("call", "failed", CRASH), phase("teardown")], F, "assert 3 == 4", id="call"),
        pytest.param([phase("setup", "failed", "E   OSError: no"), phase("teardown")], E, "OSError: no", id="setup"),
        pytest.param([phase("setup"), phase("call"), phase("teardown", "failed", CRASH)], E, "assert 3 == 4", id="teardown"),
        pytest.param(
            [phase("setup"), phase("call", "failed", CRASH), phase("teardown", "failed", "E   x")],
            F,
            "assert 3 == 4",
            id="a failure whose clean-up failed too",
        ),
        pytest.param([phase("setup", "skipped", ["a.py", 1, "Skipped: winter"]), phase("teardown")], S, "winter", id="skipped"),
        pytest.param(
            [phase("setup"), phase("call", "skipped", CRASH, wasxfail="reason: known"), phase("teardown")], S, "known", id="xfail"
        ),
        pytest.param([phase("setup"), phase("call", wasxfail=""), phase("teardown")], P, "", id="xpass"),
        pytest.param([phase("???", "failed", "worker 'gw0' crashed")], E, "worker 'gw0' crashed", id="worker"),
        pytest.param([phase("setup")], E, "never finished", id="no end"),
        pytest.param([phase("setup"), phase("call", "failed", 7), phase("teardown")], F, "", id="odd words"),
    ],
)  # fmt: skip
def test_outcome_of_a_test(events: list[Event], outcome: Outcome, message: str) -> None:
    (case,) = report(stream(*events)).cases
    assert case.id == "tests.test_cart.TestCart::test_a[x::y]"
    assert (case.file, case.line) == ("tests/test_cart.py", 7)
    assert (case.outcome, case.message) == (outcome, message)


def test_trace_reads_as_pytest_prints_it() -> None:
    (case,) = report(stream(phase("setup"), phase("call", "failed", CRASH), phase("teardown"))).red
    assert case.type == "AssertionError"
    assert case.trace.startswith(">   f()\n\nt.py:7: \n\n_ _ _")
    assert case.trace.endswith("E   assert\n\nc.py:2: AssertionError")
    assert case.seconds == 1.5


def test_chained_exceptions_follow_each_other() -> None:
    link = CRASH["reprtraceback"]
    chain: Event = {**CRASH, "chain": [[link, None, "The above caused"], [link, None, None]]}
    (case,) = report(stream(phase("setup", "failed", chain), phase("teardown"))).red
    assert case.trace.count("c.py:2: AssertionError") == 2
    assert "\nThe above caused\n" in case.trace


def test_output_of_a_red_test_is_kept() -> None:
    sections = {"sections": [["Captured stdout call", "adding"]]}
    (case,) = report(stream(phase("call", "failed", CRASH, **sections), phase("teardown"))).red
    assert case.output == "adding"


@pytest.mark.parametrize("last, outcome, flaky", [("passed", P, True), ("failed", F, False)])
def test_reruns_are_tries(last: str, outcome: Outcome, flaky: bool) -> None:
    first = [phase("setup"), phase("call", "rerun", CRASH), phase("teardown")]
    again = [phase("setup"), phase("call", last, CRASH), phase("teardown")]
    (case,) = report(stream(*first, *again)).cases
    assert (case.outcome, case.is_flaky, len(case.tries)) == (outcome, flaky, 2)


@pytest.mark.parametrize("outcome, expected", [("failed", E), ("skipped", S)])
def test_module_that_is_not_collected_is_one_test(outcome: str, expected: Outcome) -> None:
    event: Event = {"$report_type": "CollectReport", "nodeid": "tests/test_a.py", "outcome": outcome,
                    "longrepr": "a.py:1: in <module>\nE   ImportError: no x"}  # fmt: skip
    (case,) = report(stream(event)).cases
    assert (case.id, case.file, case.outcome) == ("tests.test_a", "tests/test_a.py", expected)


@pytest.mark.parametrize(
    "text, problem",
    [
        pytest.param(stream(finish=False), "ends before the session did", id="killed"),
        pytest.param(stream(status=2), "was interrupted", id="interrupted"),
        pytest.param(stream(status=3), "internal error", id="internal error"),
        pytest.param(stream(finish=False) + '{"$rep', "ends in the middle of line 2", id="cut"),
    ],
)
def test_session_without_a_good_end_says_so(text: str, problem: str) -> None:
    assert problem in report(text).problems[0]
