"""What one try of a job did, for its one line in the log: whoever acts counts it here.

The tally travels with the task of the job and the tasks it starts; outside of a job nobody counts.
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.jobs.queue.steps import Steps
from bot.model.job import Job

Handler: TypeAlias = Callable[[Job, Steps], Awaitable[None]]


@dataclass(slots=True)
class Tally:
    """Requests sent to GitHub, and changes made there by kind, since the try began."""

    requests: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long the try has taken so far."""
        return time.monotonic() - self.began

    @property
    def line(self) -> dict[str, float | int | dict[str, int]]:
        """What the line of a job says of its work."""
        return {
            "seconds": round(self.seconds, 3),
            "requests": self.requests,
            "changes": dict(self.changes),
        }


_current: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count what is done inside."""
    tally = Tally()
    token = _current.set(tally)
    try:
        yield tally
    finally:
        _current.reset(token)


def count_request() -> None:
    """A request was sent."""
    tally = _current.get()
    if tally is not None:
        tally.requests += 1


def count_change(kind: str, outcome: str) -> None:
    """A change was tried; what an earlier try had done counts nothing."""
    tally = _current.get()
    if tally is not None and outcome == "done":
        tally.changes[kind] += 1


def timed(
    handlers: Mapping[str, Handler], took: Callable[[str, float], None]
) -> Mapping[str, Handler]:
    """The same handlers; `took` is told the kind of a job and how many seconds each try of it took."""

    async def do(job: Job, steps: Steps) -> None:
        began = time.monotonic()
        try:
            await handlers[job.kind](job, steps)
        finally:
            took(job.kind, time.monotonic() - began)

    return dict.fromkeys(handlers, do)
