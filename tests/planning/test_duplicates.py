"""Failures of duplicates find their way."""

from dataclasses import replace

from bot.model.issue import TrackedIssue
from bot.model.match import Match
from bot.planning.one_issue.duplicates import HOPS, canonical, family, led_home, missing
from tests.build import issue, verdict


def chain(length: int, **last: object) -> dict[int, TrackedIssue]:
    """#1 is a duplicate of #2 and so on; the last one has `last`."""
    found = {n: issue(n, f"c{n}", state="closed", duplicate_of=n + 1) for n in range(1, length + 1)}
    return {**found, length + 1: issue(length + 1, "last", **last)}


def test_issue_that_is_no_duplicate_is_its_own_home() -> None:
    assert canonical(issue(), {}) == issue()


def test_five_hops_lead_home_and_a_sixth_does_not() -> None:
    five, six = chain(HOPS), chain(HOPS + 1)
    home = canonical(five[1], five)
    assert home is not None
    assert home.number == HOPS + 1
    assert canonical(six[1], six) is None


def test_circle_leads_nowhere_and_ends() -> None:
    circle = {1: issue(1, duplicate_of=2), 2: issue(2, duplicate_of=1)}
    assert canonical(circle[1], circle) is None


def test_home_that_was_deleted_is_none() -> None:
    gone = chain(1, state="deleted")
    assert canonical(gone[1], gone) is None
    assert canonical(chain(1)[1], {}) is None


def test_what_must_be_read_as_well_is_named() -> None:
    assert missing([issue(1, duplicate_of=2), issue(3)]) == {2}


def test_failure_is_led_home_after_what_belongs_there_by_itself() -> None:
    sent = issue(1, "boom", state="closed", duplicate_of=2)
    home = issue(2, "date")
    found = led_home(
        [Match(verdict=verdict("boom"), issue=sent), Match(verdict=verdict("date"), issue=home)],
        [sent, home],
    )
    assert [(m.verdict.cluster.cause, m.via) for m in found] == [("date", 0), ("boom", 1)]
    assert all(m.issue == home for m in found)


def test_failure_that_the_home_knows_by_now_is_still_its_duplicates() -> None:
    sent = issue(1, "boom", state="closed", duplicate_of=2)
    prints = (*issue(2, "date").fingerprints, *sent.fingerprints)
    home = issue(2, "date", fingerprints=prints, duplicates=(1,))
    merged = replace(home, children=(verdict("date"), verdict("boom")))
    for here, via in ((home, [0, 1]), (merged, [0, 0])):
        matches = [Match(verdict=verdict(cause), issue=here) for cause in ("date", "boom")]
        assert [m.via for m in led_home(matches, [sent, here])] == via


def test_failure_whose_home_is_gone_has_no_issue() -> None:
    sent = issue(1, state="closed", duplicate_of=2)
    (found,) = led_home([Match(verdict=verdict(), issue=sent)], [sent])
    assert found.issue is None


def test_family_is_everything_that_leads_here() -> None:
    kept = {
        1: issue(1, duplicates=(2, 3)),
        2: issue(2, duplicate_of=1, duplicates=(4,)),
        3: issue(3, duplicate_of=1),
        4: issue(4, duplicate_of=2),
    }
    assert [i.number for i in family(kept[1], kept)] == [1, 2, 3, 4]
