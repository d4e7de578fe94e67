"""What the doctor found about one thing, and how it is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Fine; works but look at it; does not work."""

    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`said` is what was seen, `do` what mends it; empty when nothing needs to be done."""

    level: Level
    about: str
    said: str
    do: str = ""

    @property
    def text(self) -> str:
        """One line, and a second one with what to do."""
        line = f"{self.level:<6}{self.about:<14}{self.said}"
        return f"{line}\n{'':<20}-> {self.do}" if self.do else line


def ok(about: str, said: str) -> Finding:
    """As it should be."""
    return Finding(level=Level.OK, about=about, said=said)


def warn(about: str, said: str, do: str) -> Finding:
    """It works so, perhaps not for long or not as meant."""
    return Finding(level=Level.WARN, about=about, said=said, do=do)


def wrong(about: str, said: str, do: str) -> Finding:
    """It cannot work so."""
    return Finding(level=Level.WRONG, about=about, said=said, do=do)


def summary(findings: Sequence[Finding]) -> str:
    """The last line."""
    bad = sum(one.level is Level.WRONG for one in findings)
    odd = sum(one.level is Level.WARN for one in findings)
    if bad:
        return f"{bad} wrong, {odd} to look at: the bot cannot work like this."
    return f"{odd} to look at." if odd else "Everything is as it should be."
