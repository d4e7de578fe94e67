"""What the attributes of an element say: where a test is and how long it took."""

import re
from collections.abc import Mapping
from functools import lru_cache

FILES = ("file", "filename", "filepath", "file_path", "test.fileName", "source_file")
LINES = ("line", "lineno", "lineNumber", "line_number")
"""Attributes that name a test's file and its line, the best first."""
_FILES, _LINES = frozenset(FILES), frozenset(LINES)

_PATH = re.compile(
    r"(?:[\w@.+ -]*[\\/])+[\w@.+() \[\]-]+\.[a-z]{1,5}"
    r"|[\w-]+(?:\.(?:test|spec|e2e|cy|unit))?\.(?:py|[cm]?[jt]sx?|rb|php|go|rs|bats|robot|feature)"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")


def file_of(attributes: Mapping[str, str]) -> str:
    """The path that the attributes (or properties) of an element name."""
    if _FILES.isdisjoint(attributes):
        return ""
    return next(attributes[key][:1000] for key in FILES if key in attributes)


def line_of(attributes: Mapping[str, str]) -> int | None:
    """The line that the attributes of an element name."""
    if _LINES.isdisjoint(attributes):
        return None
    for key in LINES:
        text = attributes.get(key, "")
        if text.isdecimal() and len(text) < 9:
            return int(text) or None
    return None


@lru_cache(4096)
def path_like(name: str) -> str:
    """The name when it is a file's path, as Vitest and Playwright name their classes.

    >>> path_like("src/cart.test.ts"), path_like("cart.spec.ts"), path_like("tests.test_cart.T")
    ('src/cart.test.ts', 'cart.spec.ts', '')
    """
    return name if len(name) < 500 and _PATH.fullmatch(name) else ""


def seconds_of(text: str) -> float | None:
    """A duration in seconds; None when it is no number.

    >>> seconds_of("0.5"), seconds_of("1,234.5"), seconds_of("0,25"), seconds_of("NaN")
    (0.5, 1234.5, 0.25, None)
    """
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        return _local_seconds(text)
    return value if 0 <= value < 1e9 else None


def _local_seconds(text: str) -> float | None:
    """Surefire groups thousands; some tools write the comma of the machine's language."""
    plain_text = text.replace(",", "") if _GROUPED.fullmatch(text) else text.replace(",", ".")
    return seconds_of(plain_text) if plain_text != text else None
