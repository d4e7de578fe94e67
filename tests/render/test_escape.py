"""A stranger's text stays text, whatever it tries."""

import pytest
from hypothesis import given

from bot.render.escape import BREAK, clean, code_span, fence, inline, plain, prose
from tests.render.hostile import HOSTILE, TEXTS
from tests.render.reading import code_blocks, is_well_formed, live, tokens


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("ask @team", f"ask @{BREAK}team"),
        ("see #12", f"see #{BREAK}12"),
        ("fixes #12", f"fixes #{BREAK}12"),
        ("acme/shop#1", f"acme/shop#{BREAK}1"),
        ("GH-12", f"GH-{BREAK}12"),
        ("https://x.example", f"https:{BREAK}//x.example"),
        ("www.x.example", f"www{BREAK}.x.example"),
        (":tada:", f":{BREAK}tada:"),
        ("test_a.py::test_b: boom", "test_a.py::test_b: boom"),
        ("/gardener close", f"/{BREAK}gardener close"),
        ("<b>", "&lt;b&gt;"),
        ("-->", "\\--&gt;"),
        ("&#64;team", f"&amp;#{BREAK}64;team"),
        ("a|b", "a\\|b"),
        ("`x`", "\\`x\\`"),
        ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
        ("__init__ and a_b", "\\_\\_init\\_\\_ and a_b"),
        ("# not a heading", "\\# not a heading"),
        ("1. not a list", "1\\. not a list"),
        ("- not a list", "\\- not a list"),
        ("C:\\temp\\x", "C:\\\\temp\\\\x"),
        ("costs $500K and $120K", "costs $500K and $120K"),
        ("$x$", "&#36;x&#36;"),
        ("a\n\n  b", "a b"),
        (
            "plain: expected 200, got 500 (test_a.py:12)",
            "plain: expected 200, got 500 (test_a.py:12)",
        ),
    ],
)
def test_inline_text_is_made_inert_and_stays_readable(text: str, escaped: str) -> None:
    assert inline(text) == escaped


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://x.example\x07link\x1b]8;;\x07", "link"),
        ("a\x00b\x07c", "abc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ud800", "\ufffd"),
        ("<!-- gardener:end -->", "<!- - gardener:end -->"),
        ("token=a1b2c3d4e5f6", "token=[masked]"),
        ("👩\u200d💻 ok", "👩\u200d💻 ok"),
    ],
)
def test_clean_takes_out_what_cannot_be_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("a``b`", "``` a``b` ```"),
        ("", "`-`"),
        ("a\nb", "`a b`"),
    ],
)
def test_a_code_span_is_longer_than_the_backticks_inside(text: str, span: str) -> None:
    assert code_span(text) == span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the log rule `ssot` says so", "the log rule `ssot` says so"),
        ("`@team` asks @team", f"`@team` asks @{BREAK}team"),
        ("one ` alone", "one \\` alone"),
    ],
)
def test_code_within_a_sentence_stays_code(text: str, said: str) -> None:
    assert prose(text) == said


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert inline("x" * 500, 10) == "x" * 9 + "…"


def test_plain_keeps_line_breaks_and_says_how_many_lines_are_left_out() -> None:
    assert plain("a\n\n# b\nc", lines=2) == "a<br>\n\\# b<br>\n… and 1 more"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_without_anything_alive(text: str) -> None:
    line = inline(text)

    assert live(line) == []
    assert [t.type for t in tokens(line)] in ([], ["paragraph_open", "inline", "paragraph_close"])


@given(TEXTS)
def test_no_text_makes_a_list_item_more_than_one_line_of_text(text: str) -> None:
    item = f"- x {inline(text)}\n- {inline(text)}.\n- {prose(text)}."

    kinds = {t.type for t in tokens(item)}

    assert live(item) == []
    assert kinds <= {
        *("bullet_list_open", "list_item_open", "paragraph_open", "inline"),
        *("paragraph_close", "list_item_close", "bullet_list_close"),
    }


@given(TEXTS)
def test_a_code_span_is_one_piece_of_code(text: str) -> None:
    children = tokens(f"a {code_span(text)} b")[1].children or []

    assert [c.type for c in children] == ["text", "code_inline", "text"]


@given(TEXTS)
def test_a_table_cell_stays_one_cell(text: str) -> None:
    cells = (inline(text), code_span(text, in_table=True), prose(text, in_table=True))
    table = f"| a | b | c |\n|---|---|---|\n| {' | '.join(cells)} |\n\nafter"

    parsed = tokens(table)

    assert sum(t.type == "td_open" for t in parsed) == 3
    assert sum(t.type == "tr_open" for t in parsed) == 2
    assert live(table) == []


@given(TEXTS)
def test_a_fence_holds_the_whole_text_and_ends(text: str) -> None:
    block = fence(text)

    assert code_blocks(block) == [clean(text).strip("\n") + "\n"]
    assert is_well_formed(block)


@given(TEXTS)
def test_clean_text_can_always_be_sent(text: str) -> None:
    sent = clean(text)

    assert sent.encode().decode() == sent
