"""Where each cause of a run belongs: its own issue, the wide issue that is open for it, or a new one.

| a cause                                             | goes to                                   |
|-----------------------------------------------------|-------------------------------------------|
| has an open issue, or a closed one that it reopens  | that issue                                |
| would reopen, beside so many others that its suite  | a new umbrella, or a new broken run       |
| or the whole run is broken                          |                                           |
| is of a suite with an open umbrella                 | the umbrella                              |
| is of a broken run while one is open of the same    | that one                                  |
| workflow and branch                                 |                                           |
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model.config import RepoConfig
from bot.model.issue import Related, TrackedIssue
from bot.model.match import Match
from bot.planning.course.reopening import is_beyond_reopening, rule
from bot.planning.facts import RunFacts
from bot.planning.linking import card_of
from bot.planning.scope import target_branch
from bot.planning.storms import why_broken
from bot.planning.umbrella import suite_of, umbrella_suite

LINKED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The causes of a run by the number of their issue, those without one, and why it is broken."""

    known: Mapping[int, tuple[TrackedIssue, tuple[Match, ...]]]
    new: tuple[Match, ...]
    storm: str = ""


def place(
    matches: Sequence[Match],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    config: RepoConfig,
) -> Placed:
    """Find the issue of each cause."""
    storm = why_broken([m.verdict for m in matches], facts)
    back = [i for m in matches if (i := _returning(m, facts, config)) is not None]
    wide = _Wide.of([*open_issues, *back], facts, is_storm=bool(storm))
    apart = _apart(matches, facts, config, is_storm=bool(storm))
    known: dict[int, tuple[TrackedIssue, tuple[Match, ...]]] = {}
    new: list[Match] = []
    for match in matches:
        issue = match.issue
        if issue is not None and issue.number in apart:
            issue = None
        home = issue if _is_home(match, issue, facts, config) else wide.home(match)
        if home is None:
            new.append(match)
            continue
        if home.breadth != "cause":
            match = replace(match, related=(*_beside(home.breadth, match, matches), *match.related))
        known[home.number] = (home, (*known.get(home.number, (home, ()))[1], match))
    return Placed(known=known, new=tuple(new), storm=storm)


def with_neighbors(
    breadth: str, members: Sequence[Match], matches: Sequence[Match]
) -> tuple[Match, ...]:
    """The causes of a wide issue to be, the first of them with what has an issue of its own."""
    first, *rest = members
    beside = _beside(breadth, first, matches)
    return (replace(first, related=(*beside, *first.related)), *rest)


@dataclass(frozen=True, slots=True)
class _Wide:
    suites: Mapping[str, TrackedIssue]
    run: TrackedIssue | None

    @classmethod
    def of(cls, issues: Sequence[TrackedIssue], facts: RunFacts, *, is_storm: bool) -> "_Wide":
        here = [i for i in issues if i.state in ("open", "closed")]
        key = (facts.run.workflow_path, target_branch(facts.run))
        runs = [i for i in here if i.breadth == "run" and (i.workflow, i.branch) == key]
        suites = {umbrella_suite(i): i for i in here if umbrella_suite(i)}
        return cls(suites, runs[0] if runs and is_storm else None)

    def home(self, match: Match) -> TrackedIssue | None:
        return self.suites.get(suite_of(match.verdict)) or self.run


def _is_home(match: Match, issue: TrackedIssue | None, facts: RunFacts, config: RepoConfig) -> bool:
    if issue is None or issue.state not in ("open", "closed"):
        return False
    return not is_beyond_reopening(issue, (match.verdict,), facts, config)


def _returning(match: Match, facts: RunFacts, config: RepoConfig) -> TrackedIssue | None:
    """The wide issue that this cause reopens: what is new beside it goes there as well."""
    issue = match.issue
    if issue is None or issue.state != "closed" or issue.breadth == "cause":
        return None
    is_back = (
        _is_home(match, issue, facts, config) and not rule(issue, (match.verdict,), facts).hush
    )
    return issue if is_back else None


def _suite(match: Match) -> str:
    return suite_of(match.verdict)


def _comes_back(match: Match, facts: RunFacts) -> bool:
    issue = match.issue
    return (
        issue is not None
        and issue.breadth == "cause"
        and not rule(issue, (match.verdict,), facts).hush
    )


def _apart(
    matches: Sequence[Match], facts: RunFacts, config: RepoConfig, *, is_storm: bool
) -> set[int]:
    """Closed issues that stay closed, as what they stand for goes to a wide issue this time."""
    closed = [m for m in matches if m.issue is not None and m.issue.state == "closed"]
    if not closed or not (is_storm or len(closed) >= config.issues.umbrella_at):
        return set()
    back = [m for m in closed if _comes_back(m, facts)]
    fresh = len(back) + sum(m.issue is None for m in matches)
    many = Counter(_suite(m) for m in back)
    return {
        m.issue.number
        for m in back
        if m.issue is not None
        and (
            (is_storm and fresh > 1) or (_suite(m) and many[_suite(m)] >= config.issues.umbrella_at)
        )
    }


def _beside(breadth: str, match: Match, matches: Sequence[Match]) -> tuple[Related, ...]:
    """Causes of the same suite, or of the same broken run, that have issues of their own."""
    where = "suite" if breadth == "suite" else "run"
    found: dict[int, Related] = {}
    for other in matches:
        issue = other.issue
        if issue is None or issue.state != "open" or issue.breadth != "cause":
            continue
        if breadth == "run" or _suite(other) == _suite(match):
            found[issue.number] = card_of(issue, f"another cause in the same {where}")
    return tuple(found.values())[:LINKED]
