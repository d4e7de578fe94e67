"""What one commit brought into one test file is one cause, and nothing else is."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.broke import BrokenRange
from bot.model.match import Match
from bot.model.names import Kind, Origin
from bot.planning.one_issue.one_commit import with_one_commit, with_one_home
from tests.build import cluster, failure, issue, sighting, verdict

GOOD, BAD, OTHER = sighting(1), sighting(2), sighting(3)


def new(cause: str, *, suite: str = "tests/test_shop.py", times: int = 2, **change: Any) -> Match:
    """A new regression that broke `times` tests of a file."""
    names = [f"test_{cause}_{n}" for n in range(times)]
    failures = tuple(failure(name, cause, suite=suite) for name in names)
    fields: dict[str, Any] = {
        "origin": Origin.REGRESSION,
        "first_bad": BAD,
        "cluster": cluster(cause, failures=failures),
    }
    return Match(verdict=verdict(cause, **(fields | change)))


def ranges(**total: int) -> dict[str, BrokenRange]:
    """For each cause, how many commits lie between the last pass and the first failure."""
    return {
        f"1:{cause}": BrokenRange(leg="linux", last_good=GOOD, first_bad=BAD, total=n)
        for cause, n in total.items()
    }


def test_two_errors_of_one_commit_in_one_file_are_one_cause() -> None:
    (one,) = with_one_commit([new("boom"), new("bang")], ranges(boom=1, bang=1))
    assert one.verdict.cluster.fingerprints == ("1:boom", "1:bang")
    assert len(one.verdict.cluster.failures) == 4
    assert one.verdict.cluster.reasons[-1].endswith("in one test file")


@pytest.mark.parametrize(
    ("other", "total"),
    [
        (new("bang", suite="tests/test_mail.py"), 1),
        (new("bang"), 2),
        (new("bang", times=1), 1),
        (new("bang", origin=Origin.NEW), 1),
        (new("bang", origin=Origin.FLAKY), 1),
        (new("bang", kind=Kind.UNCOLLECTABLE), 1),
        (Match(verdict=new("bang").verdict, issue=issue(7, "bang")), 1),
    ],
    ids=[
        "another file",
        "two commits came in between",
        "one single failure may be a flake",
        "it was never seen passing",
        "it is flaky",
        "a file that could not be collected",
        "it has an issue",
    ],
)
def test_what_may_have_another_cause_stays_apart(other: Match, total: int) -> None:
    matches = (new("boom"), other)
    assert with_one_commit(matches, ranges(boom=1, bang=total)) == matches


def test_ranges_that_end_at_different_commits_stay_apart() -> None:
    broke = ranges(boom=1, bang=1)
    broke["1:bang"] = BrokenRange(leg="linux", last_good=GOOD, first_bad=OTHER, total=1)
    matches = (new("boom"), new("bang"))
    assert with_one_commit(matches, broke) == matches


def test_causes_without_a_known_range_stay_apart() -> None:
    matches = (new("boom"), new("bang"))
    assert with_one_commit(matches, {}) == matches


def test_causes_of_one_issue_are_told_as_one_with_what_joined_them() -> None:
    whole = verdict(cluster=cluster("boom", aliases=("1:bang",), reasons=("one commit",)))
    home = issue(7, verdict=whole, fingerprints=("1:boom", "1:bang"))
    matches = [replace(new(cause), issue=home) for cause in ("boom", "bang")]
    (one,) = with_one_home(matches)
    assert one.verdict.cluster.fingerprints == ("1:boom", "1:bang")
    assert (len(one.verdict.cluster.failures), one.verdict.cluster.reasons) == (4, ("one commit",))


@pytest.mark.parametrize(
    "change",
    [{"breadth": "suite"}, {"children": (verdict("boom"), verdict("bang"))}],
    ids=["a suite of many causes", "causes that people merged"],
)
def test_causes_that_an_issue_lists_stay_apart(change: dict[str, Any]) -> None:
    home = issue(7, fingerprints=("1:boom", "1:bang"), **change)
    matches = tuple(replace(new(cause), issue=home) for cause in ("boom", "bang"))
    assert with_one_home(matches) == matches
