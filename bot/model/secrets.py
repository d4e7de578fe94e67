"""Mask secrets in text that came from elsewhere: known beginnings, known shapes, named values."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import re2

from bot.model.secret_names import MASK as MASK
from bot.model.secret_names import NAMED, mask_named
from bot.model.secret_names import SIGN as NAMED_SIGN
from bot.model.secret_shapes import SHAPES
from bot.model.secret_tokens import TOKENS, Token
from bot.model.secret_wraps import SIGN as WRAPPED_SIGN
from bot.model.secret_wraps import WRAPPED, mask_wrapped, seen

Put = Callable[[re.Match[str]], str]

_MEMORY = 1 << 25
"""How many bytes of states RE2 remembers; when they are full it begins anew."""
_NESTED = 4
"""Matches that are tried within another one that held no secret."""
# Letters that Python takes for one of ASCII when case is ignored.
_FOLDED = {"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"}
_ESCAPE = re.compile(r"(?:\\[nrt]|%[0-9A-Fa-f]{2})$")


@dataclass(frozen=True, slots=True)
class _Row:
    sign: str
    pattern: re.Pattern[str]
    put: Put
    begins: "re2._Regexp[bytes] | None" = None


def mask_secrets(text: str) -> str:
    r"""Replace every known shape of secret by `[masked]`; a known beginning stays before it.

    The number of lines stays, so that line numbers beside the text stay true. Where color codes
    stand in a line with a secret, they go. Linear in time; what was masked stays as it is.

    >>> mask_secrets("password=hunter2 token: string password=None")
    'password=[masked] token: string password=None'
    """
    plain = seen(text)
    masked = _mask(plain)
    if masked == plain:
        return text
    return masked if plain is text else _by_line(text, masked, seen)


def has_sign(text: str) -> bool:
    """Whether anything in the text could be a secret: a quick no, or perhaps."""
    plain = seen(text)
    return bool(_signs_of(plain)) or _WRAP.search(_narrow(plain)) is not None


def _by_line(text: str, masked: str, seen: Callable[[str], str]) -> str:
    """The lines of the text, but masked those that are not what they were."""
    pairs = zip(text.split("\n"), masked.split("\n"), strict=True)
    return "\n".join(old if seen(old) == new else new for old, new in pairs)


def _mask(text: str) -> str:
    if "\n" in text:
        text = _each(_WRAP, WRAPPED, mask_wrapped, text)
    signs = _signs_of(text)
    for index in range(len(_ROWS)) if signs else ():
        if index in signs:
            row = _ROWS[index]
            if row.begins is None:
                masked = row.pattern.sub(row.put, text)
            else:
                masked = _each(row.begins, row.pattern, row.put, text)
            if masked != text:  # a secret that is gone may have hidden the sign of another
                text, signs = masked, _signs_of(masked)
    return _each(_NAME, NAMED, mask_named, text, low=True) if len(_ROWS) in signs else text


def _each(
    where: "re2._Regexp[bytes]", pattern: re.Pattern[str], put: Put, text: str, *, low: bool = False
) -> str:
    """Put something for each match that begins where RE2, which is much quicker, says so.

    Within a match that holds no secret a few more are tried, so that all takes linear time.
    """
    parts, done, end, left = list[str](), 0, 0, 0
    narrow = _narrow(text)
    for begin in where.finditer(narrow.lower() if low else narrow):
        at = begin.start()
        left = _NESTED if at >= end else left - 1
        match = pattern.match(text, at) if at >= done and left > 0 else None
        if match is None:
            continue
        end = max(end, match.end())
        if (instead := put(match)) != match.group():
            parts += [text[done:at], instead]
            done = match.end()
    return "".join([*parts, text[done:]]) if parts else text


def _signs_of(text: str) -> Collection[int]:
    """Which of the patterns may match."""
    found: list[int] | None = _SIGNS.Match(_narrow(text).lower())
    return found or ()


def _narrow(text: str) -> bytes:
    """The text for RE2, a byte for each letter."""
    if not text.isascii():
        for letter, plain in _FOLDED.items():
            text = text.replace(letter, plain)
    return text.encode("latin-1", "replace")


def _put_in(match: re.Match[str]) -> str:
    """The match with its group `secret` masked, or all of it; as many lines as before."""
    whole = match.group()
    start, end = 0, len(whole)
    if "secret" in match.re.groupindex:
        start, end = (at - match.start() for at in match.span("secret"))
    lines = [MASK] * (whole.count("\n", start, end) + 1)
    return whole[:start] + "\n".join(lines) + whole[end:]


def _put_in_bounded(match: re.Match[str]) -> str:
    """The same, unless the match begins within a word; an escape before it is no word."""
    before = match.string[max(0, match.start() - 3) : match.start()]
    is_within = before[-1:].isalnum() and not _ESCAPE.search(before)
    return match.group() if is_within else _put_in(match)


def _options() -> "re2.Options":
    """Of bytes, since of letters an automaton would be many times as large."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _MEMORY
    return options


def _of_token(token: Token) -> _Row:
    put = _put_in_bounded if token.bounded else _put_in
    begins = re2.compile(token.begins.encode(), _options())
    return _Row(token.sign, re.compile(token.regex), put, begins)


_ROWS = (
    *(_Row(shape.sign, re.compile(shape.regex), _put_in) for shape in SHAPES[:3]),
    *map(_of_token, TOKENS),
    *(_Row(shape.sign, re.compile(shape.regex), _put_in) for shape in SHAPES[3:]),
)


def _together(signs: Iterable[str]) -> "re2.Set":
    """One automaton of all signs."""
    found = re2.Set.SearchSet(_options())
    for sign in signs:
        found.Add(sign.encode("ascii"))
    found.Compile()
    return found


_SIGNS = _together([*(row.sign for row in _ROWS), NAMED_SIGN])
_NAME = re2.compile(NAMED_SIGN.encode(), _options())
_WRAP = re2.compile(WRAPPED_SIGN.encode("latin-1"), _options())
