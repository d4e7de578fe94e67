"""When a job that failed for a passing reason is tried again."""

from datetime import timedelta

BACKOFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
)


def wait_before_next_try(failed: int, retry_after: timedelta | None = None) -> timedelta | None:
    """How long to wait after the `failed`-th failed try (from 1); None when it was the last.

    What GitHub asks for is kept to, even when it is longer than the table says.

    >>> wait_before_next_try(1, timedelta(seconds=90))
    datetime.timedelta(seconds=90)
    """
    if failed > len(BACKOFF):
        return None
    return max(BACKOFF[failed - 1], retry_after or timedelta())
