"""What a bot did, laid beside what was true: every figure of the simulation.

| figure                   | what it is                                                              |
|--------------------------|-------------------------------------------------------------------------|
| issues per cause         | issues opened, by all causes that showed in a run that the bot heard    |
| faults, flakes, incidents| the same for each sort; an issue belongs to the cause that gave it most |
|                          | of its failures                                                         |
| misfiled                 | share of all failures that went to the issue of another cause           |
| false closes             | closed by the bot while its cause was there at the newest commit heard  |
|                          | of a branch where it had failed (an incident: in that hour)             |
| false reopens            | reopened by a run that did not show the issue's cause, or when that     |
|                          | was gone already from the newest commit heard of the run's branch       |
| flaky precision          | share of the issues ever called flaky whose cause is a flake            |
| flaky recall             | share of the flakes called so, of those that showed a pass and a        |
|                          | failure of one test at one commit in one leg, or 10 failing runs        |
| detection                | the how-manieth run that showed a cause was the first filed in an issue |
| runs to close            | runs of main heard from the fix of a fault until the bot closed its     |
|                          | last issue; faults of one branch that nobody closed by hand             |
| left open                | of those faults fixed five days before the end or longer, still open    |
| notifications per cause  | new issues, comments, closings and reopenings by the bot                |

A cancelled run shows nothing to either bot. Causes that showed in no other run are not counted.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median

from bench.garden.bots import Act, Causes, Heard
from bench.garden.calendar import Shown
from bench.garden.truth import MAIN, RELEASE, Cause, Sort, Spot, World

PROVEN_BY_RUNS = 10


@dataclass
class Ledger:
    """Written run after run; `figures` reads it at the end."""

    world: World
    acts: Counter[str] = field(default_factory=Counter)
    holds: dict[int, Causes] = field(default_factory=lambda: defaultdict(Counter))
    branches: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_open: dict[int, bool] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    false: list[tuple[str, int, int, int]] = field(default_factory=list)
    ever_flaky: set[int] = field(default_factory=set)
    shows: Counter[int] = field(default_factory=Counter)
    detected: dict[int, int] = field(default_factory=dict)
    proven: set[int] = field(default_factory=set)
    heads: dict[str, int] = field(default_factory=lambda: {MAIN: 0, RELEASE: 0})
    since_fix: Counter[int] = field(default_factory=Counter)
    closed_after: dict[int, int] = field(default_factory=dict)
    told: Counter[int] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)
    by_commit: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))

    def main_cause(self, number: int) -> Cause:
        """The cause that gave an issue most of its failures."""
        return self.world.causes[self.holds[number].most_common(1)[0][0]]

    def open_issues_of(self, cause: int) -> list[int]:
        """The open issues of a cause."""
        return [
            n
            for n, is_open in self.is_open.items()
            if is_open and self.main_cause(n).number == cause
        ]

    def note(self, shown: Shown, heard: Heard) -> None:
        """Write down one run and what the bot did."""
        if shown.run.conclusion == "cancelled":
            return
        spot = shown.spot
        self.heads[spot.branch] = max(self.heads[spot.branch], spot.index)
        self._see(shown)
        for number, causes in heard.filed.items():
            self.holds[number].update(causes)
            self.branches[number].add(spot.branch)
            for cause in causes:
                self.detected.setdefault(cause, self.shows[cause])
        for act in heard.acts:
            self._act(act, shown, heard)

    def by_hand(self, number: int, what: str, cause: int) -> None:
        """A person did something."""
        self.touched.add(cause)
        if what != "mute":
            self.is_open[number] = False

    def _see(self, shown: Shown) -> None:
        self.shows.update(dict.fromkeys(shown.causes, 1))
        if shown.spot.branch == MAIN and shown.run.attempt == 1:
            fixed = (c for c in self.world.causes if c.sort is Sort.FAULT)
            self.since_fix.update(
                {c.number: 1 for c in fixed if shown.spot.index >= c.spans[-1][1]}
            )
        for before in self.by_commit[shown.run.head_sha]:
            self.proven |= _both_ways(before, shown) | _both_ways(shown, before)
        self.by_commit[shown.run.head_sha].append(shown)

    def _act(self, act: Act, shown: Shown, heard: Heard) -> None:
        self.acts[act.what] += 1
        self.acts["silent"] += not act.is_told
        cause = self.main_cause(act.number)
        self.told[cause.number] += 1
        if act.what == "open":
            self.opened.append(act.number)
            self.is_open[act.number] = True
        elif act.what == "close":
            self.is_open[act.number] = False
            if cause.sort is Sort.FAULT:
                self.closed_after[cause.number] = self.since_fix[cause.number]
            if any(self._is_there(cause, branch, shown) for branch in self.branches[act.number]):
                self.false.append(("close", act.number, cause.number, shown.run.number))
        elif act.what == "reopen":
            self.is_open[act.number] = True
            here = heard.filed.get(act.number, Counter())
            if not here[cause.number] or not self._is_there(cause, shown.spot.branch, shown):
                self.false.append(("reopen", act.number, cause.number, shown.run.number))

    def _is_there(self, cause: Cause, branch: str, shown: Shown) -> bool:
        """Whether a cause can still break a test that exists."""
        spot = Spot(branch, self.heads[branch])
        if not cause.is_there(spot, self.world.cut, shown.run.started_at):
            return False
        index = spot.index if branch == MAIN else self.world.cut
        tests = (self.world.tests[t] for t in cause.broken(spot))
        return bool(cause.log) or any(t.place(index) is not None for t in tests)

    def figures(self) -> dict[str, float]:
        """All figures by name; those of which there is nothing to tell are left out."""
        seen = [self.world.causes[c] for c in self.shows]
        mine = Counter(self.main_cause(n).sort for n in self.opened)
        sorts = Counter(c.sort for c in seen)
        found: dict[str, float] = {"causes": len(seen), "issues": len(self.opened)}
        found["issues per cause"] = len(self.opened) / max(1, len(seen))
        for sort, count in sorts.items():
            found[f"issues per {sort}"] = mine[sort] / count
        whole = sum(c.total() for c in self.holds.values())
        own = sum(c.most_common(1)[0][1] for c in self.holds.values())
        found["misfiled"] = 1 - own / max(1, whole)
        found["without an issue"] = len(self.shows.keys() - self.detected.keys())
        found |= self._falses() | self._flaky(seen)
        runs = sorted(self.detected.values())
        found["runs to detect, median"] = median(runs)
        found["runs to detect, 95 %"] = runs[int(0.95 * (len(runs) - 1))]
        found |= self._closings()
        acts = ("open", "comment", "close", "reopen")
        found |= {f"all: {what}": self.acts[what] for what in acts}
        found["notifications per cause"] = sum(self.acts[w] for w in acts) / max(1, len(seen))
        found["notifications of a cause, median"] = median(self.told[c.number] for c in seen)
        return found

    def _falses(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for what in ("close", "reopen"):
            causes = Counter(self.world.causes[c].sort for w, _, c, _ in self.false if w == what)
            found[f"false {what}s"] = causes.total()
            found |= {f"false {what}s of {sort}s": causes[sort] for sort in Sort}
        return found

    def _flaky(self, seen: list[Cause]) -> dict[str, float]:
        called = [self.main_cause(n) for n in self.ever_flaky]
        right = {c.number for c in called if c.sort is Sort.FLAKE}
        ought = {
            c.number
            for c in seen
            if c.sort is Sort.FLAKE
            and (c.number in self.proven or self.shows[c.number] >= PROVEN_BY_RUNS)
        }
        found: dict[str, float] = {"called flaky": len(called), "provable flakes": len(ought)}
        if called:
            found["flaky precision"] = sum(c.sort is Sort.FLAKE for c in called) / len(called)
            faults = sum(c.sort is Sort.FAULT for c in called)
            found["faults called flaky"] = faults
        if ought:
            found["flaky recall"] = len(right & ought) / len(ought)
        return found

    def _closings(self) -> dict[str, float]:
        end = self.world.commits - 5 * self.world.runs_a_day
        fixed = [
            c
            for c in self.world.causes
            if c.sort is Sort.FAULT
            and c.number in self.detected
            and c.number not in self.touched
            and c.spans[-1][1] <= end
            and not any(a <= self.world.cut < b for a, b in c.spans)
        ]
        left = [c for c in fixed if self.open_issues_of(c.number)]
        runs = [
            self.closed_after[c.number]
            for c in fixed
            if c.number in self.closed_after and c not in left
        ]
        found: dict[str, float] = {"fixed faults": len(fixed), "left open": len(left)}
        if runs:
            found["runs to close, median"] = median(runs)
        return found


def _both_ways(one: Shown, other: Shown) -> set[int]:
    """The flakes of which a test failed in `one` and passed in the same leg of `other`."""
    red = {(r.test, r.leg) for r in other.red}
    return {r.cause for r in one.red if r.leg in other.legs and (r.test, r.leg) not in red}
