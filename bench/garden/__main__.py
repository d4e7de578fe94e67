"""Let two bots keep the issues of an invented repository: `python -m bench.garden [--days N] [--json]`.

`bench.garden.plant` says what goes wrong there, `bench.garden.ledger` what each figure means.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from statistics import mean

from bench.garden.bots import Bot
from bench.garden.calendar import Shown, sha, shown
from bench.garden.gardener import Gardener
from bench.garden.ledger import Ledger
from bench.garden.plain import Plain
from bench.garden.plant import plant
from bench.garden.truth import MAIN, Spot, World
from bench.quality.table import show

NAMES = ("Test Gardener", "one issue per test")
FIGURES = dict[str, float]


def live(bot: Bot, world: World, runs: Sequence[Shown]) -> Ledger:
    """Let a bot hear every run, and people do what they do."""
    ledger, deeds = Ledger(world), list(world.deeds)
    for one in runs:
        while deeds and deeds[0].at <= one.heard_at:
            deed = deeds.pop(0)
            end = world.causes[deed.cause].spans[-1][1]
            fix = sha(Spot(MAIN, end)) if deed.what == "close" and deed.cause % 2 else ""
            for number in ledger.open_issues_of(deed.cause):
                bot.by_hand(deed.what, number, deed.at, fix)
                ledger.by_hand(number, deed.what, deed.cause)
        ledger.note(one, bot.hear(one))
        ledger.ever_flaky |= bot.flaky()
    return ledger


def measure(world: World, runs: Sequence[Shown]) -> dict[str, FIGURES]:
    """The figures of both bots in one world."""
    found: dict[str, FIGURES] = {}
    bots: tuple[Bot, ...] = (Gardener(world), Plain(world))
    for name, bot in zip(NAMES, bots, strict=True):
        began = time.perf_counter()
        found[name] = live(bot, world, runs).figures()
        found[name]["seconds"] = time.perf_counter() - began
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of every seed side by side, and their mean."""
    parser = argparse.ArgumentParser(prog="bench.garden", description=__doc__)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--tests", type=int, default=3000)
    parser.add_argument("--runs-a-day", type=int, default=40)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found: dict[int, dict[str, FIGURES]] = {}
    for seed in given.seed:
        world = plant(seed=seed, days=given.days, tests=given.tests, runs_a_day=given.runs_a_day)
        found[seed] = measure(world, shown(world))
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        _table(found)
    return 0


def _table(found: dict[int, dict[str, FIGURES]]) -> None:
    columns = [(f"{name}, seed {seed}", found[seed][name]) for name in NAMES for seed in found]
    rows = []
    for figure in columns[0][1]:
        cells = [_cell(figures.get(figure)) for _, figures in columns]
        means = [
            _cell(mean(f[figure] for s in found if figure in (f := found[s][name])))
            if any(figure in found[s][name] for s in found)
            else ""
            for name in NAMES
        ]
        rows.append((figure, *means, *cells))
    head = ("figure", *(f"{name}, mean" for name in NAMES), *(name for name, _ in columns))
    show("Life of issues", head, rows)


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:g}" if value == int(value) else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
