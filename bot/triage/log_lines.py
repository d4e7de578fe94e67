"""A line of a log without what loggers put before the message."""

import re

_HEAD = re.compile(
    r"^(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+)?"
    r"(?:E\s{2,})?(?:\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL)\b\]?:?\s+)?"
    r"(?:[\w.]+:[\w.]+:\d+\s+)?"
)


def bare_line(text: str) -> str:
    """The message alone: no time, no level, no logger with its file and line.

    >>> bare_line("2025-09-14 10:00:05 WARNING PostgreSQL service not found")
    'PostgreSQL service not found'
    >>> bare_line("WARNING  tools.monitor:monitor.py:325 Docker is down")
    'Docker is down'
    """
    line = text.strip()
    return _HEAD.sub("", line, count=1).strip() or line
