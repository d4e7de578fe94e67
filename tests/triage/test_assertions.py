"""Assertions of many runners, reduced to what was expected and what came."""

import pytest

from bot.triage.reading.assertion import Assertion, read_assertion
from bot.triage.reading.assertion_styles import STYLES, AssertionStyle
from bot.triage.reading.leaves import differing
from bot.triage.reading.preamble import bare_message
from bot.triage.reading.signature import signature


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_the_example_of_a_style_says_what_its_row_says(style: AssertionStyle) -> None:
    found = read_assertion(bare_message(style.example))
    assert found is not None
    assert (found.expected, found.actual) == (style.expected, style.actual)


LABELLED = {
    "Jest": "expect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 4",
    "Jest, in colors": "expect(\x1b[31mreceived\x1b[39m).toBe(\x1b[32mexpected\x1b[39m)\n\nExpected: \x1b[32m3\x1b[39m\nReceived: \x1b[31m4\x1b[39m\n",
    "Vitest with a diff": "expected 4 to be 3 // Object.is equality\n\n- Expected\n+ Received\n\n- 3\n+ 4\n",
    "RSpec": "\nexpected: 3\n     got: 4\n\n(compared using ==)\n",
    "minitest": "Expected: 3\n  Actual: 4",
    "NUnit": "  Expected: 3\n  But was:  4\n",
    "xUnit.net": "Assert.Equal() Failure: Values differ\nExpected: 3\nActual:   4",
    "Hamcrest": "\nExpected: <3>\n     but: was <4>",
    "AssertJ": "\nexpected: 3\n but was: 4",
    "testify": "\tError Trace:\tcart_test.go:14\n\tError:      \tNot equal: \n\t            \texpected: 3\n\t            \tactual  : 4\n\tTest:       \tTestTotal",
    "Rust": "thread 'a' (71) panicked at src/cart.rs:21:9:\nassertion `left == right` failed\n  left: 3\n right: 4\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
    "Rust before 1.73": "thread 'a' panicked at 'assertion failed: `(left == right)`\n  left: `3`,\n right: `4`', src/cart.rs:21:9",
    "Dart": "Expected: <3>\n  Actual: <4>\n\npackage:matcher expect\ntest/cart_test.dart 12:3 main.<fn>",
    "Perl": "#          got: '4'\n#     expected: '3'".replace("'", ""),
    "QTest": "Compared values are not the same\n   Actual   (cart.total()): 4\n   Expected (3)           : 3",
    "pytest": "AssertionError: assert 4 == 3",
    "unittest": "AssertionError: 4 != 3",
}


@pytest.mark.parametrize("message", LABELLED.values(), ids=LABELLED.keys())
def test_every_runner_tells_of_3_expected_and_4_that_came(message: str) -> None:
    found = read_assertion(bare_message(message).removeprefix("AssertionError: "))
    assert found is not None
    assert (found.expected, found.actual, found.verb) == ("3", "4", "")


DIFFS = {
    "Jest": 'expect(received).toEqual(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 1\n\n  Object {\n    "id": 7,\n-   "state": "closed",\n+   "state": "open",\n  }',
    "node:assert": "Expected values to be strictly deep-equal:\n+ actual - expected ... Lines skipped\n\n  {\n    id: 7,\n...\n+   state: 'open'\n-   state: 'closed'\n  }",
    "Mocha": 'expected { Object (id, state, ...) } to deeply equal { Object (id, state, ...) }\n      + expected - actual\n\n       {\n         "id": 7\n      -  "state": "open"\n      +  "state": "closed"\n       }',
    "pytest -vv": "assert {'id': 7, 'st...1, 2, ...]} == {'id': 7, 'st...1, 2, ...]}\n  \n  Common items:\n  {'id': 7}\n  Differing items:\n  {'state': 'open'} != {'state': 'closed'}\n  \n  Full diff:\n    {\n  -     'state': 'closed',\n  +     'state': 'open',\n    }",
    "pytest, values cut short": "assert {'id': 7, 'st...3, 4, 5, ...]} == {'id': 7, 'st...3, 4, 5, ...]}\n  \n  Omitting 2 identical items, use -vv to show\n  Differing items:\n  {'state': 'open'} != {'state': 'closed'}\n  Use -v to get more diff",
    "pytest": "assert {'id': 7, 'state': 'open'} == {'id': 7, 'state': 'closed'}\n  \n  Omitting 1 identical items, use -vv to show\n  Differing items:\n  {'state': 'open'} != {'state': 'closed'}\n  Use -v to get more diff",
    "unittest": "{'id': 7, 'state': 'open'} != {'id': 7, 'state': 'closed'}\n- {'id': 7, 'state': 'open'}\n?                      ^ ^\n\n+ {'id': 7, 'state': 'closed'}\n",
    "go-cmp": 'mismatch (-want +got):\n  shop.Cart{\n  \tID:    7,\n- \tstate: "closed",\n+ \tstate: "open",\n  }',
    "RSpec": '\nexpected: {:id=>7, :state=>"closed"}\n     got: {:id=>7, :state=>"open"}\n\n(compared using ==)\n\nDiff:\n@@ -1,3 +1,3 @@\n :id => 7,\n-:state => "closed",\n+:state => "open",\n',
    "PHPUnit": "Failed asserting that two arrays are equal.\n--- Expected\n+++ Actual\n@@ @@\n Array (\n     'id' => 7\n-    'state' => 'closed'\n+    'state' => 'open'\n )\n",
}


@pytest.mark.parametrize("message", DIFFS.values(), ids=DIFFS.keys())
def test_a_diff_of_any_width_and_spelling_is_the_one_key_that_differs(message: str) -> None:
    found = read_assertion(bare_message(message))
    assert found is not None
    assert (found.expected, found.actual) == ('state: "closed"', 'state: "open"')


