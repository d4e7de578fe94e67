"""Patterns that users write."""

import pytest

from bot.errors import ConfigError
from bot.model.patterns import MAX_PATTERN_CHARS, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a+", r"missing \)"),
        ("[z-a]", "invalid character class range"),
        (r"(?=x)y", "invalid perl operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("(a{900}){900}", "invalid repetition"),
        ("", "matches every line"),
        (".*", "matches every line"),
        (".+", "matches every line"),
        ("x?", "matches every line"),
        (r"[\s\S]", "matches every line"),
        ("a" * (MAX_PATTERN_CHARS + 1), "more than 1000 characters"),
        ("\ud800", "surrogate"),
        (r"(\pL{100}\pN{100}){9}" * 40, "too large"),
    ],
    ids=[
        "an open group",
        "a range the wrong way round",
        "a look-ahead",
        "a back-reference",
        "a repetition of repetitions",
        "nothing",
        "everything",
        "everything but the empty line",
        "something or nothing",
        "any character",
        "too long",
        "half a character",
        "too large once compiled",
    ],
)
def test_a_bad_pattern_is_refused_in_one_sentence(pattern: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason) as refused:
        compile_pattern(pattern)
    assert "\n" not in str(refused.value)


def test_a_pattern_that_would_backtrack_for_ever_is_harmless() -> None:
    found = compile_pattern(r"^(a+)+$")
    assert found.search("a" * 50_000 + "!") is None


def test_groups_have_names() -> None:
    found = compile_pattern(r"Found other (?P<what>.+?) classes").search(
        "SSOT: Found other X classes"
    )
    assert found is not None
    assert found.groupdict() == {"what": "X"}
