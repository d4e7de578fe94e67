"""How much of one report is kept, and the shape of what a format yields."""

from dataclasses import dataclass

from bot.model.report import PassedRun, TestCase

Item = TestCase | str
"""One result as it is written, or a problem as a predicate ("ends in the middle of …").

The reader puts the path in front of a problem and a full stop behind it.
"""

Items = Item | PassedRun
"""What a format yields: passed tests in a row may come together, which is much quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Limits of one report. Texts count characters; a longer one keeps its beginning and its end.

    `passing` and `red` count cases: passing (and skipped) cases beyond are counted, not kept.
    `total` bounds all messages, traces and outputs of the report together; once it is used up,
    each further text keeps only its first `scant` characters. `tag` is bytes: the longest single
    tag or comment. `depth` is how many elements may be open at once. `scarce` results may come from
    any file, beyond them each must have `shortest` bytes of it: what is written shorter than any tool
    writes says nothing, and would take long to read.
    """

    name: int = 2_000
    message: int = 4_000
    trace: int = 16_000
    output: int = 8_000
    total: int = 40_000_000
    scant: int = 300
    passing: int = 200_000
    red: int = 50_000
    tries: int = 50
    problems: int = 50
    tag: int = 8_000_000
    depth: int = 100_000
    scarce: int = 500
    shortest: int = 20

    def refused(self, count: int, taken: int) -> str:
        """Why no more than so many results of so many bytes are read, as a predicate; or empty."""
        if count <= self.scarce + taken // self.shortest:
            return ""
        return f"holds {count} results in {taken} bytes, fewer than any tool writes, so reading stopped"
