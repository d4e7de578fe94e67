"""How many issues one run may open: storms become one issue, the rest is held back and listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.config import RepoConfig
from bot.model.match import Match
from bot.model.names import Outcome
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.umbrella import suite_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """One issue to be: a single cause, or the many causes of one suite."""

    matches: tuple[Match, ...]
    suite: str = ""

    @property
    def is_umbrella(self) -> bool:
        """Whether it stands for a whole suite."""
        return bool(self.suite)

    @property
    def urgency(self) -> tuple[str, int]:
        """Sort key: the most urgent first, then what breaks the most tests."""
        verdicts = [m.verdict for m in self.matches]
        return min(v.severity for v in verdicts), -sum(len(v.cluster.failures) for v in verdicts)


def newcomers(matches: Sequence[Match], config: RepoConfig) -> tuple[Newcomer, ...]:
    """Group new causes into issues, most urgent first."""
    suites: dict[str, list[Match]] = {}
    for match in matches:
        suites.setdefault(suite_of(match.verdict), []).append(match)
    found = []
    for suite, members in suites.items():
        if suite and len(members) >= config.issues.umbrella_at:
            found.append(Newcomer(matches=tuple(members), suite=suite))
        else:
            found += (Newcomer(matches=(m,)) for m in members)
    return tuple(sorted(found, key=lambda n: n.urgency))


def passed_on_retry(verdict: Verdict, facts: RunFacts) -> bool:
    """Whether every failing test of a cause passed in the end, in the same leg of the same run."""
    failures = verdict.cluster.failures
    return bool(failures) and all(
        facts.outcomes.get(f.fingerprints.test, {}).get(f.leg) is Outcome.PASSED for f in failures
    )
