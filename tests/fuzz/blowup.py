"""Look for inputs that take longer than they are long: pieces of honest ones, repeated without end.

`python -m tests.fuzz.blowup TARGET --minutes 5` prints what takes more than a second a megabyte.
"""

import argparse
import itertools
import random
import time
from collections.abc import Iterator

from tests.fuzz.cost import best_cost, is_dear
from tests.fuzz.mutate import BITES
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

_SMALL = 64 * 1024


def shapes(target: Target, chance: random.Random, size: int) -> Iterator[bytes]:
    """Endless inputs of about `size` bytes: first each bite alone, then pieces and pairs of them."""
    starts = [*target.starts()]
    for bite in BITES:
        yield repeated(b"", bite, b"", size)
        yield lines(bite, size)
    while True:
        start = chance.choice(starts) or b"x"
        at = chance.randrange(len(start))
        piece = start[at : at + chance.choice((1, 2, 3, 5, 8, 20, 60, 200))]
        bite = chance.choice((piece, chance.choice(BITES), piece + chance.choice(BITES)))
        match chance.randrange(4):
            case 0:
                yield repeated(start[:at], bite, start[at:], size)
            case 1:
                yield repeated(start[:at], bite, b"", size)
            case 2:
                yield lines(repeated(start[:at][-300:], bite, start[at:][:300], 4000), size)
            case _:
                yield lines(bite, size)


def repeated(before: bytes, piece: bytes, after: bytes, size: int) -> bytes:
    """`piece` as often as there is room for it."""
    room = max(size - len(before) - len(after), len(piece))
    return before + piece * (room // max(len(piece), 1)) + after


def lines(piece: bytes, size: int) -> bytes:
    """`piece` on lines of about 4,000 bytes, which is what a line of a log is cut to."""
    line = piece * max(1, 4000 // max(len(piece), 1))
    return b"\n".join([line] * max(1, size // len(line)))


def search(target: Target, minutes: float, seed: int) -> None:
    """Try shapes until the time is up; what takes long is tried again at four times the size."""
    chance = random.Random(seed)
    until = time.monotonic() + minutes * 60
    size = min(_SMALL, target.most)
    worst = 0.0
    tried = 0
    for start in target.starts():  # what is compiled once is compiled now
        target.run(start)
    for data in itertools.takewhile(
        lambda _: time.monotonic() < until, shapes(target, chance, size)
    ):
        data = data[: target.most]
        tried += 1
        try:
            cost = best_cost(target, data)
        except AssertionError as error:
            print(f"{target.name}: broken: {data[:120]!r}… ({len(data)}): {error!r}"[:600])
            continue
        is_worse = cost.per_mb > worst
        worst = max(worst, cost.per_mb)
        if is_worse and is_dear(target, cost):
            print(
                f"{target.name}: {cost.per_mb:.1f} s/MB at {cost.size}: {data[:150]!r}…{data[-40:]!r}"
            )
    print(f"{target.name}: {tried} tried, worst {worst:.1f} s/MB")


def main() -> None:
    """Search one target, or all in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", choices=sorted(TARGETS))
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for target in [TARGETS[given.target]] if given.target else TARGETS.values():
        search(target, given.minutes, given.seed)


if __name__ == "__main__":
    main()
