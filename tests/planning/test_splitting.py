"""What people split stays apart, also where likeness would join it again."""

from bot.model.failure import Cluster
from bot.model.names import Origin
from bot.planning.one_issue.splitting import causes_in, kept_apart
from tests.build import cluster, finding, issue, verdict


def both() -> Cluster:
    """Two causes that likeness joined."""
    failures = (*cluster("boom").failures, *cluster("bang", ("test_b",)).failures)
    return cluster("boom", aliases=("1:bang",), failures=failures, findings=(finding(),))


def test_cluster_of_causes_that_were_split_is_divided() -> None:
    old, new = issue(12, "boom"), issue(13, "bang", split_from=12)
    first, second = kept_apart([both()], [old, new])
    assert (first.fingerprints, second.fingerprints) == (("1:boom",), ("1:bang",))
    assert (len(first.findings), len(second.findings)) == (1, 0)
    assert second.cause == "bang"


def test_cluster_stays_whole_without_a_split() -> None:
    assert kept_apart([both()], [issue(12, "boom"), issue(13, "bang")]) == (both(),)


def test_cluster_stays_whole_when_the_split_was_merged_again() -> None:
    whole = issue(12, "boom", fingerprints=("1:boom", "1:bang"))
    gone = issue(13, "bang", split_from=12, state="closed", duplicate_of=12)
    assert kept_apart([both()], [whole, gone]) == (both(),)


def test_causes_of_one_fingerprint_are_one() -> None:
    assert causes_in(issue()) == (issue().verdict,)


def test_causes_that_likeness_joined_are_told_apart() -> None:
    found = causes_in(issue(verdict=verdict(cluster=both())))
    assert [v.cluster.fingerprint for v in found] == ["1:boom", "1:bang"]
    assert found[0].slug != verdict().slug


def test_flaky_test_that_fails_beside_something_else_is_divided_off() -> None:
    flake = issue(13, "bang", verdict=verdict("bang", origin=Origin.FLAKY), tests=("1:test_b",))
    other, own = kept_apart([both()], [flake])
    assert (other.fingerprints, own.fingerprints) == (("1:boom",), ("1:bang",))


def test_what_else_fails_in_the_test_of_a_flake_stays_with_it() -> None:
    tests = ("1:test_a", "1:test_b")
    flake = issue(13, "bang", verdict=verdict("bang", origin=Origin.FLAKY), tests=tests)
    assert kept_apart([both()], [flake]) == (both(),)
