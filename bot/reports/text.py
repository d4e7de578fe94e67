"""Make text from reports plain: no terminal colors, no leftovers of repairs, bounded length."""

import re
from zlib import crc32

ESCAPE = "\x7f"
"""Stands for the ESC character, which XML cannot carry; see `decode`."""

AMPERSAND = "\ue000"
"""Stands for an ampersand that begins no reference XML knows; see `decode`."""

_COLOR = re.compile(
    r"(?:[\x1b\x7f]|#x1B|\\u001b|\\x1b|\\033)\[[0-?]{0,40}[ -/]{0,4}[@-~]"
    r"|\x9b[0-?]{0,40}[ -/]{0,4}[@-~]"
    r"|(?:[\x1b\x7f]|#x1B)\][^\x07\x1b\x7f]{0,2000}(?:\x07|[\x1b\x7f]\\)?"
    r"|[\x1b\x7f][@-Z\\^_a-z]?"
)
# Some writers drop the ESC that XML forbids and leave the rest: "[31mred[39m". It counts as color
# only where a reset stands too, and `rate(x[5m])` is none.
_BARE_RESET = re.compile(r"\[(?:0|22|27|39|49)?m(?!\])")
_BARE_COLOR = re.compile(r"\[(?:\d{1,3}(?:;\d{1,3}){0,5})?m(?!\])")
_SIGNS = ("\x7f", "#x1B", "\r", "\x1b", "\\u001b", "\\x1b", "\\033")
_FIRST_OF_SIGNS = ("\x7f", "\x1b", "\r", "\\", "#")
"""A text without these has none of the signs; looking for one character is much quicker."""
_UNSEEN = tuple(chr(n) for n in range(32) if chr(n) not in "\t\n\r\x1b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def plain(text: str) -> str:
    r"""Without color codes and control characters; line ends become `\n`.

    >>> plain("\x7f[31mred\x7f[0m and [32mgreen[39m")
    'red and green'
    >>> plain("rate(errors[5m]) is #x1B[1m3#x1B[0m")
    'rate(errors[5m]) is 3'
    """
    if not text:
        return text
    if text.isprintable() and text.isascii() and not ("\\" in text or "#" in text or "[" in text):
        return text  # most texts are so, and this is told quickly
    has = text.__contains__
    is_odd = not text.isascii() or any(map(has, _UNSEEN))
    if is_odd or (any(map(has, _FIRST_OF_SIGNS)) and any(map(has, _SIGNS))):
        text = _COLOR.sub("", text)
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "m" in text and "[" in text and _BARE_RESET.search(text):
        text = _BARE_COLOR.sub("", text)
    return text.replace(AMPERSAND, "&")


def clipped(text: str, limit: int) -> str:
    """At most about `limit` characters: the beginning and, of longer texts, also the end."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    tail = limit - head
    return f"{text[:head]}\n… {len(text) - limit} characters left out …\n{text[-tail:]}"


def name_text(text: str, limit: int) -> str:
    r"""A name on one line; a longer one ends with a checksum, so that names stay different.

    >>> name_text("adds\n one", 100), name_text("a" * 99, 10)
    ('adds one', 'aaaaaaaaaa…~750b58ee')
    """
    if len(text) > limit:
        text = f"{text[:limit]}…~{crc32(text.encode(errors='replace')):08x}"
    if text.isprintable():
        return text
    return " ".join(plain(text).split())


class Clip:
    """Collects text in pieces and holds no more than about twice its limit of characters."""

    __slots__ = ("_head", "_length", "_limit", "_parts", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._head = ""
        self._parts: list[str] = []
        self._size = 0
        self._length = 0

    def add(self, piece: str) -> None:
        """Append a piece of any length."""
        self._parts.append(piece)
        self._size += len(piece)
        self._length += len(piece)
        if self._size > 2 * self._limit:
            text = "".join(self._parts)
            if not self._head:
                self._head, text = text[: self._limit], text[self._limit :]
            self._parts = [text[-self._limit :]]
            self._size = len(self._parts[0])

    def text(self) -> str:
        """What was collected, plain and clipped."""
        text = self._head + "".join(self._parts)
        missing = self._length - len(text)
        if missing <= 0:
            return clipped(plain(text), self._limit)
        head = plain(self._head)[: self._limit * 2 // 3]
        tail = plain("".join(self._parts))[-(self._limit - self._limit * 2 // 3) :]
        left = self._length - len(head) - len(tail)
        return f"{head}\n… {left} characters left out …\n{tail}"
