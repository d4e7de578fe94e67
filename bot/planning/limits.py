"""How many issues one run may open: storms become one issue, the rest is held back and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.model.config import RepoConfig
from bot.model.match import Match
from bot.model.names import Outcome
from bot.model.plan import Pending
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.umbrella import broken_run, suite_of, umbrella

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """One issue to be: a single cause, the many causes of one suite, or a broken run.

    `storm` is a clause that says why the run is broken; `since` is when it began to wait for room.
    """

    matches: tuple[Match, ...]
    suite: str = ""
    storm: str = ""
    since: datetime | None = None

    @property
    def breadth(self) -> Literal["cause", "suite", "run"]:
        """What it stands for."""
        if self.storm:
            return "run"
        return "suite" if self.suite else "cause"

    @property
    def is_wide(self) -> bool:
        """Whether it stands for many causes."""
        return self.breadth != "cause"

    def verdict(self, workflow: str) -> Verdict:
        """The one verdict of it."""
        verdicts = [m.verdict for m in self.matches]
        if self.storm:
            return broken_run(workflow, verdicts, self.storm)
        return umbrella(self.suite, verdicts) if self.suite else verdicts[0]

    def urgency(self, now: datetime) -> tuple[int, datetime, int]:
        """Sort key: the most urgent first, of those what waits longest, then what breaks most.

        Each full week of waiting counts as one step of severity, so that nothing waits for ever.
        """
        verdicts = [m.verdict for m in self.matches]
        weeks = (now - self.since) // WEEK if self.since else 0
        step = int(min(v.severity for v in verdicts).removeprefix("p"))
        tests = sum(len(v.cluster.failures) for v in verdicts)
        return step - weeks, self.since or now, -tests


def newcomers(
    matches: Sequence[Match],
    config: RepoConfig,
    now: datetime,
    *,
    storm: str = "",
    pending: Mapping[str, Pending] | None = None,
) -> tuple[Newcomer, ...]:
    """Group new causes into issues, most urgent first; a `storm` makes one of all of them."""
    suites: dict[str, list[Match]] = {}
    for match in matches:
        suites.setdefault(suite_of(match.verdict), []).append(match)
    if storm and len(matches) > 1 and not _is_one_umbrella(suites, config):
        return (Newcomer(matches=tuple(matches), storm=storm),)
    found = []
    for suite, members in suites.items():
        if suite and len(members) >= config.issues.umbrella_at:
            found.append(Newcomer(matches=tuple(members), suite=suite))
        else:
            found += (Newcomer(matches=(m,)) for m in members)
    known = pending or {}
    waited = (replace(n, since=_since(n, known)) for n in found)
    return tuple(sorted(waited, key=lambda n: n.urgency(now)))


def _is_one_umbrella(suites: Mapping[str, Sequence[Match]], config: RepoConfig) -> bool:
    """Whether all of it is one suite, whose name says more than that the run is broken."""
    name, members = next(iter(suites.items()))
    return len(suites) == 1 and bool(name) and len(members) >= config.issues.umbrella_at


def _since(newcomer: Newcomer, pending: Mapping[str, Pending]) -> datetime | None:
    prints = (p for m in newcomer.matches for p in m.verdict.cluster.fingerprints)
    return min((pending[p].since.at for p in prints if p in pending), default=None)


def passed_on_retry(verdict: Verdict, facts: RunFacts) -> bool:
    """Whether every failing test of a cause passed in the end, in the same leg of the same run."""
    failures = verdict.cluster.failures
    return bool(failures) and all(
        facts.outcomes.get(f.fingerprints.test, {}).get(f.leg) is Outcome.PASSED for f in failures
    )
