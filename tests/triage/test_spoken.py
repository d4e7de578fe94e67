"""A test that says nothing is told of by what it printed."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures

ABORTED = (
    "Executing tests from //shop:cart_test\n"
    "cart_test: cart.cc:12: void Cart::add(int): Assertion `price > 0' failed.\n"
    "Aborted"
)
EXIT = "exited with error code 134"


@pytest.mark.parametrize(
    "message, output, said",
    [
        pytest.param(EXIT, ABORTED, ABORTED.split("\n")[1], id="an assertion of C"),
        pytest.param(
            "Exited with code 1",
            'connecting\npsql: error: connection to server at "db" (10.0.0.7), port 5432 failed: '
            "Connection refused\nbye",
            "psql: error: connection to server",
            id="a service that refuses",
        ),
        pytest.param(EXIT, "one\ntwo\nthree", EXIT, id="nothing that any rule knows"),
        pytest.param("no cart for user 'x'", ABORTED, "no cart", id="a message of its own"),
        pytest.param(EXIT, "", EXIT, id="no output"),
    ],
)
def test_silent_failure_says_the_decisive_line(message: str, output: str, said: str) -> None:
    case = TestCase(name="cart_test", outcome=Outcome.ERROR, message=message, output=output)
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(case,))])
    assert failure.message.startswith(said)
    assert message in failure.message


def test_two_tests_that_print_the_same_cause_are_one_cause() -> None:
    cases = [
        TestCase(name=name, outcome=Outcome.ERROR, message=EXIT, output=f"{name}\n{ABORTED}")
        for name in ("cart_test", "order_test")
    ]
    a, b = extract_failures([TestReport(path="a", format="junit", cases=tuple(cases))])
    assert a.fingerprints.cause == b.fingerprints.cause
