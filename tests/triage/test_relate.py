"""Issues that speak of the same things: words, rarity, nearest first."""

from typing import Any

import pytest

from bot.model.issue import Occurrence, Related, TrackedIssue
from bot.model.match import IssueCard
from bot.triage.corpus import Corpus
from bot.triage.issue_words import issue_words, stem_of
from bot.triage.relate import MOST, Neighborhood, Stand, relate
from tests.build import cluster, failure, issue, sighting, verdict

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


def failed_in(number: int, cause: str, *runs: int, **change: Any) -> TrackedIssue:
    """An issue of another file that failed in these runs."""
    rows = tuple(Occurrence(seen=sighting(n), failed=1, ran=10) for n in reversed(runs))
    one = failure(f"test_{cause}", cause, file="", test_file=f"tests/{cause}.py", message=cause)
    other = verdict(cause, cluster=cluster(cause, failures=(one,), message=cause))
    return issue(number, verdict=other, occurrences=rows, **change)


def near(home: TrackedIssue, *others: TrackedIssue) -> dict[int, Related]:
    found = Neighborhood([home, *others]).near(home.verdict, Stand(home=home))
    return {one.number: one for one in found}


def test_issues_that_failed_in_the_same_runs_are_related() -> None:
    home = failed_in(7, "apples", 2, 3, 5, 8)
    found = near(home, failed_in(8, "pears", 2, 3, 5, 8), failed_in(9, "plums", 2, 3, 5, 9))
    assert "failed in the same 4 runs" in found[8].reason
    assert "failed in 3 of 5 runs together" in found[9].reason
    assert found[8].score > found[9].score


def test_one_common_run_is_no_reason() -> None:
    found = near(failed_in(7, "apples", 2, 4), failed_in(8, "pears", 2))
    assert not any("runs" in one.reason for one in found.values())


def test_runs_in_which_everything_failed_say_little() -> None:
    home = failed_in(7, "apples", 2, 3, 5, 8)
    crowd = [failed_in(n, f"pears{n}", 2, 3, 5, 8) for n in range(20, 60)]
    assert not any("runs" in one.reason for one in near(home, *crowd).values())


TWINS = {
    "open on another branch": (
        {"branch": "release/2"},
        "the same cause fails on release/2 as well",
    ),
    "closed on another branch": (
        {"branch": "release/2", "state": "closed"},
        "the same cause failed on release/2 as well",
    ),
    "in another workflow": (
        {"workflow": ".github/workflows/nightly.yml"},
        "the same cause fails in nightly.yml as well",
    ),
    "on the same branch": ({}, "the same cause;"),
}


@pytest.mark.parametrize(("change", "reason"), TWINS.values(), ids=TWINS.keys())
def test_a_twin_says_where_it_fails(change: dict[str, Any], reason: str) -> None:
    found = near(issue(12), issue(7, "bang", fingerprints=("1:bang", "1:boom"), **change))
    assert found[7].reason.startswith(reason)


def test_a_new_cause_finds_its_twin_by_branch_and_workflow_of_the_run() -> None:
    twin = issue(7, branch="release/2", verdict=verdict("bang"))
    stand = Stand(run=("main", ".github/workflows/ci.yml"))
    (found,) = Neighborhood([twin]).near(verdict("boom"), stand)
    assert found.reason.startswith("the same test fails on release/2 as well")


def card(number: int, body: str, **change: Any) -> IssueCard:
    return IssueCard(**{"number": number, "title": "Red", "state": "open", "body": body, **change})


def test_a_pull_request_is_related_by_what_it_names_and_not_by_its_words() -> None:
    here = verdict(cluster=cluster(names=("test_total_with_discount",), message="no such voucher"))
    words = "no such voucher: AssertionError in shop, says boom"
    pulls = [
        card(8, "fixes test_total_with_discount", kind="pull request", state="merged"),
        card(9, words, kind="pull request"),
    ]
    (found,) = relate(here, (), pulls)
    assert (found.number, found.state, found.offer) == (8, "merged", "")
    assert found.reason == "pull request that names the test test_total_with_discount"


ADOPT = {
    "a person's open issue": ({"author": "alice"}, "adopt"),
    "a closed one": ({"author": "alice", "state": "closed"}, ""),
    "one of a bot": ({"author": "helper[bot]"}, ""),
}


@pytest.mark.parametrize(("change", "offer"), ADOPT.values(), ids=ADOPT.keys())
def test_taking_it_over_is_offered_for(change: dict[str, Any], offer: str) -> None:
    here = verdict(names=("test_total_with_discount",))
    (found,) = relate(here, (), [card(8, "test_total_with_discount", **change)])
    assert found.offer == offer


def test_naming_only_the_file_offers_nothing() -> None:
    (found,) = relate(verdict(), (), [card(8, "tests/test_shop.py", author="alice")])
    assert found.offer == ""


def test_what_nobody_can_look_up_now_stays_without_its_state_unless_it_was_merged() -> None:
    before = tuple(
        Related(number=n, title="t", state=state, reason="names the test", score=0.6)
        for n, state in ((3, "open"), (4, "merged"))
    )
    found = near(issue(12, related=before))
    assert {n: one.state for n, one in found.items()} == {3: "", 4: "merged"}


def test_what_people_linked_comes_first_in_the_state_it_has_now_and_takes_no_place() -> None:
    by_hand = Related(number=40, title="old", state="open", reason="linked by alice", score=1.0)
    home = issue(12, linked=(40,), related=(by_hand,))
    others = [issue(n, f"c{n}") for n in range(20, 30)]
    linked = issue(40, "bang", state="closed", state_reason="completed")
    found = Neighborhood([home, linked, *others]).near(home.verdict, Stand(home=home))
    assert (found[0].number, found[0].state) == (40, "closed (completed)")
    assert found[0].reason == "linked by alice"
    assert len(found) == 1 + MOST
