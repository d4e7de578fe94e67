"""TAP in versions 12 to 14: lines → test cases, plain passed tests in a row the short way."""

from collections.abc import Iterator
from typing import BinaryIO

from bot.reports.caps import Caps, Items
from bot.reports.dialects.tap_lines import PLAIN
from bot.reports.dialects.tap_state import Tap
from bot.reports.text_lines import Lines

MANY = 1000
"""How many lines are taken before their tests are handed on."""


def read(stream: BinaryIO, caps: Caps) -> Iterator[Items]:
    """Every test of the stream."""
    tap = Tap(caps)
    lines = Lines(stream)
    is_cut = False
    ahead = None  # a plain line: what follows may belong to it
    for text in lines:
        line = text.rstrip()
        is_short = line.startswith("ok") and not lines.is_open
        plain = PLAIN.fullmatch(line) if is_short else None
        if ahead is not None and plain is not None:
            tap.passed(ahead)
            ahead = plain
        else:
            if ahead is not None:
                tap.line(ahead[0])
            ahead = plain if plain is not None and tap.is_bare else None
            is_cut = ahead is None and not tap.line(line, is_open=lines.is_open)
        if tap.items or lines.number % MANY == 0:
            yield from _ready(tap)
    if ahead is not None:
        tap.line(ahead[0])
    tap.end(is_cut=lines.is_open)
    yield from _ready(tap)
    if is_cut:
        yield f"ends in the middle of line {lines.number}; {tap.count} results were read, later ones are unknown"


def _ready(tap: Tap) -> list[Items]:
    tap.let_go()
    items, tap.items = tap.items, []
    return items
