"""When an issue becomes more or less urgent by itself: written rules, with room between up and down.

| what counts in a run                                             | asks for     |
|------------------------------------------------------------------|--------------|
| the table of severities and the config (`bot.triage.severity`)   | what it says |
| tests that fail for this cause                                   | P1 from 20   |
| the share of a suite of ten tests or more that fails for it      | P1 from 50 % |
| branches on which it fails and has not passed since              | P1 from 2    |
| runs of a job that were all red since the issue began            | P1 from 20   |

It rises at once when a measure is 30 % over its threshold, else when two runs in a row ask for it.
It falls when two runs in a row ask for less, every measure that would hold it is 30 % under its
threshold, for a P0 less than 70 % of each suite fails, and the run calls its origin the same.
Nothing moves what a person set, nor a flaky issue where a run has no proof of a flake. A rule or an
area of the config stands before the measures. What only logs show has no measures.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model.config import RepoConfig
from bot.model.issue import Field, TrackedIssue
from bot.model.names import Origin, Severity
from bot.model.verdict import Verdict
from bot.triage.severity import WHOLE_SUITE, Case, chosen_severity
from bot.triage.suites import human_name

ROOM = 0.3
TESTS, SHARE, BRANCHES, ROW = 20, 0.5, 2, 20
SUITE = 10

_CALM = (Origin.FLAKY, Origin.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What counts now, and what the newest run would rather have."""

    severity: Severity
    reason: str
    rising: Severity | None = None
    falling: Severity | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    severity: Severity
    reason: str


def move(before: TrackedIssue, noted: TrackedIssue, newest: Verdict, config: RepoConfig) -> Move:
    """Decide how urgent an issue is after a run; `noted` has the run counted already."""
    old = before.verdict
    here = _Ask(old.severity, old.severity_reason)
    is_unproven = old.origin is Origin.FLAKY and newest.origin is not Origin.FLAKY
    if before.override(Field.SEVERITY) is not None or is_unproven:
        return _still(here)
    judged = _Ask(newest.severity, newest.severity_reason)
    measures = [] if _is_chosen(newest, config) else [*_measures(noted, newest)]
    asked = _most([judged, *_over(measures, 1.0)])
    if asked.severity < old.severity:
        return _up(before, here, asked, _most([here, *_over(measures, 1 + ROOM)]))
    least = _most([judged, *_over(measures, 1 - ROOM)])
    is_same = newest.origin is old.origin  # another origin would be another table
    if least.severity > old.severity and is_same and not _holds(old.severity, newest):
        return _down(before, here, least)
    return _still(here)


def _up(before: TrackedIssue, here: _Ask, asked: _Ask, sure: _Ask) -> Move:
    if sure.severity <= asked.severity:
        return _still(sure)
    if before.rising is None:
        return Move(severity=here.severity, reason=here.reason, rising=asked.severity)
    if asked.severity >= before.rising:
        return _still(asked)
    return Move(severity=before.rising, reason=asked.reason, rising=asked.severity)


def _down(before: TrackedIssue, here: _Ask, least: _Ask) -> Move:
    if before.falling is None:
        return Move(severity=here.severity, reason=here.reason, falling=least.severity)
    return _still(replace(least, severity=min(least.severity, before.falling)))


def _still(ask: _Ask) -> Move:
    return Move(severity=ask.severity, reason=ask.reason)


def _most(asks: list[_Ask]) -> _Ask:
    """The most urgent; of equals the first."""
    return min(asks, key=lambda ask: ask.severity)


def _over(measures: list[tuple[float, str]], factor: float) -> list[_Ask]:
    """What asks for P1: each measure as a multiple of its threshold, and its clause."""
    why = [clause for times, clause in measures if times >= factor]
    return [_Ask(Severity.P1, f"P1 because {why[0]}.")] if why else []


def _measures(issue: TrackedIssue, newest: Verdict) -> Iterator[tuple[float, str]]:
    failures = newest.cluster.failures
    if not failures or newest.origin in _CALM:
        return
    tests = len({f.fingerprints.test for f in failures})
    yield tests / TESTS, f"{tests} tests fail for this cause"
    for share, name in _shares(newest, SUITE):
        yield share / SHARE, f"{share:.0%} of the tests of {name} fail for this cause"
    branches = _red_branches(issue)
    yield branches / BRANCHES, f"it fails on {branches} branches"
    row = max((p.failed for p in issue.progress if p.failed == p.seen and not p.passes), default=0)
    yield row / ROW, f"it failed {row} times in a row and never passed in between"


def _shares(verdict: Verdict, least: int) -> Iterator[tuple[float, str]]:
    mine = Counter((f.suite, f.leg) for f in verdict.cluster.failures)
    for suite in verdict.cluster.suites:
        if suite.ran >= least:
            share = min(1.0, mine[suite.name, suite.leg] / suite.ran)
            yield share, human_name(suite.name)


def _holds(severity: Severity, newest: Verdict) -> bool:
    """Whether most of a suite still fails, so that a P0 is not over yet."""
    shares = (share for share, _name in _shares(newest, WHOLE_SUITE))
    return severity is Severity.P0 and max(shares, default=0.0) > 1 - ROOM


def _red_branches(issue: TrackedIssue) -> int:
    """Branches by the names of the legs, see `bot.planning.course.legs`; its own has no name there."""
    red = (p.leg for p in issue.progress if not p.passes and p.failed)
    return len(
        {leg.rpartition("on ")[2] if leg.endswith(")") and _away(leg) else "" for leg in red}
    )


def _away(leg: str) -> bool:
    inside = leg.rpartition("(")[2]
    return inside.startswith("on ") or " on " in inside


def _is_chosen(verdict: Verdict, config: RepoConfig) -> bool:
    """Whether a rule or an area of the config says how urgent it is."""
    area = next((a for a in config.areas if a.name == verdict.area), None)
    case = Case(
        cluster=verdict.cluster,
        kind=verdict.kind,
        origin=verdict.origin,
        area=area,
        category=verdict.category,
    )
    return chosen_severity(case, config.severity) is not None
