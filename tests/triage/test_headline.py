"""The line of a failure that a person should read first."""

import pytest

from bot.triage.words.headline import MOST, headline, telling
from tests.build import cluster, failure, finding

MESSAGES = [
    ("one line is itself", "KeyError: 'user'", "KeyError: 'user'"),
    (
        "a bare check of Jest gives way to what was expected",
        'expect(received).toBe(expected) // Object.is equality\n\nExpected: "a"\nReceived: "b"',
        'Expected: "a" Received: "b"',
    ),
    (
        "a bare exception goes on with what it found",
        "org.opentest4j.AssertionFailedError: \nexpected: 1.24\n but was: 1.23",
        "org.opentest4j.AssertionFailedError: expected: 1.24 but was: 1.23",
    ),
    (
        "a place in Rust gives way to the panic",
        "thread 'main' panicked at src/lib.rs:4:5:\nno voucher",
        "no voucher",
    ),
    (
        "a place in C++ gives way to the expectation",
        "money_test.cc:9: Failure\nExpected equality of these values:\n  sum\n  100",
        "Expected equality of these values: sum",
    ),
    (
        "testify's labels give way to its error",
        "Error Trace: a_test.go:9\nError: Not equal: \n expected: 3\n actual  : 4\nTest: TestA",
        "Not equal: expected: 3 actual : 4",
    ),
    (
        "a Python location gives way to the error",
        'File "shop/cart.py", line 3\nSyntaxError: invalid syntax',
        "SyntaxError: invalid syntax",
    ),
    (
        "the check of RSpec gives way to what came",
        "Failure/Error: expect(mail).to be_sent\n\n  expected `mail.sent?` to be truthy, got false",
        "expected `mail.sent?` to be truthy, got false",
    ),
    (
        "both sides of Rust's assertion are told",
        "assertion `left == right` failed\n  left: 3\n right: 4",
        "assertion `left == right` failed left: 3 right: 4",
    ),
    ("only places is better than nothing", "a_test.go:9:", "a_test.go:9:"),
    ("nothing is nothing", " \n ", ""),
]


@pytest.mark.parametrize(
    ("message", "expected"), [row[1:] for row in MESSAGES], ids=[row[0] for row in MESSAGES]
)
def test_the_telling_line_is_found(message: str, expected: str) -> None:
    assert " ".join(telling(message).split()) == expected


def test_a_headline_is_one_short_line() -> None:
    long = cluster(failures=(failure(message="ValueError: " + "very " * 90 + "\nlong"),))
    assert len(headline(long)) == MOST
    assert headline(long).endswith("…")
    assert "\n" not in headline(long)


def test_the_type_is_named_unless_no_tool_ever_said_it() -> None:
    typed = failure(message="cart is not a function", type="TypeError", trace="")
    assert headline(cluster(failures=(typed,))) == "TypeError: cart is not a function"
    bare = failure(message="got status 500, want 200", type="", trace="")
    assert headline(cluster(failures=(bare,))) == "got status 500, want 200"


def test_a_cluster_without_a_word_says_so() -> None:
    silent = cluster(failures=(failure(message="", trace="", type=""),))
    assert headline(silent) == "no message was given"


def test_a_finding_s_own_line_is_its_headline() -> None:
    log = cluster(names=(), findings=(finding(),), message="failed to solve: no such file")
    assert headline(log) == "failed to solve: no such file"


@pytest.mark.parametrize("text", ["x" * 100_000, "a:\n" * 50_000, "expected: \ngot: \n" * 9000])
def test_endless_messages_are_read_to_a_limit(text: str) -> None:
    assert len(headline(cluster(failures=(failure(message=text),)))) <= MOST
