"""Join what two issues know into one, and take a part out again."""

from collections.abc import Iterable
from dataclasses import replace

from bot.model.history import Sighting
from bot.model.issue import LegProgress, Occurrence, TrackedIssue
from bot.model.verdict import Verdict
from bot.planning.course.noting import FINGERPRINTS_KEPT, OCCURRENCES_KEPT, TESTS_KEPT
from bot.planning.umbrella import CAUSES_KEPT


def joined(into: TrackedIssue, other: TrackedIssue) -> TrackedIssue:
    """Let `into` hold the causes of both: fingerprints, tests, legs, occurrences and owners.

    Its title, labels and whatever people set stay; every cause is listed.
    """
    rows = _rows(into, other)
    double = len(into.occurrences) + len(other.occurrences) - len(rows)
    return replace(
        into,
        fingerprints=_union(into.fingerprints, other.fingerprints)[:FINGERPRINTS_KEPT],
        tests=_union(into.tests, other.tests)[:TESTS_KEPT],
        occurrences=rows[:OCCURRENCES_KEPT],
        occurrence_count=into.occurrence_count + other.occurrence_count - double,
        progress=_legs(into, other),
        children=_children(into, other),
        owners=_union(into.owners, other.owners),
        first_seen=min(_seen(into.first_seen, other.first_seen), key=lambda s: s.at, default=None),
        last_seen=max(_seen(into.last_seen, other.last_seen), key=lambda s: s.order, default=None),
    )


def causes(issue: TrackedIssue) -> tuple[Verdict, ...]:
    """Name what an issue stands for, one verdict a cause."""
    return issue.children or (issue.verdict,)


def _children(into: TrackedIssue, other: TrackedIssue) -> tuple[Verdict, ...]:
    """List the causes of both, each once; a single one needs no list."""
    known = {p for verdict in causes(into) for p in verdict.cluster.fingerprints}
    further = [v for v in causes(other) if not known & {*v.cluster.fingerprints}]
    return (*causes(into), *further)[:CAUSES_KEPT] if further else into.children


def without(issue: TrackedIssue, others: Iterable[TrackedIssue]) -> TrackedIssue:
    """Take the causes of `others` out again: their fingerprints, and the tests only they had.

    What is left is at least the cause that the issue shows; an adopted issue may be left with none.
    """
    gone = list(others)
    prints = {p for other in gone for p in other.fingerprints}
    kept = [v for v in causes(issue) if not prints & {*v.cluster.fingerprints}]
    if issue.is_adopted and prints >= {*issue.fingerprints}:
        return replace(issue, fingerprints=(), tests=(), children=(), progress=())
    kept = kept or [issue.verdict]
    mine = tuple(f.fingerprints.test for v in kept for f in v.cluster.failures)
    lost = {test for other in gone for test in other.tests} - {*mine}
    own = tuple(p for v in kept for p in v.cluster.fingerprints)
    left = replace(
        issue,
        fingerprints=tuple(p for p in issue.fingerprints if p not in prints) or own,
        tests=tuple(t for t in issue.tests if t not in lost),
        children=tuple(kept) if len(kept) > 1 else (),
        progress=tuple(_narrowed(issue.progress, lost)) or issue.progress,
    )
    return replace(left, verdict=kept[0]) if issue.children and len(kept) == 1 else left


def _narrowed(legs: tuple[LegProgress, ...], lost: set[str]) -> Iterable[LegProgress]:
    """Leave out the tests that went, and the legs in which nothing else failed."""
    for leg in legs:
        tests = tuple(t for t in leg.tests if t not in lost)
        if tests or not leg.tests:
            yield replace(leg, tests=tests)


def _legs(into: TrackedIssue, other: TrackedIssue) -> tuple[LegProgress, ...]:
    """Lay the legs of both together; where both failed the shorter streak counts."""
    legs = {leg.leg: _named(leg, into) for leg in into.progress}
    for one in other.progress:
        leg = _named(one, other)
        legs[leg.leg] = _leg(legs[leg.leg], leg) if leg.leg in legs else leg
    return tuple(legs.values())


def _named(leg: LegProgress, issue: TrackedIssue) -> LegProgress:
    """Name the tests of a leg: "all of the issue's" will mean more once it is joined."""
    return leg if leg.tests else replace(leg, tests=issue.tests)


def _leg(a: LegProgress, b: LegProgress) -> LegProgress:
    shorter, longer = sorted((a, b), key=lambda leg: leg.passes)
    reds = _seen(a.red, b.red)
    return replace(
        shorter,
        tests=_union(a.tests, b.tests),
        seen=max(a.seen, b.seen),
        failed=max(a.failed, b.failed),
        needed=max(a.needed, b.needed),
        last=shorter.last or longer.last,
        red=max(reds, key=lambda s: s.order, default=None),
    )


def _rows(into: TrackedIssue, other: TrackedIssue) -> tuple[Occurrence, ...]:
    """Join the occurrences of one run into one row, newest first."""
    rows: dict[tuple[int, int], Occurrence] = {}
    for row in (*into.occurrences, *other.occurrences):
        key = row.seen.run_id, row.seen.attempt
        first = rows.get(key)
        rows[key] = row if first is None else _row(first, row)
    return tuple(sorted(rows.values(), key=lambda o: o.seen.at, reverse=True))


def _row(a: Occurrence, b: Occurrence) -> Occurrence:
    legs = _union(a.legs, b.legs)
    return replace(a, failed=a.failed + b.failed, ran=max(a.ran, b.ran), legs=legs)


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _seen(*sightings: Sighting | None) -> list[Sighting]:
    return [s for s in sightings if s is not None]
