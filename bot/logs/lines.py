"""Turn the bytes of a log into clean lines, in constant memory."""

import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 18
MAX_LINE = 4096
"""Bytes of a line that are looked at; what follows is skipped, however long it is."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_ECHO = "\x1b[36;1m"  # GitHub prints the text of a step's script in this color
_STAMP = re.compile(
    r"\ufeff?(?:"
    r"(?:[^\t]{1,100}\t[^\t]{1,100}\t\ufeff?)?"  # `gh run view --log` puts job and step before it
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)(?: \d\d[OE][+ ]?| |$)"
    r"|\[\d{4}-\d\d-\d\dT[\d:.]{8,18}Z?\] "  # Jenkins
    r"|\[task [\dT:.Z-]{20,30}\] (?:[\d:]{8} +(?:[A-Z]+ - {1,2})?)?"  # Taskcluster
    r")"
)
_INNER = re.compile(
    r"#\d+ \d+\.\d+ "  # what ran inside `docker build`
    r"|[a-z][\w.-]{0,60}[-_]\d+ +\| "  # docker compose
    r"|  (?:\u2502|\|) "  # a build inside pip
)


def read_lines(stream: BinaryIO) -> Iterator[tuple[str, bool]]:
    """Yield each line's clean text, and whether it only echoes the source of a script.

    Bytes that are no UTF-8 become U+FFFD and NUL is dropped, which makes ASCII in UTF-16 readable.
    Every newline ends a line, so numbers agree with those of an editor.
    """
    rest = b""
    while chunk := stream.read(CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        for raw in whole:
            yield _clean(raw)
        rest = rest[:MAX_LINE]
    if rest:
        yield _clean(rest)


def _clean(raw: bytes) -> tuple[str, bool]:
    text = raw[:MAX_LINE].decode("utf-8", "replace").rstrip("\r\n \t")
    if "\x00" in text:
        text = text.replace("\x00", "")
    if stamp := _STAMP.match(text):
        text = text[stamp.end() :]
    is_echo = False
    if "\x1b" in text:
        is_echo = text.startswith(_ECHO)
        text = _ANSI.sub("", text)
    if "\r" in text:
        text = next((part for part in reversed(text.split("\r")) if part.strip()), "")
    if (inner := _INNER.match(text)) is not None:
        text = text[inner.end() :]
    return text.lstrip("\ufeff"), is_echo
