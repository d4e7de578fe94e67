"""XML tags that differ only in the values of their attributes, read as columns without a parser.

Most of a long report is one tag after another of one shape, `<testcase name="…" time="…"/>`. Once
the first of them is understood, it is enough to split at the quotes and to see that between the
values stands the same again and again: so the others are well-formed too. Both happens in C.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

SHORTEST, LONGEST = 1 << 11, 1 << 16
"""How many bytes are split at once: the more, the longer all were of one shape."""

_SPACE = " \t\r\n"
_ATTRIBUTES = r"""(?:\s++[A-Za-z_][\w.-]*+\s*+=\s*+"[^"<]*+")++"""
_UNLIKE = "<\t\r\n"  # in a value it is forbidden or read as something else
_REFERENCE = re.compile("&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class Rows:
    """The values of `count` tags by attribute, and where in the data they and the space behind end.

    `is_plain_ascii` tells that every value is printable ASCII and was written without references.
    """

    columns: dict[str, list[str]]
    count: int
    end: int
    is_plain_ascii: bool


class _Shape(NamedTuple):
    """What stands around the values: `opening "…" inner "…" inner "…" closing`.

    `names` are the attributes in the order of the values, `width` is how many parts one tag has
    when it is split at its quotes.
    """

    opening: str
    inner: list[str]
    closing: str
    names: list[str]
    width: int

    def alike(self, parts: list[str]) -> int:
        """How many tags, from the first part on, are of this shape and closed."""
        width = self.width
        tails = parts[width::width]
        if parts[0] != self.opening or not tails:
            return 0
        between = tails[0]
        is_closed, rest = between.startswith(self.closing), between[len(self.closing) :]
        is_next = is_closed and rest.lstrip(_SPACE) == self.opening
        closed = _leading(tails, between) if is_next else 0
        if closed < len(tails) and tails[closed].startswith(self.closing):
            closed += 1
        inner = (parts[2 * at :: width] for at in range(1, len(self.inner) + 1))
        return min([closed, *map(_leading, inner, self.inner)])


class RowReader:
    """Reads tags of one name that have attributes and no content."""

    def __init__(self, tag: str) -> None:
        name = re.escape(tag)
        self.marker = f"<{tag}".encode()
        closing = rf"\s*+(?:/>|>\s*+</{name}\s*+>)"
        first = rf"<{name}{_ATTRIBUTES}{closing}"
        self._first = re.compile(first, re.ASCII)
        self._first_of_bytes = re.compile(first.encode())
        self._other = re.compile(rf"<(?!{name}\s|/{name}[\s>])".encode())
        self._span = SHORTEST
        self._shape = _Shape("", [], "", [], 2)  # the last one that was found

    def read(self, data: bytes, start: int) -> Rows | None:
        """The tags of one shape that begin at `start`, or None where a parser has to look.

        The data is UTF-8, and all its characters and references are such as XML allows.
        """
        if not self._first_of_bytes.match(data, start):
            return None
        end = self._end(data, start)
        text = data[start:end].decode()
        parts = text.split('"')
        count = self._shape.alike(parts) or self._learn(text, parts)
        is_in_vain = count < len(parts) // self._shape.width // 2
        self._span = SHORTEST if is_in_vain else min(4 * self._span, LONGEST)
        return self._rows(parts, count, end)

    def _end(self, data: bytes, start: int) -> int:
        """Where to end for now: in front of a tag, or at `start` when none is near."""
        limit = start + self._span
        if self._shape.closing.endswith("/>"):  # then an end tag is that of something else
            end = data.find(b"</", start, limit)
        else:
            other = self._other.search(data, start, limit)
            end = other.start() if other else -1
        return max(start, end if end >= 0 else data.rfind(self.marker, start + 1, limit))

    def _learn(self, text: str, parts: list[str]) -> int:
        """How many tags of the shape of the first one there are."""
        first = self._first.match(text)
        if first is None:
            return 0
        opening, *inner, closing = first[0].split('"')[::2]
        first_name = opening.split(None, 1)[1]
        names = [part.strip(_SPACE + "=") for part in (first_name, *inner)]
        if len(set(names)) < len(names):
            return 0
        self._shape = _Shape(opening, inner, closing, names, 2 * len(names))
        return self._shape.alike(parts)

    def _rows(self, parts: list[str], count: int, text_end: int) -> Rows | None:
        """The first tags, as far as the parser would find the values as they are written."""
        shape, width = self._shape, self._shape.width
        values = parts[1 : count * width : 2]
        words = "".join(values)
        if any(map(words.__contains__, _UNLIKE)):
            count = next(at for at, text in enumerate(values) if not _is_literal(text))
            count //= len(shape.inner) + 1
        if not count:
            return None
        end = count * width
        rest = '"'.join(parts[end:]).removeprefix(shape.closing).lstrip(_SPACE)
        columns = (parts[at:end:width] for at in range(1, width, 2))
        if "&" in words:
            columns = (list(map(_resolved, column)) for column in columns)
        return Rows(
            columns=dict(zip(shape.names, columns, strict=True)),
            count=count,
            end=text_end - len(rest.encode()),
            is_plain_ascii=words.isascii() and "&" not in words and "\x7f" not in words,
        )


def _leading(column: list[str], expected: str) -> int:
    """How many of the column, from its beginning, are as expected."""
    if column.count(expected) == len(column):
        return len(column)
    return [*map(expected.__eq__, column)].index(False)


def _is_literal(value: str) -> bool:
    return not any(map(value.__contains__, _UNLIKE))


def _resolved(value: str) -> str:
    """The value without references."""
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED[name]
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
