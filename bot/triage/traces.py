"""Look issues up by what they can share: causes, tests, files, areas, runs in which they failed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.model.issue import TrackedIssue
from bot.triage.mentions import files_of

Trace = tuple[str, str | int]
"""What is shared, and which: ("cause", fingerprint), ("test", …), ("file", …), ("run", id), …"""


class Traces:
    """Which issues have something; ten thousand cost no more than those that share anything."""

    def __init__(self, issues: Iterable[TrackedIssue]) -> None:
        self._by: dict[Trace, list[int]] = {}
        for issue in issues:
            for trace in _of(issue):
                self._by.setdefault(trace, []).append(issue.number)

    def having(self, kind: str, value: str | int) -> Sequence[int]:
        """The numbers of the issues that have this."""
        return self._by.get((kind, value), ())

    def sharing(self, kind: str, values: Iterable[str | int]) -> Counter[int]:
        """How many of these each issue has, for those that have any."""
        return Counter(number for value in values for number in self.having(kind, value))


def runs_of(issue: TrackedIssue) -> set[int]:
    """The newest runs in which it failed, by id."""
    return {o.seen.run_id for o in issue.occurrences}


def _of(issue: TrackedIssue) -> Iterator[Trace]:
    yield from (("cause", fingerprint) for fingerprint in issue.fingerprints)
    yield from (("test", test) for test in issue.tests)
    yield from (("file", file) for file in files_of(issue.verdict.cluster))
    yield from (("run", run) for run in runs_of(issue))
    if issue.verdict.area:
        yield ("area", issue.verdict.area)
