"""How often a flaky test fails, and how long it must not fail to count as mended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.flaky import Record
from bot.model.issue import LegProgress, Occurrence, TrackedIssue
from bot.triage.flakiness import passes_needed, quiet_days, quiet_days_needed
from tests.build import NOW, issue, sighting, verdict

DAY = timedelta(days=1)


def record(failed: int, ran: int) -> Record:
    first = sighting(1)
    return Record(
        test="t", leg="linux", failed=failed, ran=ran, since=NOW, streak=1, first_red=first
    )


def failed_on(*days: float, **change: Any) -> TrackedIssue:
    """An issue that failed on these days."""
    seen = [replace(sighting(n), at=NOW + day * DAY) for n, day in enumerate(days, start=1)]
    rows = tuple(Occurrence(seen=s, failed=1, ran=1) for s in reversed(seen))
    return issue(
        occurrences=rows, occurrence_count=len(rows), last_seen=seen[-1], opened_at=NOW, **change
    )


@pytest.mark.parametrize(
    ("days", "needed"),
    [
        ((0,), 60),
        ((0, 0.1), 60),
        ((0, 1, 2), 14),
        ((0, 0.1, 0.2), 7),
        ((0, 2, 4, 6), 28),
        ((0, 10, 20), 60),
    ],
    ids=[
        "one failure shows no rate",
        "two failures show no rate",
        "once a day: 3 ln 100 days",
        "three in one day: the least",
        "every other day: twice as long",
        "every ten days: the most",
    ],
)
def test_quiet_days_follow_the_rate_of_failures(days: tuple[float, ...], needed: int) -> None:
    assert quiet_days_needed(failed_on(*days)) == needed


def test_rate_of_many_failures_counts_from_the_opening() -> None:
    tracked = replace(failed_on(80, 90, 100), occurrence_count=101)
    assert quiet_days_needed(tracked) == 14


@pytest.mark.parametrize(
    ("failed", "ran", "needed"),
    [(1, 1, 50), (1, 3, 50), (1, 10, 139), (3, 41, 189), (1, 500, 6908)],
    ids=[
        "it failed in its only run: the least",
        "it fails often: the least",
        "one in ten",
        "three in 41",
        "one in 500 passes long by chance",
    ],
)
def test_passes_needed_grow_as_failures_get_rare(failed: int, ran: int, needed: int) -> None:
    assert passes_needed(issue(verdict=verdict(record=record(failed, ran)))) == needed


def test_without_a_record_the_counts_of_the_legs_are_what_is_known() -> None:
    legs = (LegProgress(leg="linux", failed=1, seen=25, passes=5),)
    assert passes_needed(issue(progress=legs)) == 277


def leg(name: str, passes: int, day: float) -> LegProgress:
    return LegProgress(leg=name, passes=passes, last=replace(sighting(9), at=NOW + day * DAY))


@pytest.mark.parametrize(
    ("legs", "days"),
    [
        ((leg("linux", 4, 8),), 8.0),
        ((leg("linux", 4, 8), leg("win", 1, 3)), 3.0),
        ((leg("linux", 4, 8), leg("win", 0, 0)), 0.0),
        ((), 0.0),
    ],
    ids=[
        "to the newest pass, not to now",
        "the leg heard of longest ago counts",
        "a leg that did not run since is not silent",
        "without legs nothing is known",
    ],
)
def test_quiet_days_are_days_in_which_it_ran(legs: tuple[LegProgress, ...], days: float) -> None:
    assert quiet_days(failed_on(0, progress=legs)) == days
