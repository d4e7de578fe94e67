"""Turn a pattern of Python into a wider one that RE2 can run: whatever the first matches, it does too.

What RE2 lacks or is slow at is left out: most of what stands around a match, anchors, upper bounds
of counts. Letters beyond ASCII are narrowed in pattern and text alike, so a letter is a byte.
"""

import re
from collections.abc import Iterator

_PART = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<again>\\[1-9]|\(\?P=|\(\?\()|(?P<flags>\(\?[aimsux]+\))"
    r"|(?P<open>\((?:\?(?:P<\w+>|[ims]*(?:-[ims]+)?:|>)|(?!\?)))|(?P<close>\))"
    r"|(?P<anchor>\\[bBAZ]|[\^$])|(?P<greed>[*+?][+?]?)"
    r"|(?P<count>\{(?P<least>\d*)(?P<more>,)?\d*\}[+?]?)"
    r"|(?P<rest>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)
_BEYOND = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([89a-fA-F][0-9a-fA-F]))")


class _Narrow(dict[int, str]):
    """One letter of ASCII for any other, in the classes of `re` that it is in."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if code < 128:
            found = "\f" if letter.isspace() and letter not in " \t\n\r" else letter
        elif letter in "\u0130\u0131\u017f\u212a":  # `re` takes them for i, s and k
            found = {"\u017f": "s", "\u212a": "k"}.get(letter, "i")
        elif letter.isspace():
            found = "\f"
        elif letter.isalnum():
            found = "0" if letter.isdecimal() else "_"
        else:
            found = "\x7f"
        if len(self) < _MAX_LETTERS:
            self[code] = found
        return found


_MAX_LETTERS = 10_000
_NARROW = _Narrow()


def narrow(text: str) -> bytes:
    """The text with a byte for each letter."""
    return text.translate(_NARROW).encode("ascii")


def wider(pattern: re.Pattern[str]) -> bytes:
    r"""The source of the wider pattern, in RE2's syntax for bytes.

    Raises:
        ValueError: the pattern refers to what a group has matched, or is written over several lines.

    >>> wider(re.compile(r"(?<!\w)(?P<v>[a-f]{2,8}+)\b(?= x)"))
    b'(?:[a-f]{2,})(?: x)'
    """
    source = _BEYOND.sub(lambda found: chr(int(found[1] or found[2], 16)), pattern.pattern)
    parts = list(_PART.finditer(source))
    if pattern.flags & re.VERBOSE or any(part["again"] for part in parts):
        raise ValueError(f"a pattern with a memory, or over several lines: {pattern.pattern}")
    kept = "".join(_kept(parts))
    flags = "i" * bool(pattern.flags & re.IGNORECASE) + "s" * bool(pattern.flags & re.DOTALL)
    return (f"(?{flags})" if flags else "").encode() + narrow(kept)


def _kept(parts: list[re.Match[str]]) -> Iterator[str]:
    """The parts that RE2 can have.

    What must stand in front of all else, or after it, becomes part of the match; any other look
    around is left out.
    """
    ends = _ends(parts)
    at = level = 0
    while at < len(parts):
        part = parts[at]
        end = ends.get(at, at)
        if part["look"] and not (level == 0 and _is_outmost(parts, at, end)):
            at = end + 1
            continue
        level += (end > at) - bool(part["close"])
        yield "(?:" if part["look"] else _widened(part)
        at += 1


def _ends(parts: list[re.Match[str]]) -> dict[int, int]:
    """Where each bracket that opens is closed."""
    ends, opened = dict[int, int](), list[int]()
    for at, part in enumerate(parts):
        if part["look"] or part["open"]:
            opened.append(at)
        elif part["close"]:
            ends[opened.pop()] = at
    return ends


def _is_outmost(parts: list[re.Match[str]], at: int, end: int) -> bool:
    """Whether a look of the kind `(?<=` begins an alternative, or one of the kind `(?=` ends it."""
    if parts[at]["look"] == "(?<=":
        return at == 0 or parts[at - 1][0] == "|"
    return parts[at]["look"] == "(?=" and (end + 1 == len(parts) or parts[end + 1][0] == "|")


def _widened(part: re.Match[str]) -> str:
    match part.lastgroup:
        case "anchor" | "flags":
            return ""
        case "open":
            return part[0] if part[0].endswith(":") else "(?:"
        case "greed":
            return part[0][0]
        case "count":
            least = part["least"] or "0"
            return f"{{{least},}}" if part["more"] else f"{{{least}}}"
        case _:
            return part[0]
