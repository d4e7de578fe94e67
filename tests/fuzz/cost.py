"""What an input cost: seconds of this process, and whether that is too much for its size."""

import time
from dataclasses import dataclass

from tests.fuzz.target import Target

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one input, for doing the work once."""

    size: int
    seconds: float

    @property
    def per_mb(self) -> float:
        """Seconds for a megabyte of the like."""
        return self.seconds / max(self.size, 1) * MB


def cost_of(target: Target, data: bytes) -> Cost:
    """Run it; whatever the target raises comes through."""
    start = time.process_time()
    target.run(data)
    return Cost(len(data), (time.process_time() - start) / target.times)
