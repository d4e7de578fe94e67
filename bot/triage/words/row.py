"""One row of the words of causes: a message that fits, and what it is called."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A message that fits `pattern` is called `words`, with `{}` for the first group that matched.

    `called` is what `example` must give.
    """

    pattern: re.Pattern[str]
    words: str
    example: str
    called: str


def rows(*table: tuple[str, str, str, str]) -> tuple[Wording, ...]:
    """Compile (pattern, words, example, called); patterns ignore case."""
    return tuple(
        Wording(re.compile(pattern, re.IGNORECASE), words, example, called)
        for pattern, words, example, called in table
    )
