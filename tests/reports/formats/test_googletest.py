"""GoogleTest JSON: results, failures and what fails outside of tests."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*tests: object, **more: object) -> dict[str, object]:
    suites = [{"name": "Cart", "tests": 1, "testsuite": tests}]
    return {"tests": 1, "failures": 0, "disabled": 0, "testsuites": suites, **more}


def case(**more: object) -> dict[str, object]:
    return {"name": "Adds", "classname": "Cart", "status": "RUN", "result": "COMPLETED", **more}


FAILURES = [{"failure": "cart.cc:4\nExpected: 3\nActual: 4", "type": ""}, {"failure": "b.cc:1\nno"}]


@pytest.mark.parametrize(
    "one, letter",
    [
        pytest.param(case(), "p", id="passed"),
        pytest.param(case(failures=FAILURES), "f", id="failed"),
        pytest.param(case(result="SKIPPED"), "s", id="skipped"),
        pytest.param(case(status="NOTRUN", result="SUPPRESSED"), "s", id="disabled"),
        pytest.param(case(status="NOTRUN"), "s", id="filtered"),
        pytest.param({"name": "Adds", "status": "RUN"}, "p", id="an old version"),
    ],
)
def test_outcome(one: object, letter: str) -> None:
    assert outcomes(document(one)) == letter


def test_all_that_a_test_says_is_kept() -> None:
    found = only(document(case(failures=FAILURES, time="0.25s", file="cart.cc", line=3)))
    assert (found.id, found.suite, found.file, found.line) == ("Cart::Adds", "Cart", "cart.cc", 3)
    assert (found.message, found.seconds) == ("Expected: 3\nActual: 4", 0.25)
    assert found.trace == "cart.cc:4\nExpected: 3\nActual: 4\n\nb.cc:1\nno"


def test_bytes_that_were_written_as_characters_are_mended() -> None:
    broken = "größer".encode().decode("latin-1")
    assert only(document(case(failures=[{"failure": broken}]))).message == "größer"
    assert only(document(case(failures=[{"failure": "größer"}]))).message == "größer"


def test_failure_outside_of_tests_is_an_error_of_the_suite() -> None:
    found = only(document({"name": "", "classname": "", "failures": FAILURES}))
    assert (found.name, found.outcome) == ("Cart", Outcome.ERROR)


def test_skip_reason_is_the_message() -> None:
    one = case(result="SKIPPED", skipped=[{"message": "a.cc:1\nwinter"}])
    assert only(document(one)).message == "winter"


def test_counters_that_contradict_the_tests_are_said() -> None:
    found = written(document(case(), failures=1))
    assert found.problems == ("junit.xml counts 1 failures, but shows no test as failed.",)
