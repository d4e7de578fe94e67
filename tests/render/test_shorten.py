"""Long output is cut in the middle or at its end, and says so."""

import pytest

from bot.render.phrases import code_list, sparkline
from bot.render.shorten import head, head_and_tail


def test_a_short_text_stays_whole() -> None:
    assert head("a\nb", lines=2, chars=100) == "a\nb"
    assert head_and_tail("a\nb", lines=2, chars=100) == "a\nb"


def test_the_head_counts_what_it_leaves_out() -> None:
    assert head("a\nb\nc", lines=1, chars=100) == "a\n… 2 more lines"
    assert head("a\nb", lines=1, chars=100) == "a\n… 1 more line"


def test_a_trace_keeps_its_beginning_and_its_end() -> None:
    text = "\n".join(f"line {n}" for n in range(20))

    cut = head_and_tail(text, lines=8, chars=1000)

    assert cut.split("\n") == [
        "line 0",
        "line 1",
        "… 12 lines left out …",
        *(f"line {n}" for n in range(14, 20)),
    ]


@pytest.mark.parametrize("text", ["x" * 5000, "x\n" * 5000, ("x" * 400 + "\n") * 50, "", "\n\n"])
def test_what_is_cut_fits(text: str) -> None:
    assert len(head(text, lines=10, chars=300)) <= 340
    assert len(head_and_tail(text, lines=10, chars=300)) <= 360


def test_a_list_of_names_tells_how_many_more_there_are() -> None:
    assert code_list(["a", "b", "a", "c"], 2) == "`a`, `b` and 1 more"
    assert code_list([]) == ""


@pytest.mark.parametrize(
    ("numbers", "bars"), [([], ""), ([0, 0], "▁▁"), ([1, 4, 8], "▁▄█"), ([5], "█")]
)
def test_a_sparkline_is_as_high_as_its_highest(numbers: list[int], bars: str) -> None:
    assert sparkline(numbers) == bars
