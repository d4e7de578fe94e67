"""A repository whose truth is known: which cause broke which test, and what people asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from xml.sax.saxutils import quoteattr

from bot.app import handlers
from bot.demo.github.state.actions import Run
from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from bot.errors import TransientError
from bot.model.job import AnalyzeRun, Job
from tests.jobs.place import Place
from tests.stories.dying import KeptSteps, do_and_die

MAIN, OTHER = "main", "next"
LEGS = ("linux", "mac", "windows")
FILES = {
    "test_buy": "tests/test_cart.py",
    "test_sell": "tests/test_cart.py",
    "test_pay": "tests/test_till.py",
}
#: Word → what the test says and where it was raised: causes that nobody would take for one.
CAUSES = {
    "price": ("KeyError: 'price'", "shop/price.py:11: KeyError"),
    "zero": ("ZeroDivisionError: division by zero", "shop/share.py:27: ZeroDivisionError"),
    "basket": (
        "AttributeError: 'Basket' object has no attribute 'weight'",
        "shop/basket.py:52: AttributeError",
    ),
}
CONFIG = (
    "version: 1\nbranches: [default, next]\n"
    "issues:\n  close_after_passes: 2\n  reopen_within_days: 10\n"
)
CALM = 9  # tests of each file that always pass, so that no run is broken as a whole
TRIES = 8

Broken = Mapping[str, str]
"""Test → the word of the cause that breaks it."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One attempt as it was. `place` counts the commits of its branch.

    `is_whole`: nothing of it was cancelled, lost or cut off, so that it proves passes.
    """

    run: Run
    attempt: int
    branch: str
    place: int
    broken: Broken
    is_whole: bool = True

    def __str__(self) -> str:
        """Short, for the report of a failure."""
        return f"run {self.run.id}:{self.attempt} of {self.branch} {self.place} {self.broken}"

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands among the attempts of its branch."""
        return self.place, self.run.id, self.attempt


@dataclass(frozen=True, kw_only=True)
class How:
    """How a run goes, and whether the bot dies at its n-th write or hears of it later."""

    hours: int
    dies_after: int = 0
    is_late: bool = False
    ended: str = ""
    again: Ran | None = None
    old: Ran | None = None


@dataclass(kw_only=True)
class Wishes:
    """What a person set on one issue, and the bot must leave."""

    title: str = ""
    severity: str = ""
    labels: set[str] = field(default_factory=set)
    unwanted: set[str] = field(default_factory=set)
    assignee: str = ""
    state: str = ""
    has_reopened: bool = False
    muted_until: datetime | None = None


@dataclass(kw_only=True)
class Held:
    """A webhook on its way: the job it asks for, and what it tells of."""

    job: Job
    ran: Ran | None = None
    wish: Callable[[], None] | None = None


@dataclass(kw_only=True)
class Ground:
    """`newest` is the newest whole attempt of a branch that the bot was told of."""

    place: Place
    ran: list[Ran] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    known: list[Held] = field(default_factory=list)
    newest: dict[str, Ran] = field(default_factory=dict)
    wishes: dict[int, Wishes] = field(default_factory=dict)
    cause_of: dict[int, str] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)

    @property
    def kept(self) -> list[Issue]:
        """The issues of the bot."""
        return self.place.kept

    def wish(self, number: int) -> Wishes:
        """What people want of an issue."""
        return self.wishes.setdefault(number, Wishes())

    async def commit(self, branch: str) -> str:
        """Push something onto a branch."""
        files = {"a.py": str(len(self.ran))}
        return await self.place.github.world.push(self.place.repo, files, branch=branch)

    async def run(
        self,
        branch: str,
        jobs: Sequence[JobScript],
        broken: Broken,
        *,
        again: Ran | None = None,
        old: Ran | None = None,
        ended: str | None = None,
    ) -> Held:
        """Let CI run: on a new commit, `again` as another attempt, or anew on an `old` commit."""
        world, repo = self.place.github.world, self.place.repo
        before = again or old
        sha = before.run.head_sha if before else await self.commit(branch)
        run = await world.run(
            repo,
            sha=sha,
            branch=branch,
            jobs=jobs,
            conclusion=ended,
            attempt_of=again.run if again else None,
        )
        ran = Ran(
            run=run,
            attempt=len(run.attempts),
            branch=branch,
            place=before.place if before else sum(r.branch == branch for r in self.ran) + 1,
            broken=broken,
            is_whole=all(job.conclusion != "cancelled" for job in run.latest.jobs)
            and run.latest.conclusion in ("success", "failure"),
        )
        self.ran.append(ran)
        (job,) = (job for job in self.place.told() if isinstance(job, AnalyzeRun))
        return Held(job=job, ran=ran)

    async def deliver(self, told: Held, *, dies_after: int = 0) -> None:
        """Let the bot do what a webhook asks for, as its queue does: again until it is done."""
        steps = KeptSteps()
        if dies_after:
            await self._try(told.job, steps, dies_after)
        for _ in range(TRIES):
            if await self._try(told.job, steps, 0):
                break
        else:
            raise AssertionError(f"{told.job.kind} was never done")
        self.known.append(told)
        self._note(told)
        await self._echo()

    async def _try(self, job: Job, steps: KeptSteps, dies_after: int) -> bool:
        try:
            if dies_after:
                await do_and_die(self.place, job, steps, after=dies_after)
            else:
                await handlers(self.place.on)[job.kind](job, steps)
        except TransientError as error:
            self.place.github.clock.advance(error.retry_after or timedelta(minutes=1))
            return False
        return True

    def _note(self, told: Held) -> None:
        if told.wish is not None:
            told.wish()
        ran = told.ran
        if ran is None or not ran.is_whole:
            return
        newest = self.newest.get(ran.branch)
        if newest is None or ran.order > newest.order:
            self.newest[ran.branch] = ran

    async def _echo(self) -> None:
        """Deliver what the bot's own writes set off; it must change nothing."""
        for job in self.place.told():
            await handlers(self.place.on)[job.kind](job, KeptSteps())
        for issue in self.kept:
            if issue.number not in self.cause_of:
                said = [w for w, (text, _) in CAUSES.items() if text in (issue.body or "")]
                assert len(said) == 1, f"#{issue.number} tells of {said or 'no cause'}"
                self.cause_of[issue.number] = said[0]


def job_of_leg(leg: str, broken: Broken, *, is_lost: bool = False) -> JobScript:
    """A job of the matrix; one that is lost died before its report."""
    files = {
        f"{file.rpartition('/')[2]}.xml": _report(file, broken)
        for file in dict.fromkeys(FILES.values())
    }
    red = JobScript(f"test ({leg})", log="1 failed\n", artifacts={f"report-{leg}": files})
    if is_lost:
        return replace(red, conclusion="cancelled", artifacts={}, log="")
    return red if broken else replace(red, conclusion="success", log="passed\n")


def _report(file: str, broken: Broken) -> bytes:
    module = file.removesuffix(".py").replace("/", ".")
    names = [
        *(t for t, home in FILES.items() if home == file),
        *(f"test_calm_{n}" for n in range(CALM)),
    ]
    rows = "".join(
        f"<testcase classname={quoteattr(module)} file={quoteattr(file)} name={quoteattr(name)}>"
        f"{_failure(file, broken[name]) if name in broken else ''}</testcase>"
        for name in names
    )
    return f"<testsuite name='pytest'>{rows}</testsuite>".encode()


def _failure(file: str, cause: str) -> str:
    said, raised = CAUSES[cause]
    return f"<failure message={quoteattr(said)}>{file}:5: in test\n{raised}</failure>"
