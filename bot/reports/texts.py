"""The texts of one report: each plain and within its limit, all together within one budget."""

import re

from bot.reports.caps import Caps
from bot.reports.text import clipped, name_text, plain
from bot.reports.wording import LINES

_PYTEST = re.compile(r"^(E +\S.*(?:\nE .*)*)", re.M)
_TYPE = re.compile(
    r"(?:Uncaught )?(?P<type>(?:[A-Za-z_][\w$]*(?:\.|::|\\))*[\w$]*"
    r"(?:Error|Exception|Failure|Failed|Exit|Interrupt|Warning|Timeout|Skipped))"
    r"(?: \[[A-Z0-9_]{2,60}\])?(?::(?=\s|$)|$)"
)


class Texts:
    """Cuts what a report says to what may be kept; once the budget is used up, to very little."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._left = caps.total

    def name(self, text: str) -> str:
        """A name on one line."""
        return name_text(text, self._caps.name)

    def message(self, text: str) -> str:
        """The short text of a result."""
        return self._spend(text, self._caps.message).strip()

    def trace(self, text: str) -> str:
        """The long text of a result."""
        return self._spend(text, self._caps.trace)

    def output(self, text: str) -> str:
        """What a red test printed."""
        return self._spend(text, self._caps.output)

    def _spend(self, text: str, limit: int) -> str:
        if not text:
            return text
        text = plain(clipped(text, 2 * limit)).strip("\n").rstrip()
        text = clipped(text, limit if self._left > 0 else min(limit, self._caps.scant))
        self._left -= len(text)
        return text


def python_error(trace: str) -> str:
    r"""The exception behind the last frame of a trace of Python or pytest, with its lines; else empty.

    >>> python_error('Traceback (most recent call last):\n  File "a.py", line 1\n    f()\nValueError: a\n- b')
    'ValueError: a\n- b'
    """
    _, mark, behind = trace.rpartition("Traceback (most recent call last):\n")
    if not mark:
        blocks = _PYTEST.findall(trace)
        lines = blocks[-1].split("\n") if blocks else []
        return "\n".join(line[1:].strip() for line in lines[:LINES])
    lines = behind.split("\n")
    at = next((n for n, line in enumerate(lines) if line[:1].strip()), len(lines))
    return "\n".join(lines[at : at + LINES]).strip()


def type_of(text: str) -> str:
    """The class of the exception that a message begins with; empty when it names none.

    >>> type_of("shop.errors.CartError: no cart"), type_of("AssertionError [ERR_ASSERTION]: 1 !== 2")
    ('shop.errors.CartError', 'AssertionError')
    >>> type_of("Expected: 3"), type_of("ValueError")
    ('', 'ValueError')
    """
    found = _TYPE.match(text[:400].split("\n", 1)[0].strip())
    return found["type"][:300] if found else ""
