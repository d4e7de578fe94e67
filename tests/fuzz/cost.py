"""What an input cost: seconds of this process, and whether that is too much for its size.

A second a megabyte is meant for a usual machine that does nothing else. How much slower this one is
just now is told by a fixed piece of work of the same kind, done beside each measurement. What is too
slow is measured again, and the best counts: noise only ever adds.
"""

import re
import time
from dataclasses import dataclass

from tests.fuzz.target import Target

MB = 1 << 20
_TRIES = 5
_WORK_SECONDS = 0.005
"""What the fixed work takes on a usual machine: one core of 2023, Python 3.11, caches shared."""
_WORDS = re.compile(r"(?i)\b(?:alpha|beta|gamma)\w{0,9}(?=[ :])|[\w.-]{1,40}@|\d+(?:\.\d+)?\s?ms")
_TEXT = "the order of alice took 31 ms, gammaray: beta-7 (x@example) [ok] {'a': 1}\n" * 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one input, for doing the work once, on a usual machine."""

    size: int
    seconds: float

    @property
    def per_mb(self) -> float:
        """Seconds for a megabyte of the like."""
        return self.seconds / max(self.size, 1) * MB


def cost_of(target: Target, data: bytes) -> Cost:
    """Run it once; whatever the target raises comes through."""
    pace = _pace()
    start = time.process_time()
    target.run(data)
    spent = time.process_time() - start
    return Cost(len(data), spent / target.times / max(pace, 1.0))


def is_dear(target: Target, cost: Cost) -> bool:
    """Whether this is more than a second a megabyte, or than the least input may take."""
    return cost.seconds > max(cost.size, target.least) / MB


def best_cost(target: Target, data: bytes) -> Cost:
    """The least of a few measurements; one is enough where it is not dear."""
    best = cost_of(target, data)
    for _ in range(_TRIES - 1):
        if not is_dear(target, best):
            break
        best = min(best, cost_of(target, data), key=lambda cost: cost.seconds)
    return best


def _pace() -> float:
    """How many times longer the fixed work takes now than on a usual machine."""
    start = time.process_time()
    for line in _TEXT.split("\n"):
        for _ in range(8):
            found = [match[0].lower() for match in _WORDS.finditer(line)]
            {word: word.partition("-") for word in found}
    return (time.process_time() - start) / _WORK_SECONDS
