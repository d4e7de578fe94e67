"""A plain bot, made from the published description of flakybot, which was shut down in 2025.

- One issue for each test name; ten or more failures of one package in a run are one issue. A job
  without a report is "The build failed".
- Each failing run is a comment, once a commit.
- The first pass closes. A test that passed and failed at one commit, or fails again within ten
  days, is flaky: its issue is reopened, nothing is said there any more and nothing closes it.
  After ten days it gets a new issue.
- It knows no branches, so it is told of main alone.

https://github.com/googleapis/repo-automation-bots/tree/main/packages/flakybot
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.garden.bots import Act, Causes, Heard
from bench.garden.calendar import Shown
from bench.garden.results import Results
from bench.garden.truth import MAIN, World

GROUPED = 10
BUILD = "The build failed"
REMEMBERED = timedelta(days=10)


@dataclass(slots=True)
class _Issue:
    number: int
    title: str
    is_open: bool = True
    is_flaky: bool = False
    is_quiet: bool = False
    closed_at: datetime | None = None
    commits: set[str] = field(default_factory=set)


class Plain:
    """It looks at nothing but names, results and the time of day."""

    def __init__(self, world: World) -> None:
        self._results = Results(world)
        self._issues: dict[int, _Issue] = {}
        self._by_title: dict[str, _Issue] = {}

    def hear(self, shown: Shown) -> Heard:
        """Take in the reports of one attempt."""
        if shown.run.conclusion == "cancelled" or shown.spot.branch != MAIN:
            return Heard()
        red = self._red(shown)
        acts: list[Act] = []
        filed: dict[int, Causes] = {}
        for title, causes in red.items():
            issue = self._fails(title, shown, acts)
            filed[issue.number] = causes
        self._close(shown, {*red}, acts)
        return Heard(acts, filed)

    def by_hand(self, what: str, number: int, at: datetime, fix: str) -> None:
        """A person closes an issue or keeps it quiet."""
        issue = self._issues[number]
        if what == "mute":
            issue.is_quiet = True
        else:
            issue.is_open, issue.closed_at = False, at

    def flaky(self) -> frozenset[int]:
        """The issues with the flaky label."""
        return frozenset(i.number for i in self._issues.values() if i.is_flaky)

    def _red(self, shown: Shown) -> dict[str, Causes]:
        """The titles of what failed, with the true causes behind each."""
        packages: dict[str, dict[str, Causes]] = {}
        for red in shown.red:
            place = self._results.place(red.test, shown.spot)
            assert place is not None
            package = packages.setdefault(place[0], {})
            package.setdefault(_title(*place), Counter())[red.cause] += 1
        found: dict[str, Causes] = {}
        for file, tests in packages.items():
            group = f"{file}: many tests failed"
            known = self._by_title.get(group)
            if len(tests) >= GROUPED or (known is not None and known.is_open):
                found[group] = sum(tests.values(), Counter())
            else:
                found |= tests
        if shown.logs:
            found[BUILD] = Counter(cause for _, cause in shown.logs.values())
        return found

    def _fails(self, title: str, shown: Shown, acts: list[Act]) -> _Issue:
        issue, commit = self._by_title.get(title), shown.run.head_sha
        if issue is None or self._is_too_old(issue, shown.heard_at):
            issue = _Issue(number=len(self._issues) + 1, title=title)
            self._issues[issue.number] = self._by_title[title] = issue
            acts.append(Act("open", issue.number))
        elif not issue.is_open:
            issue.is_open = issue.is_flaky = True
            acts.append(Act("reopen", issue.number))
        elif commit not in issue.commits and not issue.is_flaky and not issue.is_quiet:
            acts.append(Act("comment", issue.number))
        issue.commits.add(commit)
        return issue

    def _is_too_old(self, issue: _Issue, now: datetime) -> bool:
        if issue.is_open or issue.closed_at is None:
            return False
        return issue.title == BUILD or now - issue.closed_at > REMEMBERED

    def _close(self, shown: Shown, red: set[str], acts: list[Act]) -> None:
        files = self._results.green(shown.spot, shown.legs).files if shown.legs else {}
        for issue in self._issues.values():
            if not issue.is_open or issue.is_flaky or issue.title in red:
                continue
            if not _has_passed(issue.title, files, is_whole=not shown.logs):
                continue
            if shown.run.head_sha in issue.commits:
                issue.is_flaky = True
                acts.append(Act("comment", issue.number))
                continue
            issue.is_open, issue.closed_at = False, shown.heard_at
            acts.append(Act("close", issue.number))


def _has_passed(title: str, files: Mapping[str, tuple[str, ...]], *, is_whole: bool) -> bool:
    """Whether a title that is not red stands for something that ran; `files` maps names to files."""
    if title == BUILD:
        return is_whole
    file, _, what = title.partition(": ")
    if what == "many tests failed":
        return any(file in places for places in files.values())
    return file in files.get(what.removesuffix(" failed"), ())


def _title(file: str, name: str) -> str:
    return f"{file}: {name} failed"
