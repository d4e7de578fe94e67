"""Which issue tracks a verdict, and which are related to it."""

from typing import Any

import pytest

from bot.model.issue import TrackedIssue
from bot.model.match import IssueCard
from bot.model.names import LogCause
from bot.model.verdict import Verdict
from bot.triage.explain import explain
from bot.triage.fingerprint import fingerprint_message
from bot.triage.grouping.similar import alike
from bot.triage.match import match
from bot.triage.relate import relate
from tests.build import cluster, failure, finding, issue, prints, verdict


def closed(number: int, cause: str = "boom") -> TrackedIssue:
    return issue(number, cause, state="closed", state_reason="completed")


def number_of(verdicts: list[Verdict], known: list[TrackedIssue]) -> list[int | None]:
    return [m.issue.number if m.issue else None for m in match(verdicts, known)]


KNOWN = {
    "nothing known": ([], None),
    "its own issue": ([issue(12)], 12),
    "another cause": ([issue(12, "bang")], None),
    "a closed one alone": ([closed(3)], 3),
    "an open one before a lower closed one": ([closed(3), issue(12)], 12),
    "the lowest of several open ones": ([issue(40), issue(12)], 12),
    "an alias of the issue": ([issue(12, "bang", fingerprints=("1:bang", "1:boom"))], 12),
}


@pytest.mark.parametrize(("known", "number"), KNOWN.values(), ids=KNOWN.keys())
def test_a_verdict_finds(known: list[TrackedIssue], number: int | None) -> None:
    assert number_of([verdict()], known) == [number]


def test_an_alias_of_the_verdict_finds_the_issue() -> None:
    merged = verdict(cluster=cluster("bang", aliases=("1:boom",)))
    assert number_of([merged], [issue(12)]) == [12]


def said(text: str, test: str = "test_a") -> dict[str, Any]:
    print_ = prints(text, test)
    one = failure(test, fingerprints=print_)
    return {"cluster": cluster(text, failures=(one,), fingerprint=print_.cause)}


LONG = "the storage of the shop did not accept the order {} of the customer"


def test_a_message_alike_of_the_same_test_finds_the_issue() -> None:
    known = issue(12, verdict=verdict(**said(LONG.format("q7x"))))
    (found,) = match([verdict(**said(LONG.format("q8y")))], [known])
    assert found.issue == known
    assert found.how.startswith("same test, message 9")


@pytest.mark.parametrize(
    "change", [said(LONG.format("red")), said(LONG.format("q8y"), "test_b")], ids=["words", "test"]
)
def test_other_words_or_another_test_do_not(change: dict[str, Any]) -> None:
    known = issue(12, verdict=verdict(**said(LONG.format("q7x"))))
    assert number_of([verdict(**change)], [known]) == [None]


def test_two_verdicts_alike_do_not_share_an_issue_but_two_of_its_causes_do() -> None:
    known = issue(12, verdict=verdict(**said(LONG.format("q7x"))))
    alike_both = [verdict(**said(LONG.format("q8y"))), verdict(**said(LONG.format("q9z")))]
    assert number_of(alike_both, [known]) == [12, None]
    both = issue(12, fingerprints=("1:boom", "1:bang"))
    assert number_of([verdict("boom"), verdict("bang")], [both]) == [12, 12]


FALLBACK = "Docker unavailable - activating enhanced fallback (Issues #680, #773, #860)"


def test_numbers_that_the_log_names_are_related_with_their_state() -> None:
    log = verdict(
        cluster=cluster(
            names=(), findings=(finding(cause=LogCause.DOCKER_DAEMON, text=FALLBACK, excerpt=()),)
        )
    )
    cards = [
        IssueCard(number=680, title="Docker fallback", state="closed", state_reason="completed"),
        IssueCard(number=860, title="Daemon", state="open"),
    ]
    found = {r.number: r for r in relate(log, (), cards)}
    assert set(found) == {680, 773, 860}
    assert (found[680].state, found[860].state, found[773].state) == (
        "closed (completed)",
        "open",
        "",
    )
    assert found[773].reason == "the log names it"


STEPS = ["#12 ERROR: failed to solve", "item #3 of 4", "width: #123456", "PR acme/shop#12"]


