"""What was read of a failure is remembered, within bounds, and is the same as read anew."""

import pytest

from bot.triage.reading.remembered import AT_REST, forget, read
from bot.triage.reading.signature import signature


@pytest.mark.parametrize(
    ("type_", "message", "trace"),
    [
        ("", "ValueError: no cart", ""),
        ("ValueError", "no cart", "shop/cart.py:7: in total"),
        ("", "", "a lone surrogate \ud800 in a trace"),
    ],
)
def test_asking_again_gives_the_same_as_reading_anew(type_: str, message: str, trace: str) -> None:
    first = read(type_, message, trace)

    assert read(type_, message, trace) is first
    assert first == signature(type_, message, trace)


def test_texts_that_are_cut_elsewhere_are_not_taken_for_one_another() -> None:
    assert read("", "KeyError: 'a'", "") is not read("KeyError", "'a'", "")


def test_only_the_newest_outlive_a_run() -> None:
    oldest = read("", "the oldest broke", "")
    said = [f"{'abcdefgh'[number % 8]} broke {number}" for number in range(AT_REST)]
    newest = [read("", text, "") for text in said][-1]

    forget()

    assert read("", "the oldest broke", "") is not oldest
    assert read("", said[-1], "") is newest
