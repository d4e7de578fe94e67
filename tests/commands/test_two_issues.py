"""Commands that touch more than one issue."""

import pytest

from bot.commands.around import Around, Neighbor
from bot.model.issue import Field, Related, TrackedIssue
from bot.model.match import IssueCard
from bot.model.plan import CloseIssue, EditIssue, OpenIssue, Plan, ReopenIssue
from tests.build import NOW, cluster, issue, verdict
from tests.commands.test_decide import ops, reaction_of, reply_of, say


def kept(*issues: TrackedIssue) -> Around:
    """Issues of the bot."""
    return Around(kept={i.number: i for i in issues}, repository="acme/shop")


def other(number: int = 13, cause: str = "date", **change: object) -> TrackedIssue:
    return issue(number, cause, verdict=verdict(cause, (f"test_{cause}",)), **change)


def after(plan: Plan, number: int) -> TrackedIssue:
    """The issue as it is in the end."""
    found = [
        c.issue
        for c in plan.changes
        if isinstance(c, EditIssue | CloseIssue | ReopenIssue) and c.issue.number == number
    ]
    return found[-1]


def wrong(plan: Plan) -> str:
    assert reaction_of(plan) == "confused"
    return reply_of(plan).answers[0].detail


def test_duplicate_closes_this_and_notes_it_on_the_other() -> None:
    plan = say("/gardener duplicate #13", issue(), around=kept(other()))

    assert ops(plan) == ["close", "edit", "react"]
    close = plan.changes[0]
    assert isinstance(close, CloseIssue)
    assert (close.reason, close.issue.duplicate_of, close.issue.closed_by) == (
        "duplicate",
        13,
        "alice",
    )
    home = after(plan, 13)
    assert home.duplicates == (12,)
    assert (home.fingerprints, home.tests) == (other().fingerprints, other().tests)


@pytest.mark.parametrize("text", ["#13", "13", "https://github.example/acme/shop/issues/13"])
def test_an_issue_may_be_named_by_number_or_address(text: str) -> None:
    plan = say(f"/gardener duplicate {text}", issue(), around=kept(other()))
    assert after(plan, 12).duplicate_of == 13


def test_an_address_in_another_repository_is_none() -> None:
    text = "/gardener duplicate https://github.example/globex/site/issues/13"
    assert "one issue of this repository" in wrong(say(text, issue(), around=kept(other())))


def test_duplicate_twice_changes_nothing_more() -> None:
    first = say("/gardener duplicate #13", issue(), around=kept(other()))
    mine, theirs = after(first, 12), after(first, 13)
    again = say("/gardener duplicate #13", mine, around=kept(theirs))
    assert ops(again) == ["react"]


def test_a_closed_issue_becomes_a_duplicate_and_stays_closed_as_it_was() -> None:
    closed = issue(state="closed", state_reason="completed", closed_at=NOW)
    sent = after(say("/gardener duplicate #13", closed, around=kept(other())), 12)
    assert (sent.state, sent.state_reason, sent.duplicate_of) == ("closed", "completed", 13)


def chain(length: int) -> list[TrackedIssue]:
    """#13 is a duplicate of #14, which is one of #15, and so on."""
    last = 13 + length
    return [
        issue(
            n,
            f"c{n}",
            state="open" if n == last else "closed",
            duplicate_of=0 if n == last else n + 1,
            duplicates=() if n == 13 else (n - 1,),
        )
        for n in range(13, last + 1)
    ]


def test_a_chain_of_five_is_allowed_and_the_sixth_refused() -> None:
    plan = say("/gardener duplicate #13", issue(), around=kept(*chain(4)))
    assert after(plan, 12).duplicate_of == 13
    said = wrong(say("/gardener duplicate #13", issue(), around=kept(*chain(5))))
    assert "more than 5" in said
    assert "#18" in said


def test_duplicates_below_count_as_well() -> None:
    here = issue(12, duplicates=(11,))
    below = issue(11, "c11", state="closed", duplicate_of=12)
    said = wrong(say("/gardener duplicate #13", here, around=kept(below, *chain(4))))
    assert "more than 5" in said


def test_a_circle_is_refused_over_any_way() -> None:
    up = other(13, state="closed", duplicate_of=14)
    top = issue(14, "top", state="closed", duplicate_of=12)
    assert "in circles" in wrong(say("/gardener duplicate #13", issue(), around=kept(up, top)))


