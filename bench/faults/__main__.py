"""Make labelled runs of planted faults: python -m bench.faults ROOT CODE TESTS… --out RUNS.jsonl.

ROOT is an unpacked source distribution (changed while it runs, restored after), CODE the folder of
its modules. Faults that break 2 to 60 tests are kept; then several are planted together, the tests
run once, and each failure is labelled with the one fault that breaks its test alone. A test that
more than one or none of them breaks alone is left out. One line of the output is one run, as
`bench.quality` reads it.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.faults.mutate import Fault, faults_of
from bench.faults.suite import Package, Runner

LEAST, MOST = 2, 60
TOGETHER = (2, 8)


class Planter:
    """Finds faults that tests notice, then plants several at once."""

    def __init__(self, package: Package, seed: int) -> None:
        self._runner = Runner(package)
        self._chance = random.Random(f"{package.name} {seed}")
        started = time.monotonic()
        usual = self._runner.red((), 600)
        if usual is None:
            raise SystemExit(f"{package.name}: its tests do not run as it is")
        self._usual = set(usual)
        self._limit = 8 + 3 * (time.monotonic() - started)
        self.noticed: list[tuple[Fault, frozenset[str]]] = []
        self._planted: set[frozenset[Fault]] = set()

    def look(self, seconds: float) -> None:
        """Try faults, one function after the other in random order, for so long."""
        by_function: dict[tuple[str, str], list[Fault]] = {}
        for file, source in self._runner.sources.items():
            for fault in faults_of(file, source):
                by_function.setdefault((file, fault.function), []).append(fault)
        end = time.monotonic() + seconds
        while by_function and time.monotonic() < end:
            for key in self._chance.sample(sorted(by_function), len(by_function)):
                if time.monotonic() > end:
                    return
                faults = by_function[key]
                self._try(faults.pop(self._chance.randrange(len(faults))))
                if not faults:
                    del by_function[key]

    def _try(self, fault: Fault) -> None:
        red = self._runner.red([fault], self._limit, MOST + len(self._usual) + 1)
        broken = frozenset(red or ()) - self._usual
        if LEAST <= len(broken) <= MOST:
            self.noticed.append((fault, broken))

    def together(self, count: int) -> dict[str, object] | None:
        """One run with `count` of the faults found, no two in one function; none of them twice."""
        chosen: list[tuple[Fault, frozenset[str]]] = []
        for fault, broken in self._chance.sample(self.noticed, len(self.noticed)):
            places = {(one.file, one.function) for one, _ in chosen}
            if (fault.file, fault.function) not in places and len(chosen) < count:
                chosen.append((fault, broken))
        faults = frozenset(fault for fault, _ in chosen)
        if len(faults) < 2 or faults in self._planted:
            return None
        self._planted.add(faults)
        red = self._runner.red([fault for fault, _ in chosen], self._limit * 2)
        rows: list[dict[str, str]] = []
        for test, case in (red or {}).items():
            causes = [number for number, (_, broken) in enumerate(chosen) if test in broken]
            if test not in self._usual and len(causes) == 1:
                kind = "failure" if case.outcome.value == "failure" else "error"
                rows.append(
                    {
                        "test": test,
                        "kind": kind,
                        "message": case.message,
                        "stack": case.trace,
                        "id": f"f{len(rows)}",
                        "label": f"fault{causes[0]}",
                    }
                )
        if len({row["label"] for row in rows}) < 2:
            return None
        told = [f"{f.file}:{f.line} {f.function} {f.what}: {f.text}" for f, _ in chosen]
        return {"kind": "inject", "faults": told, "failures": rows}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the runs of one package, and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("code")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--path", default=".")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    name = given.root.resolve().name.rpartition("-")[0] or given.root.name
    package = Package(
        name, given.root.resolve(), given.code, given.path, tuple(given.tests), given.python
    )
    planter = Planter(package, given.seed)
    planter.look(given.seconds)
    written = 0
    with given.out.open("a") as out:
        for number in range(given.runs):
            least, most = TOGETHER
            run = planter.together(least + (number * 2 + 1) % (most - least + 1))
            if run is not None:
                out.write(json.dumps({"run": f"inject/{name}/{number}", **run}) + "\n")
                out.flush()  # it takes long, and what is there counts when it is stopped
                written += 1
    print(f"{name}: {len(planter.noticed)} faults noticed, {written} runs")


if __name__ == "__main__":
    main()
