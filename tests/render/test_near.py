"""The sentences that offer a command, and the list of what is related."""

from typing import Literal

from bot.model.issue import Related, TrackedIssue
from bot.render.body import issue_body
from bot.render.near import looks_like, named_in
from tests.build import issue, verdict


def near(
    number: int,
    offer: Literal["", "adopt", "merge"],
    *,
    title: str = "t",
    state: str = "open",
    reason: str = "the same 4 runs failed",
    author: str = "alice",
) -> Related:
    return Related(
        number=number, title=title, state=state, reason=reason, author=author, offer=offer
    )


def with_related(*related: Related) -> TrackedIssue:
    return issue(12, related=related)


def test_a_merge_is_offered_with_its_reason() -> None:
    said = looks_like(with_related(near(3, ""), near(7, "merge")))
    assert said == "#7: the same 4 runs failed. `/gardener merge #7` joins them."


def test_nothing_is_offered_in_a_closed_issue_or_a_duplicate() -> None:
    closed = issue(12, related=(near(7, "merge"),), state="closed")
    sent_on = issue(12, related=(near(7, "merge"),), duplicate_of=9)
    assert (looks_like(closed), looks_like(sent_on)) == ("", "")


def test_a_person_s_issue_that_names_a_test_is_told_how_to_become_the_home() -> None:
    said = named_in(with_related(near(7, "adopt")))
    assert said == "#7 by `alice` names this test: `/gardener adopt` there makes it the home."
    many = issue(12, verdict=verdict(names=("test_a", "test_b")), related=(near(7, "adopt"),))
    assert "names one of these tests" in named_in(many)


def test_an_adopted_issue_has_its_home() -> None:
    assert named_in(issue(12, related=(near(7, "adopt"),), is_adopted=True)) == ""


def test_what_strangers_wrote_is_inert() -> None:
    hostile = near(7, "merge", reason="@team `x` <img> #3", author="`x` @team")
    said = looks_like(with_related(hostile))
    assert "@team" not in said
    assert "<img>" not in said
    assert "#3" not in said
    assert (
        named_in(with_related(near(7, "adopt", author="`x` @team"))).count("`` `x` @team ``") == 1
    )


def test_a_state_or_title_that_is_not_known_is_left_out() -> None:
    body = issue_body(with_related(near(7, "", state="", title="")), "full")
    assert "- #7: the same 4 runs failed." in body
