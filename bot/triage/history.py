"""How one more result changes what is remembered of a test.

Runs do not arrive in the order in which their commits came. The newest of that order decides the
streaks; a run that arrives late is counted and fills its gap, as if it had come in time: only the
window has no place for it.
"""

from bot.model.history import Sighting, TestHistory
from bot.model.names import Outcome

WINDOW = 50
REDS_KEPT = 20
LETTER = {Outcome.PASSED: "P", Outcome.SKIPPED: "S", Outcome.FAILURE: "F", Outcome.ERROR: "F"}


def advance(
    old: TestHistory | None, *, test: str, leg: str, outcome: Outcome, seen: Sighting
) -> TestHistory:
    """The history of `test` in `leg` after it ended so in `seen`."""
    if old is None:
        old = TestHistory(test=test, leg=leg, first_seen=seen)
    is_late = order(seen) < max(
        order(s) for s in (old.first_seen, old.last_pass, old.last_failure) if s is not None
    )
    if is_late:
        return _fill(old, outcome, seen)
    passed, red = outcome is Outcome.PASSED, outcome.is_red
    first_failure, reds = old.first_failure, old.reds
    if passed:
        first_failure, reds = None, ()
    elif red:
        first_failure = first_failure or seen
        reds = (*reds, seen) if old.fail_streak < REDS_KEPT else reds
    return TestHistory(
        test=test,
        leg=leg,
        first_seen=old.first_seen,
        last_pass=seen if passed else old.last_pass,
        last_failure=seen if red else old.last_failure,
        first_failure=first_failure,
        reds=reds,
        pass_streak=old.pass_streak + 1 if passed else 0 if red else old.pass_streak,
        fail_streak=old.fail_streak + 1 if red else 0 if passed else old.fail_streak,
        passes=old.passes + passed,
        failures=old.failures + red,
        window=(old.window + LETTER[outcome])[-WINDOW:],
    )


def _fill(old: TestHistory, outcome: Outcome, seen: Sighting) -> TestHistory:
    """A run older than what is known: it goes where it belongs, the window stays."""
    passed, red = outcome is Outcome.PASSED, outcome.is_red
    last_pass = _newer(old.last_pass, seen) if passed else old.last_pass
    last_failure = _newer(old.last_failure, seen) if red else old.last_failure
    known = (*old.reds, seen) if red else old.reds
    reds = tuple(sorted(_after(last_pass, known), key=order))
    first = _after(last_pass, (old.first_failure, *reds, last_failure))
    return TestHistory(
        test=old.test,
        leg=old.leg,
        first_seen=min(old.first_seen, seen, key=order),
        last_pass=last_pass,
        last_failure=last_failure,
        first_failure=min(first, key=order, default=None),
        reds=reds[:REDS_KEPT],
        pass_streak=_passes_in_a_row(old, outcome, seen),
        fail_streak=max(0, old.fail_streak + len(reds) - len(old.reds)),
        passes=old.passes + passed,
        failures=old.failures + red,
        window=old.window,
    )


def _passes_in_a_row(old: TestHistory, outcome: Outcome, seen: Sighting) -> int:
    """How many passes came after the last failure; never more than that.

    Where a late failure falls between passes only the last one is known to be after it.
    """
    if not _after(old.last_failure, (seen,)):
        return old.pass_streak
    if outcome is Outcome.PASSED:
        return old.pass_streak + 1
    if not outcome.is_red or order(seen) < order(old.first_seen):
        return old.pass_streak
    return len(_after(seen, (old.last_pass,)))


def _after(start: Sighting | None, found: tuple[Sighting | None, ...]) -> list[Sighting]:
    """Those that are newer than `start`."""
    return [s for s in found if s is not None and (start is None or order(s) > order(start))]


def _newer(known: Sighting | None, seen: Sighting) -> Sighting:
    return seen if known is None else max(known, seen, key=order)


def order(seen: Sighting) -> tuple[int, int, int]:
    """What sorts sightings from the oldest to the newest."""
    return seen.order
