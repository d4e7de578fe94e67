"""Invent a repository and everything that will go wrong in it, from a seed."""

import math
from datetime import UTC, datetime, timedelta
from random import Random

from bench.garden.shapes import (
    ASSERTIONS,
    CRASHES,
    FALLOUT,
    FLAKES,
    LOGS,
    MACHINES,
    TIMEOUT_LOG,
    Shape,
)
from bench.garden.truth import LEGS, Cause, Deed, Sort, Test, World

START = datetime(2025, 3, 3, tzinfo=UTC)
IN_FILE = 20
NEVER = 10**9
_AREAS = [
    "cart",
    "billing",
    "auth",
    "search",
    "stock",
    "mail",
    "report",
    "export",
    "media",
    "admin",
]
_THINGS = [
    "order",
    "user",
    "invoice",
    "token",
    "session",
    "price",
    "tax",
    "refund",
    "address",
    "product",
    "image",
    "label",
]
_VERBS = [
    "load",
    "save",
    "merge",
    "split",
    "parse",
    "render",
    "check",
    "lock",
    "renew",
    "count",
    "sort",
    "filter",
    "sync",
    "pack",
]
_WHENS = [
    "empty",
    "twice",
    "late",
    "large",
    "missing",
    "nested",
    "expired",
    "default",
    "unicode",
    "concurrent",
]


def plant(*, seed: int, days: int = 90, tests: int = 3000, runs_a_day: int = 40) -> World:
    """Make the world of a seed: the same one every time.

    For 90 days and 3,000 tests: 60 faults, 25 flakes, 12 incidents and the timeouts of jobs, 20
    tests moved and 20 removed; other sizes in proportion.
    """
    return _Planter(seed, days, tests, runs_a_day).world()


