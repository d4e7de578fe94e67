"""A guard lets through every pattern that matches, and few others."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.masks.guard import Guard
from bot.triage.masks.table import MASKS
from bot.triage.masks.wider import narrow, wider
from tests.fuzz.mutate import BITES

GUARD = Guard([mask.pattern for mask in MASKS])
PIECES = [
    *(mask.example for mask in MASKS),
    *(bite.decode("utf-8", "surrogateescape") for bite in BITES),
    "\u0663\u0664",  # digits of another script, letters that fold into ASCII, odd spaces
    "\u017f\u212a\u0131",
    "\u00a0\u2028\x1c\x0b",
    "<id1> <ip2>:<port>",
]


def matching(text: str) -> set[int]:
    return {index for index, mask in enumerate(MASKS) if mask.pattern.search(text)}


def test_what_passes_is_told_in_the_order_of_the_table() -> None:
    found = GUARD.may_match("\n".join(mask.example for mask in MASKS))

    assert found == sorted(found)
    assert len(found) > len(MASKS) // 2


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_no_mask_matches_a_text_that_its_guard_stops(seed: int) -> None:
    dice = random.Random(seed)
    pieces = [dice.choice(PIECES) for _ in range(dice.randint(1, 4))]
    text = dice.choice(("", " ", "\n", "-")).join(p[dice.randint(0, 9) :] for p in pieces)

    assert matching(text) <= set(GUARD.may_match(text))


def test_most_masks_are_not_tried_on_an_ordinary_message() -> None:
    assert len(GUARD.may_match("AssertionError: the cart of alice is empty")) < 8


@pytest.mark.parametrize(
    "pattern, expected",
    [
        pytest.param(r"\bab$", b"ab", id="anchors are left out"),
        pytest.param(r"(?<!x)a(?=b|c)", b"a(?:b|c)", id="what must follow belongs to the match"),
        pytest.param(r"(?<=x)a", b"(?:x)a", id="what must stand before as well"),
        pytest.param(r"(?=\w+z)a(?!b)", b"a", id="any other look around is left out"),
        pytest.param(r"a{2,9}?b{3}c{,4}", b"a{2,}b{3}c{0,}", id="counts lose their upper bound"),
        pytest.param(r"[*+?]++x*?", b"[*+?]+x*", id="greed is left out, but not in a class"),
        pytest.param(r"(?i)a(?-i:B)(?P<v>c)", b"(?i)a(?-i:B)(?:c)", id="case is kept"),
        pytest.param(r"\u00b5[\u00e9]", b"_[_]", id="letters beyond ASCII are narrowed"),
    ],
)
def test_pattern_is_made_wider(pattern: str, expected: bytes) -> None:
    assert wider(re.compile(pattern)) == expected


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?P<q>.)(?P=q)", r"(?x) a b"])
def test_pattern_that_cannot_be_made_wider_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a pattern"):
        wider(re.compile(pattern))


def test_text_has_a_byte_for_each_letter() -> None:
    assert narrow("a\u00e9\u0663\u2028\u2014\n\udc80") == b"a_0\f\x7f\n\x7f"
