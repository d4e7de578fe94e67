"""Read what was expected and what came from labelled lines: `Expected: 3`, `got: 4`, `left: 3`."""

import re
from dataclasses import dataclass

MAX_LINES = 20

_LABEL = re.compile(
    r"^[ \t>|*#]{0,24}(?:[-+] ?)?(?:(?P<label>expected|actual|received|got|obtained|desired|regex|input)(?P<of>[ \w./'-]{0,40}?)"
    r"|(?P<bare>but was|but|was|want|wanted|found|\[?(?:left|right)\]?|[xy](?=: array\()))"
    r"(?: {0,12}\((?:[^()\n]|\(\)){1,80}\))?[ \t]*:(?!:)[ \t]?(?P<value>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_EXPECTED = frozenset({"expected", "want", "wanted", "left", "[left]", "desired", "y", "regex"})
_QUANTITY = re.compile(r"length|number|size|count|type|calls", re.IGNORECASE)
_STOP = re.compile(
    r"^\s*(?:$|-{3,}\^|test:|messages?:|diff\b|note:|number of calls|call log|timeout:|loc: ?\[|\(compared|stack|at |\u276f|\u2771|from |#\d+ "
    r"|package:|raised at |code:|locator:|comparison|cases\b|--- |\+\+\+ |- expected|\+ received|[\w./\\-]+:\d+(?::|$)"
    r"|[\w./\\-]+\.\w{1,5}[: (]\d+)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:\"[^\"\n]*\"|'[^'\n]*'|`[^`'\n]*['`]|<[^<>\n]*>|-?\d[\d._]*|true|false|null|nil|None|:\w+),?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*[\"'`<\[({\d+-]")
"""What follows a value that is whole in its line is words of the runner, not more of the value."""
_WRAPPED = re.compile(r"^(?P<before>[^<>]{0,24})<(?P<value>.*)>(?:\.|,)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The values, what they are of ("length"), and where the lines begin and end in the text."""

    expected: str
    actual: str
    of: str
    start: int
    end: int


def read_labels(text: str) -> Labelled | None:
    r"""The first expected and the first actual value; None when either is missing.

    Rust's and Elixir's `left` counts as expected, although they promise no order.

    >>> found = read_labels("Expected length: 3\nReceived length: 2")
    >>> found and (found.expected, found.actual, found.of)
    ('3', '2', 'length')
    """
    sides: dict[bool, tuple[str, str]] = {}
    start, end = len(text), 0
    for label in _LABEL.finditer(text):
        is_expected = (label["label"] or label["bare"]).lower() in _EXPECTED
        if is_expected in sides:
            continue
        value, stop = _value(text, label)
        of = (label["of"] or "").strip().lower()
        sides[is_expected] = (value, of if _QUANTITY.search(of) else "")
        start, end = min(start, label.start()), max(end, stop)
        if len(sides) == 2:
            break
    if len(sides) < 2:
        return None
    return Labelled(sides[True][0], sides[False][0], sides[True][1], start, end)


def _value(text: str, label: re.Match[str]) -> tuple[str, int]:
    """The value behind a label with the lines that continue it."""
    lines = [label["value"].strip()]
    end = label.end()
    is_whole = _WHOLE.match(lines[0]) is not None
    while len(lines) < MAX_LINES:
        stop = text.find("\n", end + 1)
        line = text[end + 1 : stop if stop >= 0 else len(text)]
        if end >= len(text) or _STOP.match(line) or _LABEL.match(line):
            break
        if is_whole and not _GOES_ON.match(line):
            break
        lines.append(line.strip())
        end = end + 1 + len(line)
    return unwrapped("\n".join(line for line in lines if line)), end


def unwrapped(value: str) -> str:
    """A value without the brackets that Java's and Dart's printers put around it.

    >>> unwrapped("is <3>"), unwrapped("<null>"), unwrapped("a < b")
    ('is 3', 'null', 'a < b')
    """
    value = value.strip()
    if len(value) > 2 and value[0] == "`":
        return value.rstrip(",").strip("`")
    found = _WRAPPED.match(value)
    if not found:
        return value
    before = "" if found["before"].strip().lower() == "was" else found["before"]
    return before + found["value"]
