"""Everything that CI shows of a world, in the order in which a bot hears of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha1
from random import Random
from typing import NamedTuple

from bench.garden.shapes import Shape, fleeting
from bench.garden.truth import JOBS, LEGS, MAIN, RELEASE, Cause, Sort, Spot, World
from bot.model.run import RepoRef, WorkflowRun

REPO = RepoRef(id=7, owner="acme", name="shop")
FILE = ".github/workflows/ci.yml"
LATE, CANCELLED, SAME_COMMIT, RETRIED, RELEASED = 0.03, 0.03, 0.06, 0.3, 8


class Red(NamedTuple):
    """A failing test: its number, its leg, what it prints, and the cause."""

    test: int
    leg: str
    shape: Shape
    message: str
    trace: str
    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One attempt as CI shows it. `legs` have a report; `logs` maps jobs without one to (text, cause)."""

    run: WorkflowRun
    spot: Spot
    heard_at: datetime
    legs: tuple[str, ...]
    red: tuple[Red, ...]
    logs: Mapping[str, tuple[str, int]]

    @property
    def causes(self) -> frozenset[int]:
        """What was really behind it."""
        return frozenset(r.cause for r in self.red) | {c for _, c in self.logs.values()}


def sha(spot: Spot) -> str:
    """The id of a commit."""
    return sha1(f"{spot.branch} {spot.index}".encode()).hexdigest()


def shown(world: World) -> list[Shown]:
    """Every attempt of every run, in the order in which a bot hears of it."""
    return sorted(_Calendar(world).all(), key=lambda s: s.heard_at)


class _Calendar:
    def __init__(self, world: World) -> None:
        self.world = world
        self.random = Random(f"calendar {world.seed}")
        self.number = 0

    def all(self) -> Iterator[Shown]:
        world, every = self.world, timedelta(days=1) / self.world.runs_a_day
        index = released = 0
        for n in range(world.commits):
            at = world.start + n * every + every * self.random.uniform(0, 0.5)
            is_again = n > 0 and self.random.random() < SAME_COMMIT
            index = index if is_again else n
            yield from self._run(Spot(MAIN, index), at, "schedule" if is_again else "push")
            if n > world.cut and n % RELEASED == 0:
                released += 1
                yield from self._run(Spot(RELEASE, released), at + every / 2, "push")

    def _run(self, spot: Spot, at: datetime, event: str) -> Iterator[Shown]:
        self.number += 1
        run = WorkflowRun(
            repo=REPO,
            id=1000 + self.number,
            attempt=1,
            number=self.number,
            workflow="CI",
            workflow_path=FILE,
            event=event,
            branch=spot.branch,
            head_sha=sha(spot),
            head_repo_id=REPO.id,
            conclusion="success",
            started_at=at,
            completed_at=at + timedelta(minutes=self.random.uniform(15, 35)),
            url=f"https://github.example/acme/shop/actions/runs/{1000 + self.number}",
            created_at=at,
        )
        first = self._attempt(run, spot, LEGS)
        yield first
        failed = {r.leg for r in first.red} | {leg for leg in LEGS if JOBS[leg] in first.logs}
        if failed and run.conclusion != "cancelled" and self.random.random() < RETRIED:
            later = run.completed_at + timedelta(minutes=self.random.uniform(5, 120))
            again = replace(
                run, attempt=2, started_at=later, completed_at=later + timedelta(minutes=20)
            )
            yield self._attempt(again, spot, tuple(leg for leg in LEGS if leg in failed))

    def _attempt(self, run: WorkflowRun, spot: Spot, legs: tuple[str, ...]) -> Shown:
        there = [c for c in self.world.causes if c.is_there(spot, self.world.cut, run.started_at)]
        red: list[Red] = []
        logs: dict[str, tuple[str, int]] = {}
        for leg in legs:
            if log := self._log(there, run.started_at):
                logs[JOBS[leg]] = log
            else:
                red += self._red(there, leg, spot, run.started_at)
        conclusion = "failure" if red or logs else "success"
        if run.attempt == 1 and self.random.random() < CANCELLED:
            conclusion = "cancelled"
        delay = timedelta(minutes=1)
        if self.random.random() < LATE:
            delay = timedelta(hours=self.random.uniform(1, 8))
        return Shown(
            run=replace(run, conclusion=conclusion),
            spot=spot,
            heard_at=run.completed_at + delay,
            legs=tuple(leg for leg in legs if JOBS[leg] not in logs),
            red=tuple(red),
            logs=logs,
        )

    def _log(self, there: list[Cause], at: datetime) -> tuple[str, int] | None:
        """The log of a job that dies without a report, and its cause."""
        for cause in there:
            if cause.log and self.random.random() < cause.rate:
                fixed = {"v": self.random.randrange(1, 9), **cause.words}
                text = cause.log.format_map(fleeting(self.random) | fixed)
                return _whole_log(text, at), cause.number
        return None

    def _red(self, there: list[Cause], leg: str, spot: Spot, at: datetime) -> Iterator[Red]:
        seen: set[int] = set()
        for cause in there:
            if cause.log or leg not in cause.legs:
                continue
            if cause.sort is Sort.INCIDENT and self.random.random() > cause.rate:
                continue
            for number in cause.broken(spot):
                if number in seen or self._place(number, spot) is None:
                    continue
                if cause.sort is Sort.FLAKE and self.random.random() > cause.rate:
                    continue
                seen.add(number)
                yield self._one(cause, number, leg, spot)

    def _one(self, cause: Cause, number: int, leg: str, spot: Spot) -> Red:
        place = self._place(number, spot)
        assert place is not None
        shape = cause.shapes[cause.tests[number]]
        fixed = {"v": number % 90 + 3, **cause.words}
        words = fleeting(self.random) | fixed
        message = f"{shape.type}: {shape.message}".format_map(words)
        file, name = place
        lines = [f"{file}:{number * 13 % 300 + 9}: in {name}", f"    {cause.words['f']}(case)"]
        if shape.code:
            lines.append(f"{cause.words['file']}:{cause.words['line']}: in {cause.words['f']}")
            lines.append(f"    {shape.code.format_map(words)}")
        lines += (f"E   {line}" for line in message.splitlines())
        return Red(number, leg, shape, message, "\n".join(lines), cause.number)

    def _place(self, number: int, spot: Spot) -> tuple[str, str] | None:
        index = spot.index if spot.branch == MAIN else self.world.cut
        return self.world.tests[number].place(index)


def _whole_log(text: str, at: datetime) -> str:
    lines = ["##[group]Run make test", "make test", "##[endgroup]", *text.splitlines()]
    lines.append("##[error]Process completed with exit code 1.")
    return "".join(f"{at:%Y-%m-%dT%H:%M:%S}.0000000Z {line}\n" for line in lines)
