"""One JSON object a line, as event streams are written, with other text between them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from bot.reports.caps import Caps
from bot.reports.text_lines import Lines

Event = Mapping[str, object]
_OPENING = re.compile(r'\s*\{\s*"')


class Records:
    """The objects of a stream, and as text the lines that are none; may be gone through once.

    A test may print without a line end before the tool writes its event: with `opening`, a
    pattern of how an event begins, the event is looked for within the line, too.
    """

    def __init__(self, stream: BinaryIO, caps: Caps, opening: str = "") -> None:
        self.is_cut = False
        self._lines = Lines(stream, caps.tag)
        self._opening = re.compile(opening) if opening else None
        self._broken = self._long = 0
        self._broken_at = self._long_at = 0

    def __iter__(self) -> Iterator[Event | str]:
        """An object, or a line of text with what is left of it."""
        for line in self._lines:
            if self._lines.is_long:
                self._long_at = self._long_at or self._lines.number
                self._long += 1
            elif "{" in line or self._lines.is_open:
                yield from self._read(line)
            else:
                yield line

    def _read(self, line: str) -> Iterator[Event | str]:
        start = line.find("{")
        if start > 0 and line[:start].strip():
            found = self._opening.search(line) if self._opening else None
            start = found.start() if found else -1
        event = parsed(line[start:]) if start >= 0 else None
        if event is None:
            if self._lines.is_open:
                self.is_cut = True
            elif _OPENING.match(line):
                self._broken_at = self._broken_at or self._lines.number
                self._broken += 1
            else:
                yield line
            return
        if line[:start].strip():
            yield line[:start]
        yield event

    def problems(self, count: int) -> Iterator[str]:
        """What could not be read, as predicates; `count` results were. To be asked at the end."""
        if self._broken:
            yield (
                f"has {self._broken} lines that are broken JSON, the first at line "
                f"{self._broken_at}; they were passed over, so results may be missing"
            )
        if self._long:
            yield (
                f"has {self._long} lines that are too long to be read, the first at line "
                f"{self._long_at}; they were passed over, so results may be missing"
            )
        if self.is_cut:
            yield (
                f"ends in the middle of line {self._lines.number}; {count} results were read, "
                "later ones are unknown"
            )


def parsed(text: str) -> Event | None:
    """The JSON object that the text is; None when it is none, too deep or holds huge numbers."""
    if not text.rstrip(" \t\r\n").endswith("}"):
        return None  # telling so takes the parser longer than reading
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def word(event: Event, key: str) -> str:
    """The text under a key; empty when there is none."""
    value = event.get(key)
    return value if isinstance(value, str) else ""


def number(event: Event, key: str) -> float | None:
    """The number under a key, if it is one that can be a duration."""
    value = event.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e12 else None


def inner(event: Event, key: str) -> Event:
    """The object under a key; empty when there is none."""
    value = event.get(key)
    return value if isinstance(value, dict) else {}
