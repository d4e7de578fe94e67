"""Secrets that something was put into: color codes, what cannot be seen, and the ends of lines."""

import re
from collections.abc import Iterator

from bot.model.secret_names import MASK
from bot.model.secret_tokens import TOKENS, Token

# Color codes, also as reports spell the letter that XML cannot hold; what has no width.
_WIDTHLESS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
_UNSEEN = re.compile(
    r"(?:\x1b|\x9b|#x1B|\\x1b|\\u001b|\\e|\\033|\u241b)\[[0-9;:?]{0,40}[A-Za-z]"
    rf"|\x1b[\]()][^\x07\x1b\n]{{0,80}}(?:\x07|\x1b\\)?|[{_WIDTHLESS}]",
    re.IGNORECASE,
)
_HINTS = ("\x1b", "#x1B", "#x1b", "\\x1b", "\\u001b", "\\e[", "\\033")
_WIDE_HINTS = ("\x9b", "\u241b", *_WIDTHLESS)

_ANY = r"A-Za-z0-9_\-.+/="
_BREAK = r"[ \t\u2502|\\]{0,8}\r?\n(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}Z )?[ \t>|\u2502]{0,24}(?:E[ \t]{1,8})?"
_NARROWEST = 40
"""How wide a line is at least that a terminal or a box has broken."""
_SHORTEST = 16
"""Letters in the next line that are taken for more of a key that is long enough already."""

_PREFIXES = "|".join(f"(?:{token.prefix})" for token in TOKENS)
SIGN = rf"(?:{_PREFIXES})[{_ANY}]{{4,}}[^{_ANY}\n]{{0,8}}\n"
"""Where a broken one may begin, in RE2's syntax."""
WRAPPED = re.compile(
    rf"(?:{_PREFIXES})[{_ANY}]{{4,}}+(?:{_BREAK}[{_ANY}]++(?=[\s\"'`,;)\]}}|\u2502]|$))++"
)
_PIECE = re.compile(rf"[{_ANY}]++")
_STARTS = tuple((token, re.compile(rf"({token.prefix})([{token.body}]*+)")) for token in TOKENS)


def seen(text: str) -> str:
    """The text without what is put into it for looks, the same text when there is nothing."""
    hints = _HINTS if text.isascii() else (*_HINTS, *_WIDE_HINTS)
    return _UNSEEN.sub("", text) if any(hint in text for hint in hints) else text


def mask_wrapped(match: re.Match[str]) -> str:
    """What stands in the place of a match of `WRAPPED`: each piece of the key masked in its line."""
    pieces = [(m.start(), m.end()) for m in _pieces(match)]
    text = match.group()
    begun = ((token, pattern.match(text)) for token, pattern in _STARTS)
    token, start = next((token, start) for token, start in begun if start)
    before = match.string.rfind("\n", 0, match.start()) + 1
    last = _last_piece(pieces, text, token, start, width=match.start() - before)
    if last == 0:
        return text
    out, at = [start[1], MASK], pieces[0][1]
    for begin, end in pieces[1 : last + 1]:
        out += [text[at:begin], MASK]
        at = end
    return "".join([*out, text[at:]])


def _pieces(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The runs of a key's letters, one in each line."""
    text = match.group()
    for line in re.finditer(r"[^\n]+", text):
        found = list(_PIECE.finditer(text, line.start(), line.end()))
        if found:
            yield found[-1]


def _last_piece(
    pieces: list[tuple[int, int]], text: str, token: Token, start: re.Match[str], *, width: int
) -> int:
    """Which piece ends the key: 0 when it does not go beyond its own line."""
    if start.end() < pieces[0][1]:
        return 0  # it has ended before the line does
    length, last = len(start[2]), 0
    wide = width + pieces[0][1]
    for number, (begin, end) in enumerate(pieces[1:], start=1):
        run = text[begin:end]
        if not re.fullmatch(f"[{token.body}]+", run) or wide < _NARROWEST:
            break
        if length >= token.least and not _looks_random(run):
            break
        length, last, wide = length + len(run), number, end - text.rfind("\n", 0, begin) - 1
    return last if length >= token.least else 0


def _looks_random(run: str) -> bool:
    digits = sum(letter.isdigit() for letter in run)
    return len(run) >= _SHORTEST and 1 < digits < len(run)
