"""Titles, labels and markers keep GitHub's limits."""

import re

import pytest

from bot.model.issue import Field, Override
from bot.model.names import Kind, Origin, Severity
from bot.render.labels import STYLES, issue_labels, label_style
from bot.render.marker import issue_marker, marked_fingerprints
from bot.render.title import MAX_CHARS, issue_title
from tests.build import NOW, issue, verdict


def test_the_title_says_kind_origin_severity_and_cause() -> None:
    assert issue_title(issue()) == "failing-test-regression-p1-shop-boom"


def test_a_persons_title_is_kept() -> None:
    own = Override(field=Field.TITLE, value="Cart is broken", by="alice", at=NOW)

    assert issue_title(issue(overrides=(own,))) == "Cart is broken"


@pytest.mark.parametrize(
    "slug", ["word-" * 100, "x" * 500, "a\nb\x1b[31m\u202e" * 100], ids=["words", "one", "hidden"]
)
def test_a_title_is_one_line_of_at_most_200_characters(slug: str) -> None:
    title = issue_title(issue(verdict=verdict(slug=slug)))

    assert len(title) <= MAX_CHARS
    assert title.isprintable()
    assert title.endswith("…")


def test_every_label_has_a_color_and_keeps_the_limits() -> None:
    assert len(STYLES) == len(Kind) * len(Origin) * len(Severity)
    for name, style in STYLES.items():
        assert style.name == name
        assert len(name) <= 50
        assert len(style.description) <= 100
        assert re.fullmatch("[0-9a-f]{6}", style.color)


def test_an_issue_gets_its_class_and_the_base_label() -> None:
    names = [style.name for style in issue_labels(verdict(), "test-gardener")]

    assert names == ["failing-test-regression-p1", "test-gardener"]


def test_the_more_urgent_the_redder() -> None:
    assert len({STYLES[f"failing-test-new-{s}"].color for s in Severity}) == len(Severity)


def test_labels_of_others_have_no_style() -> None:
    assert label_style("bug", "test-gardener") is None


def test_a_marker_gives_its_fingerprints_back() -> None:
    prints = tuple(f"1:{n:016x}" for n in range(500))

    assert marked_fingerprints(f"{issue_marker(prints)}\r\nrest") == prints


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "no marker",
        'text\n<!-- gardener:1 {"fingerprints": ["1:a"]} -->',
        "<!-- gardener:1 {broken} -->",
        '<!-- gardener:1 {"fingerprints": 5} -->',
        '<!-- gardener:2 {"fingerprints": ["1:a"]} -->',
    ],
)
def test_what_is_no_marker_on_the_first_line_gives_nothing(body: str | None) -> None:
    assert marked_fingerprints(body) == ()


def test_a_fingerprint_cannot_end_the_marker() -> None:
    marker = issue_marker(["1:--><b>"])

    assert marker.count("-->") == 1
    assert marked_fingerprints(marker) == ("1:--><b>",)
