"""Which failures a person's issue names."""

import pytest

from bot.model.failure import Cluster
from bot.model.issue import Field, TrackedIssue
from bot.model.match import IssueCard
from bot.model.names import Origin, Severity
from bot.model.worklog import WorklogEntry
from bot.planning.people.adoption import adopted, home_of, named_entries, named_issues
from tests.build import NOW, cluster, issue, verdict

PRINT = "1:0123456789abcdef"


def of(name: str, number: int = 12, cause: str = "boom") -> TrackedIssue:
    return issue(number, cause, verdict=verdict(cluster=named(name, cause)))


def named(name: str, cause: str = "boom") -> Cluster:
    return cluster(cause, (name,))


@pytest.mark.parametrize(
    "text",
    [
        "tests/test_shop.py::test_pay",
        "Look at `tests/test_shop.py::TestShop::test_pay`, please.",
        "tests.test_shop.TestShop::test_pay fails",
        "tests.test_shop.TestShop.test_pay.",
        "test_pay has been red since Monday",
        "(test_pay)",
    ],
)
def test_exact_name_is_found(text: str) -> None:
    assert named_issues(text, [of("test_pay")]) == (of("test_pay"),)


@pytest.mark.parametrize(
    "text",
    ["", "the shop", "test_pay_later fails", "my_test_pay", "tests/test_shop.py is slow", "boom"],
)
def test_anything_less_is_not(text: str) -> None:
    assert named_issues(text, [of("test_pay")]) == ()


def test_name_of_two_causes_needs_more_words() -> None:
    two = [of("test_pay"), of("test_pay", 13, "date")]
    assert named_issues("test_pay fails", two) == ()
    assert len(named_issues("tests/test_shop.py::test_pay fails", two)) == 2


def test_common_word_names_no_test() -> None:
    assert named_issues("checkout is down", [of("checkout")]) == ()


def test_fingerprint_in_a_marker_names_its_cause() -> None:
    text = f'<!-- gardener:1 {{"fingerprints": ["{PRINT}"]}} -->'
    home = issue(fingerprints=(PRINT,))
    assert named_issues(text, [home, issue(13, "date")]) == (home,)


def test_parameters_need_not_be_written() -> None:
    assert len(named_issues("test_prices fails", [of("test_prices[eur-12]")])) == 1


def test_adopted_issue_keeps_title_and_author() -> None:
    card = IssueCard(number=40, title="Cart", state="open", author="reader")
    one = adopted(card, [of("test_pay"), of("test_day", 13, "date")], "alice", NOW)

    title = one.override(Field.TITLE)
    assert title is not None
    assert (one.number, one.is_adopted, one.kept_by, title.value) == (40, True, "reader", "Cart")
    assert one.duplicates == (12, 13)
    assert set(one.fingerprints) == {"1:boom", "1:date"}


def entry(**change: object) -> WorklogEntry:
    values: dict[str, object] = {
        "heading": "Shop boom",
        "category": "Shop",
        "severity": Severity.P1,
        "severity_reason": "P1 because it is.",
        "origin": Origin.NEW,
        "description": "It fails.",
        "fingerprint": PRINT,
        "title": "failing-test-new-p1-shop-boom",
        "failed_tests": ("TestCart: test_pay, test_day",),
    }
    return WorklogEntry(**{**values, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [PRINT, "test_pay fails", "test_day fails"])
def test_cause_without_an_issue_is_found_in_the_worklog(text: str) -> None:
    assert named_entries(text, [entry()]) == (entry(),)


def test_cause_with_an_issue_is_not_looked_for_in_the_worklog() -> None:
    assert named_entries(PRINT, [entry(number=7)]) == ()


def test_home_of_an_entry_has_its_title_and_fingerprint() -> None:
    home = home_of(entry(), ".github/workflows/ci.yml", "main")
    assert home.verdict.title == "failing-test-new-p1-shop-boom"
    assert home.fingerprints == (PRINT,)
