"""How one more result changes what is remembered of a test.

Runs do not finish in the order they started. The newest run decides the streaks; a run that arrives
late is counted and may fill a gap, but never moves the last pass or the last failure backwards.
"""

from bot.model.history import Sighting, TestHistory
from bot.model.names import Outcome

WINDOW = 50
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
    first_failure = old.first_failure
    if passed:
        first_failure = None
    elif red and first_failure is None:
        first_failure = seen
    return TestHistory(
        test=test,
        leg=leg,
        first_seen=old.first_seen,
        last_pass=seen if passed else old.last_pass,
        last_failure=seen if red else old.last_failure,
        first_failure=first_failure,
        pass_streak=old.pass_streak + 1 if passed else 0 if red else old.pass_streak,
        fail_streak=old.fail_streak + 1 if red else 0 if passed else old.fail_streak,
        passes=old.passes + passed,
        failures=old.failures + red,
        window=(old.window + LETTER[outcome])[-WINDOW:],
    )


def _fill(old: TestHistory, outcome: Outcome, seen: Sighting) -> TestHistory:
    """A run older than what is known: streaks and window stay."""
    passed, red = outcome is Outcome.PASSED, outcome.is_red
    last_pass = _newer(old.last_pass, seen) if passed else old.last_pass
    last_failure = _newer(old.last_failure, seen) if red else old.last_failure
    return TestHistory(
        test=old.test,
        leg=old.leg,
        first_seen=min(old.first_seen, seen, key=order),
        last_pass=last_pass,
        last_failure=last_failure,
        first_failure=_first_after(
            last_pass, (old.first_failure, seen if red else None, last_failure)
        ),
        pass_streak=old.pass_streak,
        fail_streak=old.fail_streak,
        passes=old.passes + passed,
        failures=old.failures + red,
        window=old.window,
    )


def _first_after(last_pass: Sighting | None, reds: tuple[Sighting | None, ...]) -> Sighting | None:
    """The oldest of the known red runs that no pass is newer than."""
    after = [
        red
        for red in reds
        if red is not None and (last_pass is None or order(red) > order(last_pass))
    ]
    return min(after, key=order, default=None)


def _newer(known: Sighting | None, seen: Sighting) -> Sighting:
    return seen if known is None else max(known, seen, key=order)


def order(seen: Sighting) -> tuple[float, int, int]:
    """What sorts sightings from the oldest to the newest."""
    return (seen.at.timestamp(), seen.run_id, seen.attempt)