@pytest.mark.parametrize("line", STEPS)
def test_other_numbers_of_a_log_are_not_issues(line: str) -> None:
    log = verdict(cluster=cluster(names=(), findings=(finding(text=line, excerpt=(line,)),)))
    assert relate(log, ()) == ()


def test_same_file_and_area_relate_and_say_so() -> None:
    here = verdict("boom", area="Shop")
    other = issue(7, verdict=verdict("bang", ("test_z",), area="Shop"))
    (found,) = relate(here, [other])
    assert found.number == 7
    assert "the same file tests/test_shop.py" in found.reason


def test_closed_issues_are_related_too() -> None:
    other = issue(
        7, verdict=verdict("bang", ("test_z",)), state="closed", state_reason="not_planned"
    )
    (found,) = relate(verdict(), [other])
    assert found.state == "closed (not planned)"


CARDS = [
    IssueCard(number=n, title=title, state="open", body=body)
    for n, title, body in [
        (
            1,
            "JWT refresh tokens are refused by the auth service",
            "Token creation fails, connection refused.",
        ),
        (2, "Docker image does not build", "failed to compute cache key"),
        (3, "Dark mode for the settings page", "Colors of the buttons are too bright."),
        (4, "Slow search in the catalog", "Queries take ten seconds."),
        (5, "Typo in the handbook", "It says teh."),
    ]
]


def test_people_s_issues_relate_by_words_and_strangers_do_not() -> None:
    jwt = verdict(
        "boom",
        cluster=cluster(
            failures=(
                failure(
                    "test_jwt_refresh_token_flow",
                    message="Token creation failed: connection refused",
                    test_file="tests/test_jwt_auth.py",
                    file="",
                    suite="tests/test_jwt_auth.py",
                ),
            )
        ),
        slug="jwt-auth-service-connection-refused",
        description="4 of 8 tests of JWT Auth fail: Token creation failed: connection refused",
        category="Authentication",
    )
    assert [r.number for r in relate(jwt, (), CARDS)] == [1]


def test_a_card_that_names_the_file_is_related() -> None:
    card = IssueCard(
        number=9, title="Something else", state="open", body="see tests/test_shop.py please"
    )
    (found,) = relate(verdict(), (), [card, *CARDS])
    assert found.number == 9
    assert "names the file tests/test_shop.py" in found.reason


def test_at_most_five_are_related_and_never_the_issue_itself() -> None:
    known = [issue(n, verdict=verdict(f"c{n}")) for n in range(20, 30)]
    (found,) = match([verdict("c20")], known)
    assert found.issue is not None
    assert found.issue.number == 20
    assert len(found.related) == 5
    assert 20 not in [r.number for r in found.related]


ALIKE = {
    "values that no mask knows": (
        "order q7x of the shop failed here",
        "order q8y of the shop failed here",
        True,
        True,
    ),
    "words": (
        "filter is LINEAR in this long message",
        "filter is NEARST in this long message",
        True,
        False,
    ),
    "error codes": (
        "long message with error TS2304 in it at last",
        "long message with error TS2552 in it at last",
        True,
        False,
    ),
    "numbers that stayed": (
        "the long message expected 3 of the things",
        "the long message expected 4 of the things",
        True,
        False,
    ),
    "too much of it": ("q7x a1", "q8y b2", True, False),
    "more than another test may": (
        "order q7x of shop failed now",
        "order q8y of shop failed now",
        False,
        False,
    ),
}


@pytest.mark.parametrize(("a", "b", "same_test", "is_alike"), ALIKE.values(), ids=ALIKE.keys())
def test_messages_are_alike_when_only_values_differ(
    a: str, b: str, same_test: bool, is_alike: bool
) -> None:
    assert (alike(a, b, same_test=same_test) is not None) is is_alike


WHY = {
    "the same": ("no user 0x7f01", "no user 0x9e22", "Same cause"),
    "words": ("no such user", "no such cart", "The messages differ in words"),
    "a general message": ("exit code 1", "exit code 1", "a message so general"),
}


@pytest.mark.parametrize(("a", "b", "why"), WHY.values(), ids=WHY.keys())
def test_an_explanation_says_what_differs(a: str, b: str, why: str) -> None:
    found = explain(fingerprint_message(a, test="a"), fingerprint_message(b, test="b"))
    assert why in found.why
    assert ("test: differs" in found.text, "cause: equal" in found.text) == (True, found.is_same)
