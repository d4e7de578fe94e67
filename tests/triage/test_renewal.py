"""An upgrade of the fingerprints: what was stored before is found again, and can close."""

from dataclasses import replace

import pytest

from bot.model.failure import Cluster, Failure
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import case_fingerprint, extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.renewal import renewed
from tests.build import issue, verdict


def case(name: str = "test_a", file: str = "tests/test_shop.py") -> TestCase:
    return TestCase(
        name=name,
        classname="tests.test_shop",
        file=file,
        outcome=Outcome.FAILURE,
        message="KeyError: 'price'",
        trace="shop/price.py:11: KeyError",
    )


def stored(*cases: TestCase) -> TrackedIssue:
    """An issue of these failures, as this version stores it."""
    (found,) = cluster(
        extract_failures([TestReport(path="junit.xml", format="junit", cases=cases)])
    )
    tests = tuple(f.fingerprints.test for f in found.failures)
    return issue(
        verdict=verdict(cluster=found),
        fingerprints=found.fingerprints,
        tests=tests,
        progress=(LegProgress(leg="linux", tests=tests),),
    )


def aged(new: TrackedIssue, *, digits: bool = True) -> TrackedIssue:
    """The issue as version 0 would have stored it, with the same digits or with others."""

    def old(text: str) -> str:
        return "0:" + (text[2:] if digits else text[:1:-1])

    def older(failure: Failure) -> Failure:
        prints = failure.fingerprints
        return replace(
            failure,
            fingerprints=replace(prints, test=old(prints.test), cause=old(prints.cause)),
        )

    found: Cluster = new.verdict.cluster
    found = replace(
        found, fingerprint=old(found.fingerprint), failures=tuple(map(older, found.failures))
    )
    return replace(
        new,
        fingerprints=tuple(map(old, new.fingerprints)),
        tests=tuple(map(old, new.tests)),
        progress=tuple(replace(p, tests=tuple(map(old, p.tests))) for p in new.progress),
        verdict=replace(new.verdict, cluster=found),
    )


def test_issue_of_this_version_is_left_as_it_is() -> None:
    new = stored(case())

    assert renewed(new) is new


@pytest.mark.parametrize("digits", [True, False])
def test_issue_of_an_older_version_has_the_fingerprints_of_this_one(digits: bool) -> None:
    new = stored(case(), case("test_b"))
    old = aged(new, digits=digits)

    assert renewed(old).fingerprints == (*new.fingerprints, *old.fingerprints)
    assert set(new.tests) <= set(renewed(old).tests)
    assert renewed(old).verdict.cluster.fingerprint == new.fingerprints[0]


@pytest.mark.parametrize("file", ["tests/test_shop.py", ""])
def test_leg_waits_for_the_tests_as_reports_name_them(file: str) -> None:
    new = stored(case(file=file))

    assert renewed(aged(new)).progress[0].tests == (case_fingerprint(case(file=file)),)


def test_renewing_twice_is_renewing_once() -> None:
    once = renewed(aged(stored(case())))

    assert renewed(once).fingerprints == once.fingerprints
    assert renewed(once).progress == once.progress


def test_tests_of_which_nothing_is_kept_no_longer_hold_up_the_closing() -> None:
    old = aged(stored(case()))
    gone = replace(old.progress[0], tests=(*old.progress[0].tests, "0:0123456789abcdef"))

    assert renewed(replace(old, progress=(gone,))).progress[0].tests == (case_fingerprint(case()),)
