"""Read what was expected and what came from the +/- lines of a diff."""

import re
from dataclasses import dataclass

MAX_LINES = 200

_WORD = r"(?P<{0}>expected|actual|received|want|wanted|got|found|obtained)"
_HEADER = re.compile(
    r"[(\s]?(?P<sign>[-+]){1,3} ?"
    + _WORD.format("first")
    + r"\b[^\n]{0,20}?\n?[ \t]*[-+]{1,3} ?"
    + _WORD.format("second")
    + r"\b[^\n]*",
    re.IGNORECASE,
)
_BARE_HEADER = re.compile(r"^[ \t]*(?:Full )?[Dd]iff:[ \t]*$", re.MULTILINE)
_LINE = re.compile(
    r"^[ \t\u00a0]*(?P<sign>[-+])(?P<text>(?![-+>]{1,2}(?![\d'\"]))[^\n]*)$", re.MULTILINE
)
_EXPECTED = frozenset({"expected", "want", "wanted"})


@dataclass(frozen=True, slots=True)
class Diff:
    """The lines of either side, and where the diff begins in the text."""

    expected: str
    actual: str
    start: int


def read_diff(text: str) -> Diff | None:
    r"""Expected and actual lines of the first diff, context left out; None when there is none.

    A header says which sign is which (`- Expected`, `(-want +got)`, `+ actual - expected`); without
    one, `-` is what was expected, as pytest, RSpec and PHPUnit have it.

    >>> read_diff("- Expected\n+ Received\n\n  [\n-   1,\n+   2,\n  ]")
    Diff(expected='   1,', actual='   2,', start=0)
    """
    header = _HEADER.search(text)
    bare = None if header else _BARE_HEADER.search(text)
    start = header or bare
    minus, plus, first = _signed(text, start.end() if start else 0)
    if first < 0 or not (start or (minus and plus)):
        return None
    if header and (header["first"].lower() in _EXPECTED) != (header["sign"] == "-"):
        minus, plus = plus, minus
    return Diff(minus, plus, start.start() if start else first)


def _signed(text: str, start: int) -> tuple[str, str, int]:
    """The lines with `-`, those with `+`, and where the first of them stands, -1 for none."""
    found: dict[str, list[str]] = {"-": [], "+": []}
    first = -1
    for count, line in enumerate(_LINE.finditer(text, start)):
        if count == MAX_LINES:
            break
        if not line["text"].lstrip(" ").startswith("where "):  # pytest's own, no diff
            first = line.start() if first < 0 else first
            found[line["sign"]].append(line["text"])
    return "\n".join(found["-"]), "\n".join(found["+"]), first
