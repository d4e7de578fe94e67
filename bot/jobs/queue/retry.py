"""When a job that failed for a passing reason is tried again."""

from datetime import timedelta

BACKOFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
)
LONGEST = timedelta(hours=2)


def wait_before_next_try(failed: int, retry_after: timedelta | None = None) -> timedelta | None:
    """How long to wait after the `failed`-th failed try (from 1); None when it was the last.

    What GitHub asks for is kept to, even when it is longer than the table says.

    >>> wait_before_next_try(1, timedelta(seconds=90))
    datetime.timedelta(seconds=90)
    """
    if failed > len(BACKOFF):
        return None
    return max(BACKOFF[failed - 1], retry_after or timedelta())


def pause(wake_at: float, now: float) -> float:
    """Seconds until a try that is due at `wake_at`, both in seconds since 1970.

    A clock that was set back makes no job wait for days.

    >>> pause(1000.0, 990.0), pause(1000.0, 1010.0), pause(1_000_000.0, 1000.0)
    (10.0, 0.0, 7200.0)
    """
    return min(max(0.0, wake_at - now), LONGEST.total_seconds())
