"""Turn the bytes of a log into pages of lines, and one line into clean text, in constant memory."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bot.logs.colors import colorless
from bot.logs.hiding import hidden, safe_cut
from bot.logs.leads import Leads

CHUNK = 1 << 18
MAX_LINE = 4096
"""Bytes of a line that are looked at; what follows is skipped, however long it is."""
_WORD = 512
"""Bytes of the last word that are taken off a long line too: half a secret is not known for one."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_ECHO = "\x1b[36;1m"  # GitHub prints the text of a step's script in this color
_STAMP = re.compile(
    r"\ufeff?(?:"
    r"(?:[^\t]{1,100}\t[^\t]{1,100}\t\ufeff?)?"  # `gh run view --log` puts job and step before it
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)(?: \d\d[OE][+ ]?| |$)"
    r"|\[\d{4}-\d\d-\d\dT[\d:.]{8,18}Z?\] "  # Jenkins
    r"|\[task \d{4}-\d\d-\d\dT[\d:.]{8,18}Z?\] (?:[\d:]{8} +(?:[A-Z]+ - {1,2})?)?"  # Taskcluster
    r")"
)
_INNER = re.compile(
    r"#\d+ \d+\.\d+ "  # what ran inside `docker build`
    r"|[a-z][\w.-]{0,60}[-_]\d+ +\| "  # docker compose
    r"|  (?:\u2502|\|) "  # a build inside pip
)


@dataclass(frozen=True, slots=True)
class Page:
    """Whole lines of a log, as they are; the first of them is number `first`.

    Their secrets are masked. `led` are the indexes of those that could matter, ascending.
    """

    first: int
    raws: list[bytes]
    led: Sequence[int] = ()


def read_pages(stream: BinaryIO, leads: Leads, size: int = CHUNK) -> Iterator[Page]:
    """Yield the lines of `stream`, about `size` bytes at a time.

    Every newline ends a line, so numbers agree with those of an editor. NUL is dropped, which makes
    ASCII in UTF-16 readable.
    """
    first, rest, chunk = 1, b"", b"-"
    while chunk:
        chunk = _fill(stream, size)
        block = rest + chunk
        end = block.rfind(b"\n") + 1 if chunk else len(block)
        block, rest = block[:end], block[end:][: MAX_LINE + 1]
        if block:
            page, held = _page(first, _cut(block), leads, is_last=not chunk)
            rest = held + rest
            if page.raws:
                yield page
                first += len(page.raws)


def _fill(stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer at the end only, however few the stream gives at once."""
    parts = list[bytes]()
    missing = size
    while missing > 0 and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _cut(block: bytes) -> bytes:
    """Take from each line what is beyond `MAX_LINE`; looks at one byte in four thousand."""
    parts, kept, at = list[bytes](), 0, 0
    while at + MAX_LINE < len(block):
        end = block.rfind(b"\n", at, at + MAX_LINE + 1)
        if end < 0:
            word = block.rfind(b" ", at + MAX_LINE - _WORD, at + MAX_LINE)
            parts.append(block[kept : at + MAX_LINE if word < 0 else word])
            end = kept = block.find(b"\n", at + MAX_LINE)
            if end < 0:
                return b"".join(parts)
        at = end + 1
    return b"".join([*parts, block[kept:]]) if parts else block


def _page(first: int, block: bytes, leads: Leads, *, is_last: bool) -> tuple[Page, bytes]:
    """The lines that can be told, and those that must wait for what comes after them."""
    is_whole = block.endswith(b"\n")
    if b"\0" in block:
        block = block.replace(b"\0", b"")
    raws = block.split(b"\n")
    if is_whole:
        raws.pop()
    led = [index for index in leads.indexes(colorless(block)) if index < len(raws)]
    told = hidden(raws, led)
    cut = len(raws) if is_last else safe_cut(raws, told)
    held = b"".join(raw + b"\n" for raw in raws[cut:])
    return Page(first, told[:cut], [index for index in led if index < cut]), held


def clean(raw: bytes) -> tuple[str, bool]:
    """The text of a line, and whether it only echoes the source of a script.

    Bytes that are no UTF-8 become U+FFFD; timestamps, colors and all but the last state of a
    progress bar are gone.
    """
    text = raw.decode("utf-8", "replace").rstrip("\r\n \t")
    if stamp := _STAMP.match(text):
        text = text[stamp.end() :]
    is_echo = False
    if "\x1b" in text:
        is_echo = text.startswith(_ECHO)
        text = _ANSI.sub("", text)
    if "\r" in text:
        text = next((part for part in reversed(text.split("\r")) if part.strip()), "")
    if text[:1] == "#" or "| " in text or "\u2502 " in text:
        inner = _INNER.match(text)
        text = text[inner.end() :] if inner is not None else text
    return text.lstrip("\ufeff"), is_echo
