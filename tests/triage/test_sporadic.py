"""Which failures came and went as a flake's do, and which are too many in a row for one."""

from typing import Any

import pytest

from bot.model.flaky import Record
from bot.model.issue import Field, LegProgress, Occurrence, Override, TrackedIssue
from bot.model.names import Kind, Origin
from bot.triage.flakiness import closes_by_silence, quiet_days_needed
from bot.triage.sporadic import in_a_row, is_sporadic
from tests.build import NOW, issue, sighting, verdict

A, B, C = "linux", "windows", "mac"


def record(*, ran: int, failed: int = 1, streak: int = 1) -> Record:
    return Record(
        test="t", leg=A, failed=failed, ran=ran, since=NOW, streak=streak, first_red=sighting(9)
    )


def seen(*legs: tuple[str, int], failed: int = 1, history: Record | None = None) -> TrackedIssue:
    """An issue that failed last at commit 9, with so many in a row in each leg."""
    progress = tuple(LegProgress(leg=leg, red=sighting(9), row=row) for leg, row in legs)
    longest = max(row for _, row in legs)
    rows = tuple(
        Occurrence(seen=sighting(9 - n), failed=failed, ran=9, legs=tuple(leg for leg, _ in legs))
        for n in range(longest)
    )
    known = verdict(
        origin=Origin.REGRESSION, record=history or record(ran=100, failed=longest, streak=longest)
    )
    return issue(verdict=known, progress=progress, occurrences=rows)


@pytest.mark.parametrize(
    ("tracked", "expected"),
    [
        (seen((A, 1)), True),
        (seen((A, 2)), True),
        (seen((A, 3)), False),
        (seen((A, 1), (B, 1)), True),
        (seen((A, 1), (B, 1), (C, 1), failed=3), True),
        (seen((A, 1), failed=5), False),
        (seen((A, 1), history=record(ran=10)), False),
        (seen((A, 1), history=record(ran=11)), True),
        (seen((A, 3), history=record(ran=100, failed=20, streak=3)), True),
        (seen((A, 4), history=record(ran=100, failed=20, streak=4)), False),
    ],
    ids=[
        "one failure between passes",
        "two in a row",
        "three in a row are a fault",
        "two legs of one run",
        "three legs of one run",
        "five tests of one run are a fault",
        "9 passes before do not show that it used to pass",
        "10 passes before do",
        "three in a row of a test that fails every fifth time",
        "four in a row even of that",
    ],
)
def test_sporadic_is_what_a_flake_may_well_do(tracked: TrackedIssue, expected: bool) -> None:
    assert is_sporadic(tracked) is expected
    assert closes_by_silence(tracked) is expected


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": verdict(origin=Origin.NEW, record=record(ran=100))},
        {"verdict": verdict(origin=Origin.REGRESSION, record=None)},
        {
            "verdict": verdict(
                origin=Origin.REGRESSION, kind=Kind.UNCOLLECTABLE, record=record(ran=100)
            )
        },
        {"overrides": (Override(field=Field.ORIGIN, value="regression", by="alice", at=NOW),)},
        {"breadth": "suite"},
        {"progress": (LegProgress(leg=A, red=sighting(9)),)},
    ],
    ids=[
        "never seen passing",
        "no history",
        "it could not be collected",
        "a person says what it is",
        "many causes",
        "nobody counted the row",
    ],
)
def test_what_is_known_better_is_not_sporadic(change: dict[str, Any]) -> None:
    tracked = seen((A, 1))
    fields = {
        name: getattr(tracked, name) for name in ("verdict", "progress", "occurrences", "overrides")
    }
    assert not is_sporadic(issue(**(fields | change)))


def test_row_is_that_of_the_leg_that_failed_last() -> None:
    old = LegProgress(leg=B, red=sighting(2), row=7)
    new = LegProgress(leg=A, red=sighting(9), row=2)
    rows = tuple(
        Occurrence(seen=sighting(n), failed=1, ran=9, legs=(A if n > 5 else B,)) for n in (9, 8, 2)
    )
    assert in_a_row(issue(progress=(old, new), occurrences=rows)) == (2, 2)


@pytest.mark.parametrize(("times", "expected"), [(1, False), (2, True)])
def test_machine_that_fails_for_the_third_time_closes_by_silence(
    times: int, expected: bool
) -> None:
    tracked = issue(verdict=verdict(origin=Origin.INFRASTRUCTURE), reopened=times)
    assert closes_by_silence(tracked) is expected
    assert (quiet_days_needed(tracked) == 14) is expected
