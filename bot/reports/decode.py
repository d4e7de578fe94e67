"""Bytes in any encoding → UTF-8 that an XML parser accepts, in chunks."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.reports.text import AMPERSAND, ESCAPE

CHUNK = 1 << 17
"""How many bytes are read at once."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
# Only encodings of text that contain ASCII: a report must not choose `zip` or `idna`.
_KNOWN = re.compile(
    r"(?i)(iso[-_]?8859|latin|windows[-_]?(12\d\d|874)|cp(12\d\d|437|85\d|866|874|93[26]|949|950)"
    r"|gb(k|2312|18030)|big5|shift[-_]?jis|sjis|euc[-_]|koi8|mac)[\w-]{0,20}"
)
_NO_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]{0,16}(?:[\x80-\xc1\xf5-\xff]|\xe0[\x80-\x9f]|\xed[\xa0-\xbf]|\xf0[\x80-\x8f]"
    rb"|\xf4[\x90-\xbf]|(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})"
    rb"(?=[\x00-\x7f\xc0-\xff])))*+"
)
"""Bytes none of which are UTF-8 beyond ASCII; a character cut off by the end is none of them."""

_KEPT = {0x09, 0x0A, 0x0D}
_CONTROL = bytes(b for b in range(32) if b not in _KEPT and b != 0x1B)
_ILLEGAL = tuple(bytes([b]) for b in (*_CONTROL, 0x1B))
_ESC = bytes.maketrans(b"\x1b", ESCAPE.encode())
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#x[0-9a-fA-F]{1,8}|#[0-9]{1,10});)")
_NUMERIC = re.compile(
    rb"&(?!#(?:10|13|9|39|34|x[aAdD9]|x27|x22);)#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));"
)
_USUAL = (b"lt;", b"gt;", b"amp;", b"quot;", b"#10;", b"apos;", b"#39;", b"#34;")
_AMPERSAND = AMPERSAND.encode()
_OPEN_REFERENCE = re.compile(rb"&[#\w]{0,12}\Z")


def detect(head: bytes) -> tuple[str, int]:
    """The codec of a report and how many bytes its byte order mark takes.

    >>> detect(b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>'), detect("<a/>".encode("utf-16"))
    (('iso8859-1', 0), ('utf-16-le', 2))
    """
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec, len(bom)
    start = head[:64].lstrip(b" \t\r\n")
    for pattern, codec in ((b"<\0\0\0", "utf-32-le"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if start.startswith(pattern):
            return codec, 0
    declared = _DECLARED.search(head[:1000])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if not _KNOWN.fullmatch(name):
        return "utf-8", 0
    try:
        return codecs.lookup(name).name, 0
    except LookupError:
        return "utf-8", 0


def _not_utf8(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are what Windows writes undeclared."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # Where one is, many are: being asked for each alone would take longer than all the rest.
    more = _NO_UTF8.match(error.object, error.end)
    end = more.end() if more else error.end
    return error.object[error.start : end].decode("cp1252", "replace"), end


codecs.register_error("gardener-cp1252", _not_utf8)


def _reference(match: re.Match[bytes]) -> bytes:
    """A numeric reference as XML may hold it."""
    hexadecimal, decimal = match[1], match[2]
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    if code == 0x1B:
        return ESCAPE.encode()
    if code in _KEPT or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000:
        return match[0]
    return b"" if code < 32 else "\ufffd".encode()


def _legal(chunk: bytes) -> bytes:
    """Without characters that XML forbids, written out or as references."""
    # Looking for each alone is quicker than one table: most chunks hold none of them.
    if any(map(chunk.__contains__, _ILLEGAL)):
        chunk = chunk.translate(_ESC, _CONTROL)
    if not _is_usual(chunk):
        # What XML does not know loses its meaning, not its text.
        chunk = _BARE.sub(_AMPERSAND, chunk)
        chunk = _NUMERIC.sub(_reference, chunk) if b"&#" in chunk else chunk
    if not chunk.isascii() and b"\xef\xbf" in chunk:
        chunk = chunk.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    return chunk


def _is_usual(chunk: bytes) -> bool:
    """Whether every reference is one of those that stay as they are."""
    at = chunk.find(b"&")
    while at >= 0 and chunk.startswith(_USUAL, at + 1):
        at = chunk.find(b"&", at + 1)
    return at < 0


def utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The whole stream as legal UTF-8, white space before the beginning removed."""
    first = stream.read(CHUNK)
    codec, skip = detect(first)
    errors = "gardener-cp1252" if codec == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    held, raw, is_start = b"", first[skip:], True
    while True:
        is_last = not raw
        chunk = held + _to_utf8(raw, decoder, codec)
        if is_start:
            chunk = chunk.lstrip(b" \t\r\n\0")
            is_start = not chunk
        cut = None if is_last else _OPEN_REFERENCE.search(chunk, max(0, len(chunk) - 13))
        held = chunk[cut.start() :] if cut else b""
        yield _legal(chunk[: cut.start()] if cut else chunk)
        if is_last:
            return
        raw = stream.read(CHUNK)


def _to_utf8(raw: bytes, decoder: codecs.IncrementalDecoder, codec: str) -> bytes:
    if codec == "utf-8" and raw and raw.isascii() and not decoder.getstate()[0]:
        return raw
    return decoder.decode(raw, not raw).encode("utf-8", "replace")
