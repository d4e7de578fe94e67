"""Patterns that users write: compiled on RE2, which cannot backtrack, with bounded memory."""

from typing import Protocol

import re2

from bot.errors import ConfigError

MAX_PATTERN_CHARS = 1000
MAX_MEMORY_BYTES = 1 << 20  # enough for some thousand states; a[1000]{1000} is refused

_UNLIKE = ("x", "7", "-")  # lines with nothing in common


class Match(Protocol):
    """The part of a match that is used here; the interface of `re.Match`."""

    def group(self, group: int | str = 0, /) -> str | None:
        """One captured group."""

    def groupdict(self) -> dict[str, str | None]:
        """The named groups."""

    def start(self, group: int | str = 0, /) -> int:
        """Where a group begins."""


class Pattern(Protocol):
    """The part of a compiled pattern that is used here; the interface of `re.Pattern`."""

    pattern: str

    def search(self, text: str, /) -> Match | None:
        """Find the pattern anywhere in `text`."""


def compile_pattern(text: str) -> Pattern:
    """Compile a user's pattern, searched line by line.

    Raises ConfigError with one clear sentence: too long, not RE2 syntax (look-around and
    back-references are not in it: https://github.com/google/re2/wiki/Syntax), too large once
    compiled, or so wide that it matches any line at all.
    """
    if len(text) > MAX_PATTERN_CHARS:
        raise ConfigError(f"the pattern has more than {MAX_PATTERN_CHARS} characters")
    options = re2.Options()
    options.max_mem = MAX_MEMORY_BYTES
    options.log_errors = False
    try:
        pattern: Pattern = re2.compile(text, options)
        is_wide = pattern.search("") is not None or all(pattern.search(t) for t in _UNLIKE)
    except (re2.error, UnicodeEncodeError) as error:
        raise ConfigError(f"the pattern is not valid RE2: {_reason(error)}") from error
    if is_wide:
        raise ConfigError("the pattern matches every line; write a word of the line you look for")
    return pattern


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "it holds half of a surrogate pair"
    said = error.args[0] if error.args else "unknown reason"
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