@pytest.mark.parametrize(
    ("neighbor", "said"),
    [
        (Neighbor(card=IssueCard(number=13, title="Shop", state="open")), "/gardener adopt"),
        (
            Neighbor(card=IssueCard(number=13, title="Fix", state="open"), is_pull_request=True),
            "is a pull request",
        ),
    ],
    ids=["a person's issue", "a pull request"],
)
@pytest.mark.parametrize("verb", ["duplicate", "merge"])
def test_what_is_not_ours_takes_no_failures(verb: str, neighbor: Neighbor, said: str) -> None:
    plan = say(f"/gardener {verb} #13", issue(), around=Around(neighbors={13: neighbor}))
    assert said in wrong(plan)


def test_an_issue_that_was_deleted_takes_no_failures() -> None:
    gone = other(state="deleted")
    assert "was deleted" in wrong(say("/gardener duplicate #13", issue(), around=kept(gone)))


def test_unduplicate_takes_the_fingerprints_back() -> None:
    mine = issue(
        state="closed", state_reason="duplicate", closed_by="alice", closed_at=NOW, duplicate_of=13
    )
    grown = other(
        duplicates=(12,),
        fingerprints=("1:date", "1:boom"),
        tests=("1:test_date", "1:test_a"),
    )
    plan = say("/gardener unduplicate", mine, around=kept(grown))

    assert ops(plan) == ["edit", "reopen", "react"]
    assert after(plan, 12).duplicate_of == 0
    assert after(plan, 12).override(Field.STATE) is None
    home = after(plan, 13)
    assert (home.fingerprints, home.tests) == (("1:date",), ("1:test_date",))
    assert home.duplicates == ()


def test_unduplicate_stays_closed_when_its_failures_passed_elsewhere() -> None:
    mine = issue(state="closed", state_reason="duplicate", closed_at=NOW, duplicate_of=13)
    over = other(state="closed", state_reason="completed", duplicates=(12,), closed_at=NOW)
    back = after(say("/gardener unduplicate", mine, around=kept(over)), 12)
    assert (back.state, back.state_reason) == ("closed", "completed")


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"),
    [
        (issue(12), other(13), 12),
        (issue(12), other(11), 11),
        (issue(12, state="closed"), other(13), 13),
        (issue(12), other(11, state="closed"), 12),
        (issue(12), other(13, is_adopted=True, kept_by="reader"), 13),
    ],
    ids=["the older", "the older other", "the open other", "this open one", "a person's"],
)
def test_merge_leaves_exactly_one_open(
    mine: TrackedIssue, theirs: TrackedIssue, stays: int
) -> None:
    plan = say(f"/gardener merge #{theirs.number}", mine, around=kept(theirs))
    goes = ({12, theirs.number} - {stays}).pop()
    whole, gone = after(plan, stays), after(plan, goes)

    assert (whole.state, gone.state, gone.duplicate_of) == ("open", "closed", stays)
    assert set(whole.fingerprints) == {"1:boom", "1:date"}
    assert set(whole.tests) == {"1:test_a", "1:test_date"}
    assert {v.cluster.cause for v in whole.children} == {"boom", "date"}
    assert set(whole.progress[0].tests) == {"1:test_a", "1:test_date"}


def test_merge_counts_a_run_that_showed_both_once() -> None:
    whole = after(say("/gardener merge #13", issue(), around=kept(other())), 12)
    assert whole.occurrence_count == 1
    assert whole.occurrences[0].failed == 2


def test_merge_of_two_closed_issues_is_refused() -> None:
    plan = say("/gardener merge #13", issue(state="closed"), around=kept(other(state="closed")))
    assert "Both issues are closed" in wrong(plan)


def test_merge_with_a_duplicate_names_where_to_merge() -> None:
    sent = other(state="closed", duplicate_of=14)
    top = issue(14, "top")
    assert "#14" in wrong(say("/gardener merge #13", issue(), around=kept(sent, top)))


