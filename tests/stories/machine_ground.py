"""A repository whose truth is known: which cause broke which test, and what people asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from xml.sax.saxutils import quoteattr

from bot.app import handlers
from bot.demo.github.state.actions import Run
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript
from bot.errors import TransientError
from bot.model.issue import TrackedIssue
from bot.model.job import AnalyzeRun, HandleCommand, Job, SyncIssue
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


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """An issue that a person opened, as they wrote it."""

    title: str
    text: str


@dataclass(kw_only=True)
class Held:
    """A webhook on its way: the job it asks for, and what it tells of."""

    job: Job
    ran: Ran | None = None
    wish: Callable[[], None] | None = None


@dataclass(kw_only=True)
class Ground:
    """`newest` is the newest whole attempt of a branch that the bot was told of.

    `told_in` names the causes that an issue told of when it was new, `prints` the fingerprints that
    each cause was seen with. `reshaped` are issues that commands gave other causes since, `adopted`
    those of people that the bot keeps, `attic` is where issues are moved to.
    """

    place: Place
    attic: Repository
    ran: list[Ran] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    known: list[Held] = field(default_factory=list)
    newest: dict[str, Ran] = field(default_factory=dict)
    wishes: dict[int, Wishes] = field(default_factory=dict)
    told_in: dict[int, frozenset[str]] = field(default_factory=dict)
    prints: dict[str, set[str]] = field(default_factory=dict)
    reshaped: set[int] = field(default_factory=set)
    theirs: dict[int, Theirs] = field(default_factory=dict)
    adopted: set[int] = field(default_factory=set)
    locked: set[int] = field(default_factory=set)
    was_locked: set[int] = field(default_factory=set)

    @property
    def kept(self) -> list[Issue]:
        """The issues of the bot, and those it was given."""
        us = self.place.app.bot_login
        everything = self.place.github.issues(self.place.repo)
        return [i for i in everything if i.user == us or i.number in self.adopted]

    @property
    def all_issues(self) -> list[Issue]:
        """The bot's and people's own."""
        return self.place.github.issues(self.place.repo)

    def states(self) -> dict[int, str]:
        """The state of every issue."""
        return {issue.number: issue.state for issue in self.all_issues}

    async def stored(self, number: int) -> TrackedIssue | None:
        """What the bot remembers of an issue."""
        return await self.place.on.storage.issue(self.place.repo.id, number)

    async def causes(self, number: int) -> frozenset[str]:
        """The causes whose home an issue is: what it told of, unless commands changed that."""
        if number not in self.reshaped and number in self.told_in:
            return self.told_in[number]
        stored = await self.stored(number)
        prints = {*stored.fingerprints} if stored else set()
        return frozenset(cause for cause, known in self.prints.items() if known & prints)

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
        before = await self._shapes() if isinstance(told.job, HandleCommand | SyncIssue) else {}
        if dies_after:
            await self._try(told.job, steps, dies_after)
        for _ in range(TRIES):
            if await self._try(told.job, steps, 0):
                break
        else:
            raise AssertionError(f"{told.job.kind} was never done")
        self.known.append(told)
        await self._echo()
        if before:
            after = await self._shapes()
            self.reshaped |= {n for n, shape in after.items() if before.get(n, shape) != shape}
        self._note(told)

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
        for number in self.theirs.keys() - self.adopted:
            stored = await self.stored(number)
            if stored is not None and stored.is_adopted:
                self.adopted.add(number)
                self.reshaped.add(number)
        for issue in self.kept:
            if issue.number not in self.told_in and issue.number not in self.adopted:
                await self._learn(issue)
            if issue.state == "closed":
                self.wish(issue.number).has_reopened = False

    async def _learn(self, issue: Issue) -> None:
        """Take down what a new issue tells of."""
        said = frozenset(w for w, (text, _) in CAUSES.items() if text in (issue.body or ""))
        stored = await self.stored(issue.number)
        # A run out of time is a cause without a test.
        assert said or (stored and not stored.tests), f"#{issue.number} tells of no cause"
        self.told_in[issue.number] = said
        if len(said) == 1 and stored is not None:
            (cause,) = said
            self.prints.setdefault(cause, set()).update(stored.fingerprints)

    async def _shapes(self) -> dict[int, tuple[tuple[str, ...], int]]:
        """Which causes each issue holds and where its failures go."""
        found = {}
        for issue in self.kept:
            stored = await self.stored(issue.number)
            if stored is not None:
                found[issue.number] = (stored.fingerprints, stored.duplicate_of)
        return found


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
