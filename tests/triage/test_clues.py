"""What a failure speaks of beside its cause."""

import pytest

from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.clues import Clues, read_clues
from bot.triage.grouping.joins import read_signature


def clues(message: str, trace: str = "", name: str = "test_total[eu-3]") -> Clues:
    case = TestCase(
        name=name,
        classname="tests.test_cart",
        outcome=Outcome.FAILURE,
        message=message,
        trace=trace,
    )
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(case,))])
    return read_clues(failure, read_signature(failure))


@pytest.mark.parametrize(
    ("message", "change"),
    [
        pytest.param(
            "assert 'SELECT a' == 'select a'",
            {"-select", "+SELECT", "=other case"},
            id="letters of another case",
        ),
        pytest.param("assert None == 'eu'", {"-eu", "-'", "+None"}, id="nothing instead of a text"),
        pytest.param(
            "AssertionError: assert 'b a' == 'a b'\n  \n- a b\n+ b a",
            {"=other order"},
            id="words in another order",
        ),
        pytest.param(
            "assert 'x'\n- one two\n+ one", {"-two", "- ", "=words missing"}, id="a word is missing"
        ),
        pytest.param(
            "expect(received).toBe(expected)\n\nExpected: 3\nReceived: 4",
            {"-3", "+4"},
            id="what Jest prints",
        ),
        pytest.param("KeyError: 'eu'", set(), id="an exception compares nothing"),
    ],
)
def test_how_what_came_differs_from_what_was_due(message: str, change: set[str]) -> None:
    assert clues(message).change == change


def test_names_values_and_calls_come_from_the_source_that_pytest_shows() -> None:
    trace = (
        "    def test_total(region):\n"
        "        cart = Cart('books', region)\n"
        ">       assert cart.total(3) == 4\n"
        "E       assert 5 == 4\n\n"
        "tests/test_cart.py:9: AssertionError"
    )
    found = clues("assert 5 == 4", trace)
    assert found.names == {"total"}
    assert {"books", "eu", "3"} <= found.values
    assert found.calls == {"Cart", "total"}


def test_a_long_hostile_text_is_read_in_part() -> None:
    found = clues(
        "assert " + "a == b " * 100_000, "'" * 500_000, name="test_x[" + "y" * 50_000 + "]"
    )
    assert len(found.values) + len(found.change) < 5_000
