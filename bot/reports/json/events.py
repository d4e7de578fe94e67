"""JSON that strangers wrote, as the events of a parser: one pass, flat memory, any encoding."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, TypeAlias, cast

import ijson

from bot.reports.caps import Caps
from bot.reports.decode import detect
from bot.reports.sniff import HEAD
from bot.reports.text import ESCAPE

CHUNK = 1 << 16
"""How many bytes are parsed at once."""

LONG = 1 << 20
"""How many bytes of one string reach the parser; a video in Base64 is of no use to anybody."""

Scalar: TypeAlias = bool | int | float | str | None
Event: TypeAlias = tuple[str, Scalar]
"""`start_map`, `map_key`, `end_map`, `start_array`, `end_array` or the type of a scalar, with its value,
as ijson calls them."""

ERRORS = (ijson.JSONError, ValueError, ArithmeticError)
"""What the parser raises for text that is no JSON."""

_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\x1b")
_ESC = bytes.maketrans(b"\x1b", ESCAPE.encode())
_START = re.compile(rb"^[ \t]{0,40}((?:\[\s{0,20}){0,8}\{\s{0,40}\")", re.MULTILINE)
_CUT_UNICODE = re.compile(rb"\\u[0-9a-fA-F]{0,3}\Z")


class Broken(Exception):
    """The text ends early or is no JSON; `reason` is the parser's, or empty for an early end."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Exception):
    """The document is not read any further; the text is a predicate for a problem."""


def batches(stream: BinaryIO, caps: Caps) -> Iterator[list[Event]]:
    """The events of every document in the stream, a list for each chunk of it.

    Raises Broken and Refused, after all events in front of that place.
    """
    found = cast("list[Event]", ijson.sendable_list())
    # Numbers as C knows them: ijson's C code crashes where Python refuses a number of 5,000 digits.
    parser = ijson.basic_parse_coro(found, multiple_values=True, use_float=True)
    silent = 0
    for chunk in _shortened(_from_start(_chunks(stream))):
        reason = _fed(parser, chunk)
        silent = 0 if found else silent + len(chunk)
        if found:
            yield found[:]
            del found[:]
        if reason:
            raise Broken(reason)
        if silent > caps.tag:
            raise Refused(
                f"holds a single value longer than {caps.tag // 1_000_000} MB, so reading stopped there"
            )
    try:
        parser.close()
    except ERRORS as error:
        if found:
            yield found[:]
        raise Broken("") from error
    if found:
        yield found[:]


def _fed(parser: object, chunk: bytes) -> str:
    """Parse more; empty, or why it is no JSON."""
    try:
        parser.send(chunk)  # type: ignore[attr-defined]
    except ERRORS as error:
        return _reason(error)
    return ""


def _reason(error: Exception) -> str:
    """The parser's words on one line, without the source it shows."""
    text = str(error).removeprefix("b'").replace("\\n", "\n").strip()
    return text.partition("\n")[0].strip(" .")[:100] or type(error).__name__


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The stream as UTF-8; none ends inside a character or an escape sequence."""
    first = stream.read(CHUNK)
    while first and len(first) < 4 and (more := stream.read(4)):
        first += more
    codec, skip = detect(first[:4])
    errors = "gardener-cp1252" if codec == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    held, raw = b"", first[skip:]
    while True:
        text = decoder.decode(raw, not raw)
        chunk = held + text.encode("utf-8", "replace").translate(_ESC, _CONTROL)
        cut = _escape_at_end(chunk) if raw else len(chunk)
        held = chunk[cut:]
        if cut:
            yield chunk[:cut]
        if not raw:
            return
        raw = stream.read(CHUNK)


def start_of(head: bytes) -> int:
    r"""Where JSON begins: what npm and scripts print before a report is passed over.

    >>> start_of(b'> shop@1.0.0 test\n> mocha --reporter json\n\n{\n  "stats": {'), start_of(b'[{"a"')
    (43, 0)
    """
    found = _START.search(head)
    return found.start(1) if found else 0


def _from_start(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= HEAD or head.lstrip()[:1] in (b"{", b"["):
            break
    yield head[start_of(head[:HEAD]) :]
    yield from chunks


def _escape_at_end(chunk: bytes) -> int:
    r"""Where an unfinished escape begins at the end of the chunk, else its length.

    >>> _escape_at_end(rb'"a\u12'), _escape_at_end(rb'"a\\'), _escape_at_end(rb'"a\\u12')
    (2, 4, 7)
    """
    unicode = _CUT_UNICODE.search(chunk, max(0, len(chunk) - 5))
    end = unicode.start() + 1 if unicode else len(chunk)
    backslashes = end - len(chunk[:end].rstrip(b"\\"))
    return end - 1 if backslashes % 2 else len(chunk)


def _shortened(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Without the middle of endless strings, which the parser would hold whole."""
    is_inside, length = False, 0
    for chunk in chunks:
        bare = chunk.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in chunk else chunk
        quotes = bare.count(b'"')
        if is_inside and not quotes:
            length += len(chunk)
            if length > LONG:
                continue
        else:
            is_inside ^= quotes % 2 == 1
            length = 0
        yield chunk
