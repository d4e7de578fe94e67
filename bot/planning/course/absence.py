"""Tests that run no more: noticed while their suite runs, believed after 14 days.

Removed is not passed, and one run without a test proves nothing: it may have been a shard, a
filter, or a crash half-way. So a test counts as absent only where everything that the run left could
be read, no other leg ran the test, and one of these holds for each of its suites:

| the suite                                              | in the same leg                      |
|--------------------------------------------------------|--------------------------------------|
| ran without a failure, and without the test            | the same suite                       |
| is a file that moved: one of its name ran a test of    | anything                             |
| the same name elsewhere                                |                                      |
| is a file that the failing commit had and this one has | another suite without a failure, in a|
| not, as GitHub says                                    | run that succeeded                   |
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.failure import Failure
from bot.model.history import Sighting
from bot.model.issue import Absence, LegProgress, TrackedIssue
from bot.planning.course.legs import leg_name
from bot.planning.course.newer import is_newer, sighting_of
from bot.planning.facts import RunFacts, module
from bot.planning.scope import target_branch

GONE_AFTER = timedelta(days=14)
NOTED_EVERY = timedelta(hours=12)
LEAST_TIMES = 3


def failures_of(issue: TrackedIssue) -> Sequence[Failure]:
    """Every failing test that the issue shows, those of an umbrella's causes included."""
    return [f for v in (issue.verdict, *issue.children) for f in v.cluster.failures]


def tests_of(leg: LegProgress, issue: TrackedIssue) -> tuple[str, ...]:
    """The tests that failed in a leg."""
    return leg.tests or issue.tests


def names_of(issues: Sequence[TrackedIssue]) -> frozenset[str]:
    """The names of the tests of these issues, to look for elsewhere."""
    return frozenset(failure.name for issue in issues for failure in failures_of(issue))


def absent_tests(issue: TrackedIssue, leg: LegProgress, raw: str, facts: RunFacts) -> set[str]:
    """The tests of a leg that did not run although the rest of their suite did."""
    missing = {test for test in tests_of(leg, issue) if test not in facts.outcomes}
    if not missing or facts.problems:
        return set()
    whole, moved = facts.sound_suites.get(raw, frozenset()), set[str]()
    is_green = bool(whole) and facts.run.conclusion == "success"
    suites: dict[str, set[str]] = {}
    for failure in failures_of(issue):
        suite = module(failure.suite)
        suites.setdefault(failure.fingerprints.test, set()).add(suite)
        is_removed = is_green and failure.test_file in facts.removed_files
        if is_removed or any(_file(p) == _file(suite) for p in _elsewhere(failure, facts)):
            moved.add(suite)
    all_suites = {suite for found in suites.values() for suite in found}
    # Of a test that failed long ago the suite is not kept: then each of the issue's must have run.
    return {
        test for test in missing if (own := suites.get(test, all_suites)) and own - moved <= whole
    }


def silent_files(issues: Sequence[TrackedIssue], facts: RunFacts) -> list[tuple[str, str]]:
    """Files of which nothing ran in a green run, each with the newest commit in which one failed.

    None again before the next look at them counts.
    """
    run = facts.run
    if facts.problems or run.conclusion != "success":
        return []
    ran = {module(suite.name) for suite in facts.suites}
    found: dict[str, Sighting] = {}
    for issue in issues:
        red = _failed_before(issue, facts)
        if red is None:
            continue
        for failure in failures_of(issue):
            if failure.test_file and module(failure.suite) not in ran:
                found.setdefault(failure.test_file, red)
    return [(path, red.sha) for path, red in sorted(found.items())]


def _failed_before(issue: TrackedIssue, facts: RunFacts) -> Sighting | None:
    """The newest failure in a leg that ran something now and is due for another look, or None."""
    run = facts.run
    if issue.workflow != run.workflow_path or issue.branch != target_branch(run):
        return None
    here = {leg_name(leg, run, issue) for leg in facts.sound_suites}
    legs = [
        leg
        for leg in issue.progress
        if leg.leg in here
        and is_newer(run, leg.last or issue.last_seen)
        and all(run.started_at - one.until.at >= NOTED_EVERY for one in leg.absent)
    ]
    reds = [leg.red for leg in legs if leg.red is not None]
    return max(reds, key=lambda seen: seen.order, default=None)


def noticed(
    issue: TrackedIssue, leg: LegProgress, raw: str, facts: RunFacts
) -> tuple[Absence, ...]:
    """What is absent from the leg after this run; what it says nothing of stays as it was."""
    run, here = facts.run, sighting_of(facts.run)
    known = {test: one for one in leg.absent for test in one.tests}
    kept = {
        test: one
        for test, one in known.items()
        if test not in facts.outcomes or not is_newer(run, one.since)
    }
    if is_newer(run, leg.last or issue.last_seen):
        for test in absent_tests(issue, leg, raw, facts):
            before = kept.get(test)
            if before is None:
                kept[test] = Absence(tests=(), since=here, until=here)
            elif is_newer(run, before.until) and here.at - before.until.at >= NOTED_EVERY:
                kept[test] = replace(before, until=here, times=before.times + 1)
    groups: dict[Absence, list[str]] = {}
    for test in sorted(kept):
        groups.setdefault(replace(kept[test], tests=()), []).append(test)
    return tuple(replace(one, tests=tuple(tests)) for one, tests in groups.items())


def gone(leg: LegProgress) -> frozenset[str]:
    """The tests of a leg that are believed to be removed or renamed."""
    return frozenset(
        test
        for one in leg.absent
        if one.times >= LEAST_TIMES and one.until.at - one.since.at >= GONE_AFTER
        for test in one.tests
    )


def is_gone(leg: LegProgress, issue: TrackedIssue) -> bool:
    """Whether none of the tests that failed in the leg runs there any more."""
    tests = tests_of(leg, issue)
    return bool(tests) and gone(leg) >= {*tests}


def unseen_since(issue: TrackedIssue) -> datetime | None:
    """When one of its tests was last seen."""
    seen = [s for leg in issue.progress for s in (leg.last, leg.red) if s is not None]
    newest = max(seen, key=lambda s: s.order, default=issue.last_seen)
    return newest.at if newest is not None else None


def moved_to(issue: TrackedIssue, facts: RunFacts) -> dict[str, tuple[str, ...]]:
    """Where tests of the same name run now, by name: a guess for people, never a proof."""
    found: dict[str, tuple[str, ...]] = {}
    for failure in failures_of(issue):
        places = _elsewhere(failure, facts)
        if places and failure.fingerprints.test not in facts.outcomes:
            found[failure.name] = places
    return found


def _elsewhere(failure: Failure, facts: RunFacts) -> tuple[str, ...]:
    own = module(failure.suite)
    return tuple(p for p in facts.namesakes.get(failure.name, ()) if module(p) != own)


def _file(suite: str) -> str:
    return module(suite).rpartition(".")[2]
