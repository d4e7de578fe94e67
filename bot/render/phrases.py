"""The small pieces that many sentences need: times, counts, commits, lists, sparklines."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.render.escape import Markdown, code_span, prose

_BARS = "▁▂▃▄▅▆▇█"


def when(at: datetime) -> str:
    """A moment as people compare it.

    >>> when(datetime(2025, 9, 14, 14, 5, tzinfo=UTC))
    '2025-09-14 14:05 UTC'
    """
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "test"), count(1200, "test"), count(2, "pass", "passes")
    ('1 test', '1,200 tests', '2 passes')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def times(number: int) -> str:
    """How often.

    >>> times(1), times(2), times(7)
    ('once', 'twice', '7 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def short_sha(sha: str) -> str:
    """A commit as GitHub shortens it; letters and digits only."""
    return "".join(c for c in sha[:7] if c.isalnum()) or "unknown"


def duration(seconds: float) -> str:
    """How long.

    >>> duration(3.24), duration(75), duration(4000)
    ('3.2s', '1m 15s', '1h 6m')
    """
    if seconds < 60:
        return f"{seconds:.1f}s" if seconds < 10 else f"{seconds:.2f}".rstrip("0").rstrip(".") + "s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}m {rest}s"
    return f"{minutes // 60}h {minutes % 60}m"


def and_list(parts: Sequence[str]) -> str:
    """Parts as people enumerate them.

    >>> and_list(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def code_list(names: Iterable[str], at_most: int = 4) -> Markdown:
    """Names as code, the first few of them, and how many more there are."""
    kept = list(dict.fromkeys(names))
    more = [f"{len(kept) - at_most:,} more"] if len(kept) > at_most else []
    return Markdown(and_list([*(code_span(name, 120) for name in kept[:at_most]), *more]))


def sentence(text: str, limit: int = 300) -> Markdown:
    """A plain text made inert, ending as sentences end; empty stays empty."""
    line = prose(text, limit)
    return line if not line or line.endswith((".", "!", "?", "…", ":")) else Markdown(line + ".")


def sparkline(numbers: Sequence[int]) -> str:
    """Numbers as bars, the highest as high as a bar goes.

    >>> sparkline([1, 4, 8])
    '▁▄█'
    """
    top = max(numbers, default=0)
    if top <= 0:
        return _BARS[0] * len(numbers)
    return "".join(_BARS[max(0, -(-n * len(_BARS) // top) - 1)] for n in numbers)
