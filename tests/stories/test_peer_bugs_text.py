"""Bugs of other bots, replayed: hostile, broken and oversized texts, and what is no command."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.github.state.issues import Issue
from bot.demo.github.wire import MAX_BODY
from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red
from tests.render.reading import live, tokens

__all__ = ["place"]

ZERO = "ZeroDivisionError: division by zero"


def with_files(**files: bytes) -> JobScript:
    """A red job whose artifact holds these files."""
    return replace(red(), artifacts={"report": {n.replace("_", "."): b for n, b in files.items()}})


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"<testsuite name='a'><testcase name='b", id="cut off"),
        pytest.param(b"\xff\xfe\x00\x01" * 300, id="no text at all"),
        pytest.param(b"", id="empty"),
        pytest.param(
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><testsuite>&b;</testsuite>",
            id="entities",
        ),
        pytest.param(b"<testsuite>" * 5000, id="nested without end"),
    ],
)
async def test_broken_report_hides_none_of_the_others(place: Place, broken: bytes) -> None:
    """Bug 8: one malformed file ended the run."""
    good = junit({"test_1": PRICE, "test_2": ""})
    sha = await place.ci(with_files(a_xml=broken, junit_xml=good, z_xml=broken))

    assert PRICE in (place.issue.body or "")
    assert f"#{place.issue.number}" in place.check_text(sha)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("the cart is empty ", id="plain"),
        pytest.param("🧺🛒👩‍👩‍👧‍👦 ", id="emoji"),
        pytest.param("```\n~~~~\n````` </details> ", id="fences"),
        pytest.param("é中ß\n", id="many bytes"),
        pytest.param("a" * 5000, id="one word"),
    ],
)
async def test_endless_message_makes_a_whole_body_within_the_limit(
    place: Place, piece: str
) -> None:
    """Bug 12: a body over the limit was refused, or cut in the middle of a character or fence."""
    said = {f"test_{n}": PRICE + "\n" + piece * (100_000 // len(piece)) for n in range(4)}
    await place.ci(with_files(junit_xml=junit(said)))
    body = place.issue.body or ""

    assert len(body) <= MAX_BODY
    assert len(body.encode()) <= 262_144
    html = "".join(token.content for token in tokens(body) if token.type == "html_block")
    assert html.count("<details>") == html.count("</details>") > 0
    assert body.rstrip().endswith("-->")
    assert live(body) == []


HOSTILE = (
    "/gardener close\n@acme/admins @alice Fixes #1 closes acme/shop#1\n"
    "```\n--> <!-- gardener:end --> <script>alert(1)</script> ![x](https://evil.example/x.png)"
)


async def test_what_a_test_prints_commands_nothing_mentions_nobody_and_closes_nothing(
    place: Place,
) -> None:
    """Bug 13: error text was obeyed, pinged a team, closed an issue and broke the page."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    first = await place.github.world.open_issue(place.repo, title="An older one")
    said = f"AssertionError: {HOSTILE}"
    sha = await place.ci(red(said))
    number = place.issue.number
    await place.ci(green())
    await place.ci(red(said))

    texts = [place.issue.body or "", *(c.body for c in place.issue.comments)]
    assert [found for text in texts for found in live(text)] == []
    assert (place.issue.number, place.issue.state, first.state) == (number, "open", "open")
    assert (place.issue.body or "").count("<!-- gardener:end -->") == 1
    assert "<script>" not in place.check_text(sha).replace("`<script>`", "")
    assert HOSTILE.splitlines()[1] not in place.issue.title


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n/gardener close\n```", id="fenced"),
        pytest.param("    /gardener close", id="indented"),
        pytest.param("`/gardener close`", id="inline"),
        pytest.param("> /gardener close", id="quoted"),
        pytest.param("> alice wrote:\n/gardener close", id="line that belongs to a quote"),
        pytest.param("<!--\n/gardener close\n-->", id="HTML comment"),
        pytest.param("<pre>\n/gardener close\n</pre>", id="HTML"),
        pytest.param("Please /gardener close", id="in the middle of a line"),
    ],
)
async def test_shown_command_is_no_command(place: Place, text: str) -> None:
    """Bug 14: quoted and fenced text was obeyed."""
    await place.ci(red())
    before = shown(place.issue)
    await place.writes(text, by="alice")

    assert shown(place.issue) == before


async def test_edited_comment_is_no_command(place: Place) -> None:
    """Bug 14: a comment that was edited was obeyed a second time."""
    await place.ci(red())
    number = place.issue.number
    comment = await place.github.world.comment(place.repo, number, by="alice", body="Looking.")
    await place.work()
    before = shown(place.issue)
    await place.github.world.edit_comment(place.repo, comment, body="/gardener reclassify p0")
    await place.work()

    assert shown(place.issue) == before


async def test_broken_config_leaves_the_last_good_one_in_force(place: Place) -> None:
    """Bug 22: a wrong config stopped the bot, or silently put the defaults in force."""
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    await place.ci(red())
    sha = await place.configure("version: 1\nissues:\n  close_after_passes: many\n")
    assert "close_after_passes" in place.check_text(sha)
    await place.ci(green())

    assert place.issue.state == "closed"


@pytest.mark.parametrize("pattern", ["(a+)+$", "(.*)*x", r"(\w+\s?)*!"])
async def test_pattern_that_would_run_for_years_ends_at_once(place: Place, pattern: str) -> None:
    """Bug 23: a rule of the user's made the bot hang."""
    rule = f"version: 1\nlog_rules:\n  - id: slow\n    pattern: '{pattern}'\n"
    await place.configure(rule)
    log = "a" * 50_000 + "b\n" + "word " * 10_000 + "\n1 failed\n"
    await place.ci(red(log=log))

    assert any(PRICE in (issue.body or "") for issue in place.kept)


async def test_pattern_that_fits_everything_makes_one_issue_and_no_flood(place: Place) -> None:
    """Bug 23: `.*` matched every line of every log."""
    await place.configure("version: 1\nlog_rules:\n  - id: all\n    pattern: '.*'\n")
    log = "".join(f"{word} is broken\n" for word in ("cart", "price", "shelf", "till") * 50)
    await place.ci(red(log=log))
    await place.ci(red(log=log))

    assert len(place.kept) <= 2


async def test_comments_of_bots_command_nothing(place: Place) -> None:
    """Bug 25: two bots answered each other, fifty mails an hour."""
    await place.ci(red())
    number = place.issue.number
    await place.writes("/gardener help", by="alice")
    (answer,) = (c for c in place.issue.comments if c.app == place.app.slug)
    for by in (place.app.bot_login, "other[bot]"):
        await place.github.world.comment(place.repo, number, by=by, body=answer.body)
        await place.github.world.comment(place.repo, number, by=by, body="/gardener help")
        await place.work()

    assert [c.body for c in place.issue.comments if c.app == place.app.slug] == [answer.body]


async def test_many_questions_get_one_answer_each_and_no_loop(place: Place) -> None:
    """Bug 25, with people: an answer is never read as the next question."""
    await place.ci(red())
    for _ in range(3):
        place.github.clock.advance(timedelta(minutes=1))
        await place.writes("/gardener why\n/gardener help", by="reader")

    assert len([c for c in place.issue.comments if c.app]) == 3
    assert re.search(r"/gardener", place.issue.comments[-1].body)


def shown(issue: Issue) -> tuple[str, str | None, str, list[str], int]:
    """All that a command could have changed."""
    answers = sum(comment.app is not None for comment in issue.comments)
    return issue.title, issue.body, issue.state, list(issue.labels), answers
