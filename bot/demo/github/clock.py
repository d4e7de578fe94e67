"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta

DAY_ONE = datetime(2025, 9, 14, 12, 0, tzinfo=UTC)


class Clock:
    """The time on the fake GitHub; calling it gives the moment, aware and in UTC.

    >>> clock = Clock()
    >>> clock.advance(timedelta(hours=1)) - DAY_ONE
    datetime.timedelta(seconds=3600)
    """

    def __init__(self, start: datetime = DAY_ONE) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The present moment."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Let time pass and give the new moment; time never goes back."""
        if by < timedelta(0):
            raise ValueError(f"Time cannot go back by {-by}.")
        self._now += by
        return self._now