class _Planter:
    def __init__(self, seed: int, days: int, tests: int, runs_a_day: int) -> None:
        self.random = Random(f"plant {seed}")
        self.seed, self.days, self.runs_a_day = seed, days, runs_a_day
        self.commits = days * runs_a_day
        self.cut = self.commits // 3
        self.share = days / 90
        self.tests = self._tests(tests)
        self.causes: list[Cause] = []
        self.deeds: list[Deed] = []

    def world(self) -> World:
        for _ in range(round(60 * self.share)):
            self._fault()
        for _ in range(round(25 * self.share)):
            self._flake()
        for log in (True, False):
            for kind in range(round(6 * self.share)):
                self._incident(kind, is_log=log)
        self._timeouts()
        return World(
            tests=tuple(self.tests),
            causes=tuple(self.causes),
            deeds=tuple(sorted(self.deeds)),
            start=START,
            days=self.days,
            runs_a_day=self.runs_a_day,
            cut=self.cut,
            seed=self.seed,
        )

    def _tests(self, count: int) -> list[Test]:
        made: list[Test] = []
        for n in range(count):
            suite = n // IN_FILE
            area = _AREAS[suite % len(_AREAS)]
            thing = _THINGS[suite // len(_AREAS) % len(_THINGS)]
            more = suite // (len(_AREAS) * len(_THINGS))
            file = f"tests/{area}/test_{thing}{f'_{more}' if more else ''}.py"
            verb = _VERBS[n % len(_VERBS)]
            name = f"test_{verb}_{thing}_{_WHENS[n % len(_WHENS)]}_{n % IN_FILE}"
            made.append(Test(number=n, file=file, name=name))
        few = round(20 * self.share * count / 3000)
        for n in self.random.sample(range(count), 2 * few):
            at, old = self.random.randrange(self.commits), made[n]
            if n % 2:
                made[n] = Test(n, old.file, old.name, gone_at=at)
            elif n % 4:
                made[n] = Test(n, old.file, old.name, at, (old.file, f"{old.name}_works"))
            else:
                to = old.file.replace("/test_", "/test_new_")
                made[n] = Test(n, old.file, old.name, at, (to, old.name))
        return made

    def _at(self, index: int) -> datetime:
        return START + timedelta(days=index / self.runs_a_day)

    def _words(self, number: int) -> dict[str, str]:
        pick = self.random.choice
        thing = pick(_THINGS)
        key = f"{pick(_THINGS)}_{pick(_WHENS)}"
        return {
            "f": f"{pick(_VERBS)}_{thing}",
            "key": key,
            "cls": f"{thing.title()}{pick(_VERBS).title()}",
            "c": f"shop.{pick(_AREAS)}",
            "file": f"src/shop/{pick(_AREAS)}/{thing}_{pick(_VERBS)}.py",
            "line": str(20 + number * 7 % 400),
        }

    def _some(self, most: int) -> list[int]:
        """Tests that one thing breaks: of one to three files, few more often than many."""
        count = min(most, max(1, round(math.exp(self.random.uniform(0, math.log(most + 1))))))
        files = self.random.sample(range(len(self.tests) // IN_FILE), min(3, 1 + count // 8))
        pool = [f * IN_FILE + i for f in files for i in range(IN_FILE)]
        return self.random.sample(pool, min(count, len(pool)))

    def _fault(self) -> None:
        pick, number = self.random, len(self.causes)
        tests = self._some(60)
        many = min(len(tests), pick.choices((1, 2, 3, 4, 5), (70, 14, 8, 5, 3))[0])
        first = pick.choice(CRASHES) if pick.random() < 0.8 else pick.choice(ASSERTIONS)
        shapes: tuple[Shape, ...] = (first, *pick.sample(FALLOUT, many - 1))
        start = pick.randrange(1, round(self.commits * 0.95))
        hours = min(24 * 21, math.exp(pick.gauss(math.log(14), 1.3)))
        end = start + max(2, round(hours / 24 * self.runs_a_day))
        spans = [(start, end)]
        if pick.random() < 0.05:  # the fix is taken back, and made again
            again = end + pick.randrange(self.runs_a_day, 5 * self.runs_a_day)
            spans.append((again, again + self.runs_a_day))
        half = pick.random() < 0.1 and len(tests) > 2
        rest = frozenset(pick.sample(tests, len(tests) // 3)) if half else frozenset[int]()
        self.causes.append(
            Cause(
                number=number,
                sort=Sort.FAULT,
                shapes=shapes,
                tests={t: pick.choices(range(many), (3, 1, 1, 1, 1)[:many])[0] for t in tests},
                words=self._words(number),
                spans=tuple(spans),
                half_at=start + (end - start) // 2 if half and len(spans) == 1 else NEVER,
                rest=rest,
                release_end=pick.choice((0, 0, 60, NEVER)),
                legs=LEGS if pick.random() < 0.8 else (pick.choice(LEGS),),
            )
        )
        self._people(number, end)

    def _people(self, number: int, end: int) -> None:
        what = self.random.choices(("", "close", "too-early", "mute"), (77, 15, 4, 4))[0]
        if what == "close":
            at = self._at(end) + timedelta(minutes=5)
        else:
            at = self._at(end) - timedelta(hours=self.random.uniform(1, 12))
        if what:
            self.deeds.append(Deed(at, number, what))

    def _flake(self) -> None:
        pick, number = self.random, len(self.causes)
        tests = self._some(60)[:1] if pick.random() < 0.8 else self._some(60)[:5]
        start = 0 if pick.random() < 0.4 else pick.randrange(round(self.commits * 0.8))
        is_mended = pick.random() < 0.4
        end = pick.randrange(start, self.commits) if is_mended else NEVER
        self.causes.append(
            Cause(
                number=number,
                sort=Sort.FLAKE,
                shapes=(pick.choice(FLAKES),),
                tests=dict.fromkeys(tests, 0),
                words=self._words(number),
                spans=((start, end),),
                release_end=NEVER,
                rate=math.exp(pick.uniform(math.log(0.005), math.log(0.2))),
            )
        )

    def _incident(self, kind: int, *, is_log: bool) -> None:
        pick, number = self.random, len(self.causes)
        at = START + timedelta(days=pick.uniform(1, self.days - 1))
        windows = []
        for _ in range(pick.choice((1, 1, 2, 3))):
            until = at + timedelta(minutes=math.exp(pick.uniform(math.log(30), math.log(600))))
            windows.append((at, until))
            at = until + timedelta(days=pick.uniform(0.5, 7))
        tests = [] if is_log else self._some(60)
        self.causes.append(
            Cause(
                number=number,
                sort=Sort.INCIDENT,
                shapes=() if is_log else (MACHINES[kind % len(MACHINES)],),
                tests=dict.fromkeys(tests, 0),
                words=self._words(number),
                windows=tuple(windows),
                log=LOGS[kind % len(LOGS)] if is_log else "",
                rate=pick.uniform(0.6, 1),
            )
        )

    def _timeouts(self) -> None:
        """Every few days jobs take too long for an hour: one cause that keeps coming back."""
        starts, day = [], 0.0
        while (day := day + self.random.uniform(1, 12)) < self.days:
            starts.append(START + timedelta(days=day))
        self.causes.append(
            Cause(
                number=len(self.causes),
                sort=Sort.INCIDENT,
                shapes=(),
                tests={},
                words=self._words(0),
                windows=tuple((at, at + timedelta(hours=1)) for at in starts),
                log=TIMEOUT_LOG,
                rate=0.3,
            )
        )
