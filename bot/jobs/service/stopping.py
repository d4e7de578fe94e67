"""The end of a process that was told to stop: it comes in time, whatever still hangs.

A thread that reads an archive cannot be cancelled, and Python waits for it. Nothing is lost by
leaving it: a job goes on at its last finished step.
"""

import os
import threading
from datetime import timedelta

import structlog

# Docker gives a container ten seconds, then kills it.
AT_LAST = timedelta(seconds=8)


def end_within(time: timedelta = AT_LAST) -> None:
    """Leave the process with code 0 after that time, unless it has ended by itself."""
    timer = threading.Timer(time.total_seconds(), _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    structlog.get_logger().warning("stopped in the middle of work: it goes on at the next start")
    os._exit(0)
