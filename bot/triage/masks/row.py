"""What one row of the table of masks is."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mask:
    """A volatile value and what stands in its place.

    `placeholder` is a word, or a text with the characters `<>` to use as it is. A named group of
    the pattern is the value, the whole match when there is none. `numbered` values get a number in
    order of appearance, so that equal values stay equal; `when` has the last word. `needs` is a text
    without which the pattern cannot match: looking for it first makes the table fast. `example`
    becomes `masked` by the whole table, which is the row's test.
    """

    placeholder: str
    pattern: re.Pattern[str]
    example: str
    masked: str
    numbered: bool = False
    when: Callable[[str], bool] | None = None
    needs: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether only text with digits can match."""
        return self.placeholder not in (
            "",
            "path",
            "dir",
            "user",
            "host",
            "id",
            "hash",
            "mac",
            "home",
            "email",
            "values",
            "<name>",
            "<style>",
            "<hash>",
        )
