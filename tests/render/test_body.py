"""The body of an issue says everything on its first screen, and nothing it must not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion

from bot.model.issue import TrackedIssue
from bot.render.body import MAX_BLOCK, issue_body, size
from bot.render.marker import marked_fingerprints
from bot.render.told import Output
from tests.build import cluster, failure, issue, verdict
from tests.render.hostile import TEXTS
from tests.render.reading import is_well_formed, live
from tests.render.views import CASES, LINKS, forty_tests, hostile, umbrella, uncollectable

OUTPUTS: tuple[Output, ...] = ("full", "redacted", "none")


@pytest.mark.parametrize("view", CASES.values(), ids=CASES)
def test_issue_body(view: TrackedIssue, markdown: SnapshotAssertion) -> None:
    assert issue_body(view, "redacted", LINKS) == markdown


def test_without_output_only_names_files_and_types_are_shown(markdown: SnapshotAssertion) -> None:
    assert issue_body(uncollectable(), "none", LINKS) == markdown


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_secret_is_shown_whatever_the_output(output: Output) -> None:
    token = "ghp_" + "a1B2" * 9

    body = issue_body(hostile(f"login failed with {token}"), output, LINKS)

    assert token not in body
    assert "[masked]" in body


def test_without_output_no_word_of_message_trace_or_log_is_shown() -> None:
    body = issue_body(CASES["a docker build with its log"], "none", LINKS)

    assert "failed to solve" not in body
    assert "Dockerfile" not in body


def test_full_output_shows_more_of_a_trace_than_redacted() -> None:
    long = failure(trace="\n".join(f"frame {n}" for n in range(150)))
    view = issue(verdict=verdict(cluster=cluster(failures=(long,))))

    assert "frame 77" in issue_body(view, "full", LINKS)
    assert "frame 77" not in issue_body(view, "redacted", LINKS)
    assert "frame 149" in issue_body(view, "redacted", LINKS)


def test_without_links_the_body_names_commits_and_files_all_the_same() -> None:
    body = issue_body(forty_tests(), "redacted", None)

    assert "`tests/test_shop.py:12`" in body
    assert "/blob/" not in body


def test_a_file_named_with_its_line_is_not_named_again_without() -> None:
    both = (failure(), failure("test_b", file="", line=None))

    body = issue_body(issue(verdict=verdict(cluster=cluster(failures=both))), "redacted", LINKS)

    assert "**Where:** [`tests/test_shop.py:12`]" in body
    assert "`tests/test_shop.py`](" not in body


def test_what_a_list_leaves_out_is_counted() -> None:
    body = issue_body(umbrella(60), "redacted", LINKS)

    assert "<summary>Causes (60)</summary>" in body
    assert "- +10 more" in body


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_hostile_text_leaves_nothing_alive_and_nothing_open(text: str) -> None:
    for output in OUTPUTS:
        body = issue_body(hostile(text), output, LINKS)

        assert live(body) == []
        assert is_well_formed(body)
        assert marked_fingerprints(body) == ("1:00ff",)
        assert [body.count(m) for m in ("<!-- gardener:begin", "<!-- gardener:end")] == [1, 1]
        assert body.count("<!-- gardener:1") == 1


@pytest.mark.parametrize(
    "text",
    ["x" * 70_000, "@" * 70_000, "`" * 70_000, "é😀" * 35_000, "\n" * 70_000, "a\n```\n" * 14_000],
    ids=["one long word", "mentions", "backticks", "emoji", "empty lines", "fences"],
)
@pytest.mark.parametrize("output", OUTPUTS)
def test_70000_characters_everywhere_fit_into_a_body(text: str, output: Output) -> None:
    view = hostile(text)
    tests = tuple(failure(f"{text[:300]}{n}", "boom") for n in range(500))
    crowded = replace(view.verdict, cluster=replace(view.verdict.cluster, failures=tests))
    prints = tuple(f"1:{n:016x}" for n in range(500))

    body = issue_body(replace(view, verdict=crowded, fingerprints=prints), output, LINKS)

    assert size(body) < MAX_BLOCK
    assert live(body) == []
    assert is_well_formed(body)
    assert marked_fingerprints(body) == prints
