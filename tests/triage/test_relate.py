"""Issues that speak of the same things: words, rarity, nearest first."""

import pytest

from bot.model.match import IssueCard
from bot.triage.corpus import Corpus
from bot.triage.issue_words import issue_words, stem_of
from bot.triage.relate import MOST, relate
from tests.build import cluster, failure, verdict

ISSUES = {
    1: ("Docker build cannot compute cache key", "failed to solve: checksum of ref"),
    2: ("Login times out behind the proxy", "TimeoutError: connect to auth"),
    3: ("Deprecated logging imports", "unified_logger_factory is deprecated, use unified_logging"),
    4: ("Cart total is wrong", "AssertionError: expected 90 in tests/test_cart.py"),
    5: ("Mail service refuses connections", "ConnectionError: smtp"),
}

NEAREST = [
    ("the same things in other words", "Cache key error of docker builds", "", 1),
    ("another form of the same words", "Deprecation of imports for logging", "", 3),
    ("an identifier in its parts", "Logger", "uses unifiedLoggerFactory", 3),
    ("an error type that few have", "Something is slow", "TimeoutError", 2),
    ("a path in the text", "Checkout", "see tests/test_cart.py:12", 4),
]


@pytest.mark.parametrize(
    ("title", "body", "number"), [row[1:] for row in NEAREST], ids=[row[0] for row in NEAREST]
)
def test_the_issue_that_shares_what_is_rare_is_nearest(title: str, body: str, number: int) -> None:
    found = Corpus(ISSUES).like(title, body)
    assert max(found, key=lambda one: found[one].score) == number


def test_the_same_issue_is_as_like_as_can_be_and_a_stranger_is_not_found() -> None:
    corpus = Corpus(ISSUES)
    assert corpus.like(*ISSUES[4])[4].score == pytest.approx(1.0)
    assert corpus.like("Kangaroo", "") == {}


def test_what_is_shared_is_told_the_most_telling_first() -> None:
    found = Corpus(ISSUES).like("Docker cache key of the cart", "")[1]
    assert set(found.shared) == {"docker", "cache", "key"}


def test_words_of_any_failure_join_nothing_even_in_a_small_repository() -> None:
    corpus = Corpus({1: ("Request timed out after process exit", ""), 2: ("Basket is empty", "")})
    generic = corpus.like("Timed out: process exit code", "")[1].score
    telling = corpus.like("Empty basket of a guest", "")[2].score
    assert generic < telling


def test_a_title_counts_more_than_the_text_and_a_test_s_id_less_than_a_sentence() -> None:
    assert issue_words("Basket", "checkout") == {"basket": 4, "checkout": 1}
    assert issue_words("shop::basket", "") == {"shop": 2, "basket": 2}


def test_the_line_that_tells_the_error_counts_twice() -> None:
    words = issue_words("", "    basket = make()\nE   KeyError: 'voucher'")
    assert words["voucher"] == 2 * words["basket"]


@pytest.mark.parametrize(
    "forms",
    [
        ("deprecated", "deprecation", "deprecations"),
        ("dependency", "dependencies"),
        ("connect", "connected", "connecting", "connects", "connection"),
    ],
    ids=lambda forms: forms[0],
)
def test_forms_of_a_word_are_one_word(forms: tuple[str, ...]) -> None:
    assert len({stem_of(form) for form in forms}) == 1


def test_short_words_keep_their_endings() -> None:
    assert [stem_of(word) for word in ("bus", "red", "sing")] == ["bus", "red", "sing"]


HOSTILE = ["", "\x00" * 50, "@" * 5000, "A" * 50_000, "a_" * 20_000, "<!-- x -->" * 900]


@pytest.mark.parametrize("text", HOSTILE, ids=["empty", "nul", "at", "one word", "parts", "html"])
def test_any_text_can_be_asked_about(text: str) -> None:
    scores = Corpus({1: (text, text), **{n + 1: i for n, i in ISSUES.items()}}).like(text, text)
    assert all(0 <= one.score <= 1 for one in scores.values())


def test_a_person_s_issue_that_names_the_test_is_related() -> None:
    here = verdict(names=("test_total_with_discount[3]",))
    card = IssueCard(
        number=8, title="Flaky again", state="open", body="`test_total_with_discount` is red"
    )
    (found,) = relate(here, (), [card])
    assert (found.number, found.reason) == (8, "names the test test_total_with_discount")


@pytest.mark.parametrize(
    "body",
    ["test_total_with_discount_twice is red", "see atest_total_with_discount", "total discount"],
    ids=["longer at its end", "longer at its start", "only parts"],
)
def test_a_longer_name_is_another_test(body: str) -> None:
    here = verdict(names=("test_total_with_discount",))
    card = IssueCard(number=8, title="Red", state="open", body=body)
    assert "names the test" not in " ".join(r.reason for r in relate(here, (), [card]))


def test_a_plain_word_as_a_test_s_name_is_not_taken_for_a_mention() -> None:
    here = verdict(cluster=cluster(failures=(failure("authenticates"),)))
    card = IssueCard(number=8, title="Nobody authenticates here", state="open")
    assert "names the test" not in " ".join(r.reason for r in relate(here, (), [card]))


def test_only_the_nearest_of_many_are_related() -> None:
    here = verdict(
        slug="docker-build-cache-key", description="The log shows: cannot compute cache key"
    )
    cards = [
        IssueCard(
            number=n,
            title="Docker build cannot compute cache key" if n < 9 else f"Page {n}",
            state="open",
        )
        for n in range(1, 300)
    ]
    found = relate(here, (), cards)
    assert [one.number for one in found] == [1, 2, 3, 4, 5]
    assert len(found) == MOST