SUBJECTS = {
    "the words of a person in JUnit": (
        "Wrong total ==> expected: <3> but was: <4>",
        Assertion("3", "4", "", "Wrong total"),
    ),
    "the words of a person in pytest": (
        "AssertionError: wrong total\nassert 4 == 3",
        Assertion("3", "4", "", "wrong total"),
    ),
    "the words of a person in unittest": (
        "4 != 3 : wrong total",
        Assertion("3", "4", "", "wrong total"),
    ),
    "the words of a person in testify": (
        "expected: 3\nactual  : 4\nMessages:   \twrong total",
        Assertion("3", "4", "", "wrong total"),
    ),
    "what pytest says of a call": (
        "assert 4 == 3\n +  where 4 = total()",
        Assertion("3", "4", "", "4 = total()"),
    ),
    "the expression of googletest": (
        "Value of: cart.empty()\n  Actual: false\nExpected: true",
        Assertion("true", "false", "", "Value of: cart.empty()"),
    ),
    "the expression of Catch2": (
        "  REQUIRE( cart.total() == 3 )\nwith expansion:\n  4 == 3",
        Assertion("3", "4", "", "cart.total() == 3"),
    ),
    "a matcher that is no equality": (
        "expect(received).toHaveLength(expected)\n\nExpected length: 3\nReceived length: 2",
        Assertion("3", "2", "toHaveLength", ""),
    ),
    "a matcher turned around": (
        "expect(received).not.toBe(expected)\n\nExpected: not 3\nReceived: 3",
        Assertion("not 3", "3", "not.toBe", ""),
    ),
    "a matcher without an expected value": (
        'expect(received).toBeNull()\n\nReceived: "open"',
        Assertion("", '"open"', "toBeNull", ""),
    ),
}


@pytest.mark.parametrize(("message", "found"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_what_the_check_was_about_stays(message: str, found: Assertion) -> None:
    read = read_assertion(message)
    assert read is not None
    assert read.subject == found.subject
    assert (read.expected, read.actual) == (found.expected, found.actual)
    assert read.verb.startswith(found.verb)


NONE = {
    "an exception": "'Cart' object has no attribute 'total'",
    "a condition of a server": "Assertion failure: rc != 0 (destroyed timer off its thread)",
    "nothing": "",
    "a command line": "usage: run [-a] [-b]\n- not a diff",
}


@pytest.mark.parametrize("message", NONE.values(), ids=NONE.keys())
def test_other_messages_are_no_comparison(message: str) -> None:
    assert read_assertion(message) is None


LEAVES = {
    "members of a set in any order": ("{'a', 'b'}", "{'b', 'c'}", '"a"', '"c"'),
    "a value within a value": ("{'a': {'b': [1, 2]}}", "{'a': {'b': [1, 3]}}", "2", "3"),
    "a field of a data class": ("Cart(id=7, n=1)", "Cart(id=7, n=2)", "n: 1", "n: 2"),
    "a text and a number": ("'3'", "3", '"3"', "3"),
    "order alone": ("[1, 2]", "[2, 1]", "1, 2", "2, 1"),
    "one member more": ("[1]", "[1, 2]", "", "2"),
    "a comma inside a text": ("['a, b']", "['a, c']", '"a, b"', '"a, c"'),
}


@pytest.mark.parametrize(
    ("expected", "actual", "left", "right"), LEAVES.values(), ids=LEAVES.keys()
)
def test_values_are_cut_down_to_what_differs(
    expected: str, actual: str, left: str, right: str
) -> None:
    assert differing(expected, actual) == (left, right)


def test_long_texts_are_cut_to_where_they_differ() -> None:
    same = "x" * 300
    assert differing(f"'{same}b'", f"'{same}c'") == ('…xxxxxxxxb"', '…xxxxxxxxc"')


def test_the_signature_of_a_comparison_is_worded_alike_for_all_tools() -> None:
    java = signature("org.opentest4j.AssertionFailedError", "expected: <3> but was: <4>", "")
    ruby = signature("RSpec::Expectations::ExpectationNotMetError", LABELLED["RSpec"], "")
    assert java.key == ruby.key == "AssertionError: expected 3, got 4"
    assert (java.expected, java.actual, java.is_weak) == ("3", "4", True)


def test_ids_in_values_are_masked_and_small_numbers_are_not() -> None:
    found = signature("AssertionError", "assert ['a1b2c3d4e5f6', 12] == ['0f9e8d7c6b5a', 13]", "")
    assert (found.expected, found.actual) == ('"<id1>", 13', '"<id2>", 12')


def test_an_exception_that_speaks_of_expected_things_is_no_comparison() -> None:
    found = signature("TypeError", "expected string or bytes-like object, got 'NoneType'", "")
    assert (found.type, found.expected) == ("TypeError", "")


HOSTILE = [
    "Expecting:\nto be:\n",
    "expected x got ",
    "expected <",
    "assert a == b ",
    "- a\n+ b\n",
    "{'a': ",
    "\n\n   ",
    '"',
    "Expected a to be b, but ",
    "#0 0x1 in f(",
    "Caused by: ",
    "  + Exception Group Traceback\n +-+---- 1 ----\n",
    "a@b:1:",
    "at a (",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"many {text[:12]!r}")
def test_hostile_text_has_a_short_signature(text: str) -> None:
    # A pattern that backtracks here would run for hours.
    hostile = text * (1_000_000 // len(text))
    assert len(signature("AssertionError", hostile, hostile).text) <= 700
