"""Fuzz one target for as long as wanted, and keep what breaks it.

`python -m tests.fuzz.run TARGET --minutes 10` uses atheris (`pip install 'test-gardener[fuzz]'`),
which is led by the lines that an input reaches, or plain chance where atheris is not installed.
What breaks the target is written to `--out`; with a fix it belongs into `tests/fuzz/seeds/TARGET/`.
"""

import argparse
import hashlib
import importlib.util
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.mutate import mutated

if TYPE_CHECKING:
    from tests.fuzz.target import Target

_MB = 1 << 20
_SLOWER = 10  # an instrumented run, on a machine that does other things as well
_LONGEST = 64 * 1024


@dataclass(kw_only=True)
class Campaign:
    """One target under fire. `found` counts each way to break it once."""

    target: "Target"
    out: Path
    found: set[str] = field(default_factory=set)
    runs: int = 0

    def one(self, data: bytes) -> None:
        """Try one input; what breaks the target, or takes too long, is written down."""
        data = data[: self.target.most]
        start = time.process_time()
        self.runs += 1
        try:
            self.target.run(data)
        except Exception as error:
            self._keep(data, _place_of(error), repr(error)[:300])
        spent = (time.process_time() - start) / self.target.times / _SLOWER
        if spent > max(0.05, len(data) / _MB):
            self._keep(data, f"slow {spent:.0f}", f"{spent:.2f} s for {len(data)} bytes")

    def _keep(self, data: bytes, where: str, what: str) -> None:
        if where in self.found:
            return
        self.found.add(where)
        path = self.out / f"{self.target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        print(f"{self.target.name}: {where}: {what}\n    {path}", flush=True)


def _place_of(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[:-4:-1]
    )


def by_chance(campaign: Campaign, seconds: float, seed: int) -> None:
    """Without atheris: honest inputs, broken at random."""
    chance = random.Random(seed)
    pool = [*campaign.target.starts(), *(p.read_bytes() for p in campaign.target.kept)] or [b""]
    most = min(campaign.target.most, _LONGEST)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        campaign.one(mutated(chance, pool, most))


def _fuzz(one: Callable[[bytes], None], pool: list[bytes], options: list[str]) -> None:
    import atheris

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(pool):
            (Path(corpus) / str(number)).write_bytes(data)
        atheris.Setup([sys.argv[0], *options, corpus], one)
        atheris.Fuzz()


def main() -> None:
    """Load the targets, with atheris so that it sees every line of the bot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chance", action="store_true", help="do not use atheris")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    led = not given.chance and importlib.util.find_spec("atheris") is not None
    if led:
        import atheris

        with atheris.instrument_imports(include=["bot"]):
            from tests.fuzz.targets import TARGETS
    else:
        from tests.fuzz.targets import TARGETS
    if given.target not in TARGETS:
        parser.error(f"no such target; there are {', '.join(sorted(TARGETS))}")
    campaign = Campaign(target=TARGETS[given.target], out=given.out)
    if led:
        options = [
            f"-max_total_time={given.minutes * 60:.0f}",
            f"-seed={given.seed}",
            f"-max_len={min(campaign.target.most, _LONGEST)}",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        pool = [*campaign.target.starts(), *(p.read_bytes() for p in campaign.target.kept)]
        _fuzz(campaign.one, pool, options)
    else:
        by_chance(campaign, given.minutes * 60, given.seed)
        print(f"{given.target}: {campaign.runs} inputs, {len(campaign.found)} findings")


if __name__ == "__main__":
    main()
