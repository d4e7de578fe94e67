"""One door that a stranger's bytes come in by, and what must hold whatever they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).with_name("seeds")


@dataclass(frozen=True, kw_only=True)
class Target:
    """`run` takes any bytes and raises only when what must hold does not.

    `starts` are honest inputs to begin from. `most` is the longest input that is tried, in bytes:
    what is longer is cut before it comes to this door. `times` is how often `run` does the work,
    which must take at most a second a megabyte each time. An input of fewer bytes than `least` may
    take as long as one of so many: it is more where the door counts parts instead of bytes.
    """

    name: str
    run: Callable[[bytes], None]
    starts: Callable[[], Iterable[bytes]]
    most: int = 1 << 20
    times: int = 1
    least: int = 32 * 1024

    @property
    def kept(self) -> tuple[Path, ...]:
        """What once broke it, kept in files."""
        return tuple(sorted((SEEDS / self.name).glob("*")))


def text_of(data: bytes) -> str:
    """Any bytes as a text that may hold anything a text can: lone surrogates and NUL as well."""
    return data.decode("utf-8", "surrogateescape")


def fields_of(data: bytes, number: int) -> tuple[str, ...]:
    """Cut into `number` texts at lines of `%`; what is missing repeats what is there."""
    parts = text_of(data).split("\n%\n")
    return tuple(parts[n % len(parts)] for n in range(number))