def test_split_gives_each_cause_of_an_umbrella_an_issue() -> None:
    causes = tuple(verdict(c, (f"test_{c}",)) for c in ("boom", "date", "tax"))
    whole = issue(
        children=causes,
        breadth="suite",
        fingerprints=("1:boom", "1:date", "1:tax"),
        tests=("1:test_boom", "1:test_date", "1:test_tax"),
    )
    plan = say("/gardener split", whole)
    opened = [c.issue for c in plan.changes if isinstance(c, OpenIssue)]

    assert ops(plan) == ["edit", "open", "open", "comment", "react"]
    assert [o.fingerprints for o in opened] == [("1:date",), ("1:tax",)]
    assert [o.split_from for o in opened] == [12, 12]
    left = after(plan, 12)
    assert (left.fingerprints, left.tests) == (("1:boom",), ("1:test_boom",))
    assert (left.children, left.breadth) == ((), "cause")


def test_split_opens_ten_issues_at_most() -> None:
    causes = tuple(verdict(f"c{n}", (f"test_{n}",)) for n in range(30))
    prints = tuple(p for v in causes for p in v.cluster.fingerprints)
    plan = say("/gardener split", issue(children=causes, breadth="suite", fingerprints=prints))

    assert sum(isinstance(c, OpenIssue) for c in plan.changes) == 10
    assert len(after(plan, 12).children) == 20


def test_split_separates_what_likeness_joined() -> None:
    both = cluster("boom", aliases=("1:bang",))
    bang = cluster("bang", ("test_b",)).failures
    joined = verdict(cluster=cluster("boom", aliases=("1:bang",), failures=both.failures + bang))
    plan = say("/gardener split", issue(verdict=joined))
    (opened,) = (c.issue for c in plan.changes if isinstance(c, OpenIssue))

    assert opened.fingerprints == ("1:bang",)
    assert after(plan, 12).fingerprints == ("1:boom",)


def test_split_of_a_closed_issue_is_refused() -> None:
    assert "closed" in wrong(say("/gardener split", issue(state="closed")))


def test_relate_links_both() -> None:
    plan = say("/gardener relate #13", issue(), around=kept(other()))
    assert after(plan, 12).linked == (13,)
    assert after(plan, 13).linked == (12,)
    assert after(plan, 13).related[0] == Related(
        number=12,
        title=issue().verdict.title,
        state="open",
        reason="linked by alice",
        score=1.0,
    )


def test_reopening_a_duplicate_points_at_unduplicate() -> None:
    sent = issue(state="closed", state_reason="duplicate", duplicate_of=13)
    answer = reply_of(say("/gardener reopen", sent)).answers[0]
    assert answer.hint == "unduplicate"


def test_each_command_sees_what_the_one_before_did() -> None:
    text = "/gardener duplicate #13\n/gardener unduplicate\n/gardener merge #13"
    plan = say(text, issue(), around=kept(other()))

    assert ops(plan) == ["close", "edit", "react"]
    assert after(plan, 12).state == "open"
    assert after(plan, 13).duplicate_of == 12


def test_assigning_two_people_is_one_edit() -> None:
    around = Around(assignable={"alice": True, "bob": True})
    plan = say("/gardener assign @alice\n/gardener assign bob", issue(), around=around)
    (edit,) = (c for c in plan.changes if isinstance(c, EditIssue))
    assert edit.add_assignees == ("alice", "bob")


def test_split_of_merged_issues_opens_the_one_that_was_closed() -> None:
    merged = say("/gardener merge #13", issue(), around=kept(other()))
    plan = say("/gardener split", after(merged, 12), around=kept(after(merged, 13)))

    assert ops(plan) == ["edit", "reopen", "comment", "react"]
    one, two = after(plan, 12), after(plan, 13)
    assert (one.fingerprints, two.fingerprints) == (("1:boom",), ("1:date",))
    assert (one.children, one.duplicates, two.duplicate_of) == ((), (), 0)
    assert one.progress[0].tests == ("1:test_a",)


def test_unduplicate_from_an_adopted_issue_leaves_it_without_a_cause() -> None:
    mine = issue(state="closed", state_reason="duplicate", closed_at=NOW, duplicate_of=40)
    theirs = issue(40, "boom", is_adopted=True, kept_by="reader", duplicates=(12,))
    plan = say("/gardener unduplicate", mine, around=kept(theirs))
    assert after(plan, 12).state == "open"
    assert (after(plan, 40).fingerprints, after(plan, 40).progress) == ((), ())
