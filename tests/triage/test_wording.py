"""What causes are called, message by message."""

import pytest

from bot.triage.words.index import may_fit
from bot.triage.words.row import Wording
from bot.triage.words.wording import WORDINGS, cause_words, said_words, spaced


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row.called)
def test_the_example_of_a_wording_is_called_so(row: Wording) -> None:
    assert " ".join(cause_words("", row.example)) == row.called


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row.called)
def test_no_wording_is_said_of_every_failure(row: Wording) -> None:
    assert not row.pattern.search("AssertionError: assert 'value' == 'other'")
    assert not row.pattern.search("Process completed with exit code 1.")
    assert not row.pattern.search("test_cart.py:12: FAILED after 30 s in job 401 of run 429")


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row.called)
def test_asking_all_rows_at_once_misses_none(row: Wording) -> None:
    for text in (row.example, row.example.upper(), f"é\u202e {row.example} größe"):
        alone = [n for n, one in enumerate(WORDINGS) if one.pattern.search(text)]
        assert set(alone) <= set(may_fit(WORDINGS, text))


@pytest.mark.parametrize(
    "text", ["\ud800 lone", "\x00" * 9, "", "'größe' has no attribute 'länge'"]
)
def test_any_text_can_be_asked_about(text: str) -> None:
    alone = [n for n, one in enumerate(WORDINGS) if one.pattern.search(text)]
    assert set(alone) <= set(may_fit(WORDINGS, text))


NOT_CAUSES = [
    ("a value under test", "AssertionError", "assert 'connection refused' == 'ok'"),
    ("a number beside a status", "AssertionError", "assert 404 == 401"),
    ("a word of an option's list", "AssertionError", "is not one of 'foo', 'bar'"),
    ("a parameter of that name", "AssertionError", "assert {'timeout': 3} == {}"),
]


@pytest.mark.parametrize(
    ("kind", "text"), [row[1:] for row in NOT_CAUSES], ids=[row[0] for row in NOT_CAUSES]
)
def test_what_only_looks_like_a_cause_is_none(kind: str, text: str) -> None:
    assert cause_words(kind, text) == ()


def test_the_message_is_asked_when_the_cut_down_cause_has_lost_the_name() -> None:
    lost = cause_words("FunctionClauseError", "no clause", "no function clause matching in A.add/2")
    assert lost == ("no", "function", "clause", "add")


def test_plain_types_are_no_cause_but_particular_ones_are() -> None:
    assert cause_words("java.lang.IllegalStateException".rpartition(".")[2], "closed") == ()
    assert cause_words("NegotiationError", "closed") == ("negotiation",)


SAID = [
    ("cart 17 was closed before checkout", ("cart", "closed", "checkout")),
    ("Bean com.acme.Service is not initialised", ("bean", "initialised")),
    ("no manager there", ()),
    ("key 'abc' of /tmp/a/b=3 at 0x7f is wrong", ()),
]


@pytest.mark.parametrize(("text", "words"), SAID, ids=[row[0] for row in SAID])
def test_telling_words_leave_values_paths_and_quotes_out(text: str, words: tuple[str, ...]) -> None:
    assert said_words(text) == words


def test_names_are_spaced_the_way_people_write_them() -> None:
    assert spaced("shop.WebSocketManager") == "websocket manager"
    assert spaced("App\\Coupon\\Calculator") == "calculator"
