"""Why two failures are one cause or two: equal, masked and different parts in sentences."""

import json

import pytest

from bot.errors import UserError
from bot.jobs.fingerprint_lines import why_lines
from bot.triage.why import Told, why


def stack(function: str) -> str:
    return f'Traceback (most recent call last):\n  File "shop/cart.py", line 7, in {function}\n    x\nKeyError: 1'


PAIRS = {
    "an address alone": (
        Told(message="no answer from 10.0.0.7:60346"),
        Told(message="no answer from 10.9.9.9:52241"),
        True,
        "- `<ip1>` is `10.0.0.7` in the first and `10.9.9.9` in the second.",
    ),
    "what came": (
        Told(message="expected: <3> but was: <4>"),
        Told(message="expected: <3> but was: <5>"),
        False,
        "- Came: `4` in the first, `5` in the second.",
    ),
    "the wording of two runners": (
        Told(message="expected: <3> but was: <4>"),
        Told(message="AssertionError: assert 4 == 3"),
        True,
        "- Expected: `3`.",
    ),
    "the type": (
        Told(message="KeyError: 'a'"),
        Told(message="TypeError: 'a'"),
        False,
        "- Type: `KeyError` in the first, `TypeError` in the second.",
    ),
    "the place": (
        Told(message="KeyError: 1", details=stack("total")),
        Told(message="KeyError: 1", details=stack("tax")),
        False,
        "- Place in the project's code: `shop/cart.py:total` in the first, `shop/cart.py:tax` in the second.",
    ),
    "one line of several": (
        Told(message="cannot start\nno table orders"),
        Told(message="cannot start\nno table users"),
        False,
        "- Line 2 of the message: `no table orders` in the first, `no table users` in the second.",
    ),
    "two tests, and words that any test could print": (
        Told(message="assert False", test="test_a"),
        Told(message="assert False", test="test_b"),
        False,
        "Different tests, and a message so general joins no two tests.",
    ),
    "a value that only one of them has": (
        Told(message="gone after 3.2s"),
        Told(message="gone"),
        False,
        "- `<duration>` is `3.2s` in the first and nothing in the second.",
    ),
    "the subject of the check": (
        Told(message="assert 4 == 3\n +  where 4 = total()"),
        Told(message="assert 4 == 3\n +  where 4 = tax()"),
        False,
        "- About: `<n> = total()` in the first, `<n> = tax()` in the second.",
    ),
}


@pytest.mark.parametrize(("a", "b", "is_same", "line"), PAIRS.values(), ids=PAIRS.keys())
def test_a_pair_that_differs_in(a: Told, b: Told, is_same: bool, line: str) -> None:
    found = why(a, b)
    assert found.is_same == is_same
    assert line in found.text.splitlines()


def test_a_pair_is_judged_the_same_whichever_comes_first() -> None:
    for a, b, is_same, _ in PAIRS.values():
        assert why(b, a).is_same == is_same


def test_values_that_are_equal_in_both_are_not_listed() -> None:
    same = Told(message="no answer from 10.0.0.7 after 3.2s")
    assert why(same, same).masked == ()


def test_many_and_long_values_are_listed_in_short() -> None:
    many = Told(message=" ".join(f"10.0.0.{n} {'x' * 200}" for n in range(1, 19)))
    found = why(many, Told(message="nothing at all"))
    assert len(found.masked) == 13
    assert found.masked[-1] == "6 more kinds of values."
    assert max(len(line) for line in found.text.splitlines()) < 400


ROWS = [
    json.dumps({"id": "a", "message": "no answer from 10.0.0.7", "test": "test_a"}),
    json.dumps({"id": 2, "message": "no answer from 10.9.9.9", "details": 7}),
]


def test_two_rows_of_the_input_are_explained_by_their_ids() -> None:
    assert list(why_lines(ROWS, ("a", "2"))) == [
        "Same cause: type, message and place are equal after masking.",
        "Equal:",
        "- Message: `no answer from <ip1>`.",
        "Masked:",
        "- `<ip1>` is `10.0.0.7` in the first and `10.9.9.9` in the second.",
        "Different:",
        "- Test: `test_a` in the first, nothing in the second.",
    ]


def test_an_id_that_no_row_has_is_named() -> None:
    with pytest.raises(UserError, match=r'^No line has the id "b" or "c"; give two ids'):
        list(why_lines(ROWS, ("b", "c")))


def test_a_row_that_is_no_object_is_named_by_its_line() -> None:
    with pytest.raises(UserError, match="Line 3"):
        list(why_lines([*ROWS, "[]"], ("a", "2")))
