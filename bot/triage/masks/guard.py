"""Say quickly which of many patterns can match a text, so that only those are tried."""

import re
from collections.abc import Sequence

import re2

from bot.triage.masks.wider import narrow, wider

_MEMORY = 1 << 20
"""Bytes that one pattern's automaton may grow to; it starts anew when full."""


class Guard:
    """Wider patterns behind one filter of RE2.

    The filter looks for the words of all patterns in one pass, then runs those whose words are
    there, which takes as long for the worst text as for any.
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        options.encoding = re2.Options.Encoding.LATIN1
        options.never_capture = True
        options.log_errors = False
        self._filter = re2.Filter()
        for pattern in patterns:
            self._filter.Add(wider(pattern), options)
        self._filter.Compile()

    def may_match(self, text: str) -> list[int]:
        """The indexes of the patterns that may match in `text`, ascending; no other one does."""
        found: list[int] | None = self._filter.Match(narrow(text))
        return sorted(found or ())
