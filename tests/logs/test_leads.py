"""The fast pass finds every line that the slow one would act on."""

import random
from io import BytesIO

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.logs.leads import Leads
from bot.logs.lines import read_pages
from bot.logs.rule import Rule
from bot.logs.rules import RULES
from bot.logs.user_rules import UserRule, compile_rules
from bot.model.config import LogRule
from tests.logs.plain import BLIND, plain_lines, read_by

STAMP = "2025-09-14T10:00:00.1234567Z "
BEFORE = (
    "",
    STAMP,
    f"\ufeff{STAMP}",
    f"{STAMP}##[error]",
    f"{STAMP}##[group]Run ",
    f"{STAMP}\x1b[36;1m",
    "#12 3.41 ",
    "db-1  | ",
    "  \u2502 ",
    "  | ",
    "\x1b[31m",
    "42%\r",
    "[2025-09-14T10:00:00.123Z] ",
    "build\tRun make\t2025-09-14T10:00:00.123Z ",
    "2025-09-14T10:00:00.123456Z 01O ",
    "2025-09-14T10:00:00.123456Z 01E+",
    "2025-09-14T10:00:00+0000 ",
    "[task 2025-02-13T11:00:27.837Z] 11:00:27     INFO - ",
    "\x1b]8;;https://docs.example\x07",
    "    ",
)
ORDINARY = (
    "",
    STAMP,
    "ok 1 - sums",
    "   Compiling shop v1.0.0",
    "  indented",
    f"{STAMP}##[endgroup]",
    "=" * 9000,
    "\x1b[32m\u2713\x1b[0m pays (3 ms)",
    "Er\x1b[1mror: in the midst of a word",
    "N\x00o\x00 space left on device",
    "the \u212aelvin \u017fign folds",
)
LINES = tuple(line for rule in RULES for line in f"{rule.example}\n{rule.near_miss}".splitlines())


def some_log(seed: int) -> bytes:
    """A log of odd lines."""
    chance = random.Random(seed)
    lines = [
        chance.choice(BEFORE) + chance.choice(LINES)
        if chance.random() < chance.choice((0.1, 0.7))
        else chance.choice(ORDINARY)
        for _ in range(chance.choice((3, 40, 400)))
    ]
    return chance.choice(("\n", "\r\n")).join(lines).encode()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_line_that_a_rule_matches_has_a_lead(rule: Rule) -> None:
    leads = Leads([rule.pattern])
    matched = [line for line in rule.example.splitlines() if re2.search(rule.pattern, line)]

    assert matched
    assert not leads.is_blind
    assert all(
        list(leads.indexes((before + line).encode())) == [0]
        for line in matched
        for before in BEFORE[:3]
    )


@pytest.mark.parametrize("seed", range(40))
def test_fast_reading_finds_what_a_plain_reading_finds(seed: int) -> None:
    data = some_log(seed)

    assert read_by(data, None) == read_by(data, BLIND)


@pytest.mark.parametrize("size", [1, 7, 100, 4096, 5000])
def test_findings_do_not_depend_on_where_pages_end(size: int) -> None:
    data = some_log(size)

    assert read_by(data, None, size=size) == read_by(data, None)


@pytest.mark.parametrize("seed", range(20))
def test_excerpt_is_the_lines_around_the_decisive_one(seed: int) -> None:
    data = some_log(seed)
    lines = plain_lines(data)

    for finding in read_by(data, None):
        first = finding.excerpt_start - 1
        assert first == max(0, finding.line - 13)
        assert list(finding.excerpt) == lines[first : finding.line + 17][: len(finding.excerpt)]
        assert len(finding.excerpt) >= min(len(lines) - first, finding.line - first)


@pytest.mark.parametrize(
    "pattern",
    [
        r"SSOT WARNING: Found other (?P<what>.+?) classes",
        r"^[A-Z]{3}-\d+ ",
        r"(?i)^\s*todo\b|fixme",
        r"(?i:stra\x{df}e) closed|caf\x{e9} shut",
        r"a.c",
        r"[^a-z]+$",
        r"\pL+ gone",
    ],
)
def test_rules_of_users_are_led_to_or_make_every_line_matter(pattern: str) -> None:
    users = compile_rules([LogRule(id="x", pattern=pattern)])
    data = "\n".join(
        (
            f"{STAMP}SSOT WARNING: Found other Cart classes",
            f"{STAMP}ABC-12 open",
            "see FIXME",
            " Todo",
            "STRA\u00dfE closed",
            "caf\u00e9 shut",
            "an abc",
            "A12",
            "\u00e4\u00f6 gone",
            "quiet",
        )
    ).encode()

    assert read_by(data, None, users=users) == read_by(data, BLIND, users=users)


PIECES = st.recursive(
    st.sampled_from(
        [
            "a",
            "b",
            "Err",
            " ",
            "\\d",
            "\\s",
            "\\w",
            ".",
            "[ab]",
            "[^a]",
            "\\.",
            "\u2717",
            "^",
            "$",
            "\\b",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda each: f"(?i:{each})"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.lists(st.text(alphabet="abEr .12\u2717\u212a\t", max_size=12), max_size=6))
def test_no_pattern_matches_a_line_without_a_lead(pattern: str, lines: list[str]) -> None:
    leads = Leads([pattern])
    block = "\n".join(lines).encode()
    found = set(leads.indexes(block))

    for number, line in enumerate(lines):
        if re2.search(pattern, line) is not None:
            assert leads.is_blind or number in found


def test_pages_hold_whole_lines_with_their_numbers() -> None:
    data = b"".join(b"line %d\n" % n for n in range(1, 90)) + b"last"
    pages = list(read_pages(BytesIO(data), BLIND, size=100))

    lines = [(page.first + n, raw) for page in pages for n, raw in enumerate(page.raws)]
    assert lines == [*((n, b"line %d" % n) for n in range(1, 90)), (90, b"last")]
    assert len(pages) > 3


def test_many_rules_of_users_are_read_in_the_same_pass() -> None:
    users: tuple[UserRule, ...] = compile_rules(
        LogRule(id=f"rule-{n}", pattern=f"marker {n} of (?P<what>\\w+)") for n in range(20)
    )
    data = b"quiet\n" * 50 + b"marker 7 of carts\nmarker 17 of baskets\n"

    keys = [f.key for f in read_by(data, None, users=users) if f.rule.startswith("rule-")]

    assert sorted(keys) == ["baskets", "carts"]
