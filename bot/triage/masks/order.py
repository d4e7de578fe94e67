"""Put what has no order in order: the items of printed sets and dictionaries."""

import re
from collections.abc import Iterator
from itertools import pairwise

MAX_DEPTH = 6
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.){0,400}\"|'(?:[^'\\\n]|\\.){0,400}'|[{}\[\](),\n]")
_FIRST = re.compile(r"\{|\[\"")
_OPEN = {"{": "}", "[": "]", "(": ")"}
_ITEM_OF_MAP = re.compile(r"\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[\w.$@-]{1,80})\s?(?:: |=(?!=))")
_ITEM_OF_SET = re.compile(r"[\"'<]|[A-Z]\w*[.(]")
"""Words without quotes stand in tuples of Erlang and in code, which have an order."""
_NUMBERS = re.compile(r"[\s\d,.+-]*")


class _Bracket:
    """An open bracket: where its items begin and part, and what closes it."""

    __slots__ = ("close", "commas", "start")

    def __init__(self, sign: str, start: int) -> None:
        self.close = _OPEN[sign]
        self.start = start
        self.commas: list[int] = []


def in_order(text: str) -> str:
    """The text with the items of its sets and dictionaries sorted, those on one line only.

    Hash tables print in another order in every process of Python, Rust, Go, Swift or Java. Lists
    keep theirs; so do braces that hold numbers alone, as in a regular expression.

    >>> in_order("unknown {'b', 'a'}, {y=2, x=1} and [2, 1]")
    "unknown {'a', 'b'}, {x=1, y=2} and [2, 1]"
    """
    if "," not in text:
        return text
    for _ in range(MAX_DEPTH):  # inner ones first: an outer one is sorted by what they became
        done: list[str] = []
        copied = 0
        for found, end in _closed(text):
            items = _items(text, found, end) if found.start >= copied else ""
            if items:
                done += [text[copied : found.start], items]
                copied = end
        if not done:
            break
        text = "".join(done) + text[copied:]
    return text


def _closed(text: str) -> Iterator[tuple[_Bracket, int]]:
    """The brackets that are closed as they were opened, with where that is, inner ones first.

    Those on one line only.
    """
    first = _FIRST.search(text)
    stack: list[_Bracket] = []
    for token in _TOKEN.finditer(text, first.start()) if first else ():
        sign = token[0]
        if sign in _OPEN:
            stack.append(_Bracket(sign, token.end()))
        elif stack and sign == stack[-1].close:
            yield stack.pop(), token.start()
        elif sign in "}])":
            stack.clear()
        elif sign == "\n":
            stack.clear()  # what is open ends in another line than it began in
        elif stack and sign == ",":
            stack[-1].commas.append(token.start())


def _items(text: str, found: _Bracket, end: int) -> str:
    """The sorted items of a bracket; empty when they keep their order."""
    if not found.commas or found.close == ")":
        return ""
    inside = text[found.start : end]
    if _NUMBERS.fullmatch(inside):
        return ""
    cuts = [found.start - 1, *found.commas, end]
    items = [text[a + 1 : b].strip() for a, b in pairwise(cuts)]
    if not all(map(_ITEM_OF_MAP.match, items)) and not (
        found.close == "}" and all(map(_ITEM_OF_SET.match, items))
    ):
        return ""
    inner = ", ".join(sorted(items))
    spaced = f" {inner} " if inside[0] == " " and inside[-1] == " " else inner
    return spaced if spaced != inside else ""
