"""The bot's block goes into a body; what people wrote stays as they wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.body import MAX_BODY, issue_body, size, splice
from bot.render.escape import Markdown
from bot.render.marker import BEGIN, END, marked_fingerprints
from tests.build import issue
from tests.render.hostile import TEXTS
from tests.render.reading import is_well_formed
from tests.render.views import CASES, LINKS

OLD = issue_body(issue(), "redacted", LINKS)
NEW = issue_body(CASES["two passes of three"], "redacted", LINKS)
PEOPLE = st.text(alphabet=st.characters(exclude_characters="<"), max_size=200) | TEXTS.map(
    lambda text: text.replace("<!-- gardener", "")
)


@pytest.mark.parametrize("old", [None, "", " \n"], ids=["None", "empty", "blank"])
def test_an_empty_body_becomes_the_block(old: str | None) -> None:
    assert splice(old, NEW) == NEW


def test_the_block_takes_the_place_of_the_old_one() -> None:
    assert splice(OLD, NEW) == NEW


@given(PEOPLE, PEOPLE)
def test_text_before_and_after_the_block_stays(before: str, after: str) -> None:
    marker, _, core = OLD.partition("\n")
    body = splice(f"{marker}\n{before}\n{core}\n{after}", NEW)

    assert before in body
    assert body.endswith(after)
    assert marked_fingerprints(body) == ("1:boom",)
    assert [body.count(m) for m in ("<!-- gardener:1", BEGIN, END)] == [1, 1, 1]


@given(PEOPLE)
def test_splicing_twice_changes_nothing_more(text: str) -> None:
    once = splice(text, NEW)

    assert splice(once, NEW) == once


def test_a_body_edited_in_a_browser_has_other_line_ends_and_is_found_all_the_same() -> None:
    edited = ("My note.\n\n" + OLD + "\n\nAnother.\n").replace("\n", "\r\n")

    body = splice(edited, NEW)

    assert marked_fingerprints(body) == ("1:boom",)
    assert "My note.\r\n\r\n" in body
    assert body.endswith("\r\n\r\nAnother.\r\n")
    assert body.count(BEGIN) == 1


def test_without_markers_the_block_goes_to_the_end() -> None:
    body = splice("I rewrote all of it.", NEW)

    marker, _, core = NEW.partition("\n")
    assert body == f"{marker}\nI rewrote all of it.\n\n{core}"


def test_with_the_end_marker_gone_no_text_is_lost() -> None:
    body = splice(OLD.replace(END, "") + "\nmine", NEW)

    assert "\nmine" in body
    assert body.count(BEGIN) == body.count(END) == 1
    assert marked_fingerprints(body) == ("1:boom",)


def test_text_after_a_stray_begin_marker_is_kept() -> None:
    body = splice(f"{BEGIN}\nmine\n{OLD}", NEW)

    assert "\nmine\n" in body
    assert body.count(BEGIN) == 1


def test_folded_parts_give_way_to_a_long_text_of_people() -> None:
    long = "x" * (MAX_BODY - len(NEW) + 100)
    body = splice(long, NEW)

    assert long in body
    assert size(body) <= MAX_BODY
    assert 0 < body.count("<details>") < NEW.count("<details>")
    assert is_well_formed(body)


def test_a_body_without_any_room_stays_as_it_is() -> None:
    full = "x" * (MAX_BODY - 100)

    assert splice(full, NEW) == full


def test_what_only_looks_like_a_folded_part_inside_a_fence_is_not_cut_in_half() -> None:
    core = "\n```\n<details>\n```\n\n<details><summary>A</summary>\n\na\n\n</details>\n\nfoot\n\n"
    block = Markdown(f"<!-- gardener:1 {{}} -->\n{BEGIN}\n{core}{END}")

    body = splice("x" * (MAX_BODY - 140), block)

    assert "```\n<details>\n```" in body
    assert "<summary>" not in body
