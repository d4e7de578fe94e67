"""Which lines of a comment are commands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.commands.parse import MAX_COMMANDS, Parsed, parse_commands


def verbs(body: str) -> list[str]:
    return [command.verb for command in parse_commands(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/gardener why", [("why", ())]),
        ("Thanks!\n/gardener mute 7d\nBye.", [("mute", ("7d",))]),
        ("/gardener why\r\n/gardener help", [("why", ()), ("help", ())]),
        ("   /gardener\tReclassify  P0  ", [("reclassify", ("P0",))]),
        ("/Gardener Why", [("why", ())]),
        ("/gardener", [("help", ())]),
        ("/gardener mute <!-- for now --> 7d", [("mute", ("7d",))]),
        ("/gardener fly to #12", [("fly", ("to", "#12"))]),
        ("> quoted\n\n/gardener why", [("why", ())]),
        ("```\ncode\n```\n/gardener why", [("why", ())]),
        ("1. do\n   ```\n   code\n   ```\n/gardener why", [("why", ())]),
        ("<!-- note -->\n/gardener why", [("why", ())]),
        ("one ` tick\n/gardener why", [("why", ())]),
        ("<details>\n\n/gardener why\n\n</details>", [("why", ())]),
    ],
    ids=[
        "alone",
        "between other lines",
        "two, with Windows line ends",
        "blanks around and between",
        "a phone's capital letters",
        "the word alone asks for help",
        "a comment inside",
        "an unknown verb is still a command",
        "after a quote",
        "after a fence",
        "after a fence in a list",
        "after a comment",
        "after a lone backtick",
        "in a folded part",
    ],
)
def test_commands(body: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(c.verb, c.args) for c in parse_commands(body)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Write /gardener why",
        "`/gardener why`",
        "a `span over\n/gardener why\nlines` here",
        "``\n/gardener why ` still\n``",
        "```\n/gardener close\n```",
        "````\n```\n/gardener close\n```\n````",
        "~~~ yaml\n/gardener close\n~~~",
        "```\n/gardener close",
        "- ```\n  /gardener close\n  ```",
        "1. ```\n   /gardener close\n   ```",
        "- ```\n```\n/gardener close\n```",
        "  ```\n/gardener close\n  ```",
        "> /gardener close",
        "> quote\n/gardener close",
        "- > quote\n/gardener close",
        "> a\n>> b\n/gardener close",
        "    /gardener close",
        "\t/gardener close",
        "<!-- /gardener close -->",
        "<!--\n/gardener close\n-->",
        "<!-- never ends\n/gardener close",
        "<pre>\n/gardener close\n</pre>",
        "<pre><code>\n/gardener close\n</code></pre>",
        "<blockquote>\n/gardener close\n</blockquote>",
        "> q\n```\n\n/gardener close\n```",
        "/gardeners close",
        "/gardener-bot close",
        "//gardener close",
        "- /gardener close",
        "On Monday alice wrote:\n> /gardener reclassify p0\n> thanks",
    ],
)
def test_no_command(body: str) -> None:
    assert verbs(body) == []


def test_ten_commands_are_read_and_the_rest_is_told() -> None:
    found = parse_commands("/gardener why\n" * 50)
    assert [c.verb for c in found[:MAX_COMMANDS]] == ["why"] * MAX_COMMANDS
    assert len(found) == MAX_COMMANDS + 1
    assert "at most 10" in found[-1].problem


def test_a_command_knows_its_line() -> None:
    assert parse_commands("a\n\n  /gardener mute 7d") == (
        Parsed(verb="mute", args=("7d",), text="/gardener mute 7d", line=3),
    )


def test_a_huge_comment_is_read_in_no_time() -> None:
    body = ("` " * 20_000 + "\n") + "> x\n" * 10_000 + "\n/gardener why"
    assert verbs(body) == ["why"]
    assert verbs("`a`\n" * 16_000 + "/gardener why") == ["why"]
    assert verbs("a " + "`" * 65_000 + "\n/gardener why") == ["why"]
    assert verbs("a ".join("`" * n for n in range(2, 300)) + "\n/gardener why") == ["why"]


MARKDOWN = MarkdownIt("commonmark")
PIECES = st.sampled_from(
    [
        "/gardener why",
        "  /gardener why",
        "    /gardener why",
        "text",
        "",
        "```",
        "````",
        "~~~",
        "> q",
        ">",
        "- item",
        "1. one",
        "`",
        "a `` b",
        "<!--",
        "-->",
        "<!-- x -->",
        "# head",
        "---",
        "  continued",
    ]
)


def spoken_lines(body: str) -> set[int]:
    """The lines that CommonMark shows as plain text outside quotes, counted from 1."""
    spoken: set[int] = set()
    depth = 0
    for token in MARKDOWN.parse(body):
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        if token.type != "inline" or depth or token.map is None:
            continue
        line = token.map[0] + 1
        for child in token.children or []:
            if child.type == "text" and child.content.startswith("/gardener"):
                spoken.add(line)
            line += child.type in ("softbreak", "hardbreak")
            line += child.content.count("\n") if child.type != "text" else 0
    return spoken


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=9))
def test_no_command_where_commonmark_shows_none(pieces: list[str]) -> None:
    body = "\n".join(pieces)
    found = parse_commands(body)
    spoken = spoken_lines(body)
    if "`" in pieces or "a `` b" in pieces:
        assert len(found) <= len(spoken)  # inside a code span lines cannot be told apart
    else:
        assert {c.line for c in found} <= spoken
