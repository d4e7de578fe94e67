"""Find for each cluster the issue that already tracks it, among very many."""

from collections.abc import Sequence

from bot.model.failure import Cluster, Fingerprints
from bot.model.issue import TrackedIssue
from bot.triage.grouping.similar import alike

_Found = tuple[TrackedIssue, str]


class KnownIssues:
    """The issues of a repository, to be looked up by cause and by test at once."""

    def __init__(self, issues: Sequence[TrackedIssue]) -> None:
        self._by_cause: dict[str, list[TrackedIssue]] = {}
        self._by_test: dict[str, list[TrackedIssue]] = {}
        for issue in issues:
            for cause in issue.fingerprints:
                self._by_cause.setdefault(cause, []).append(issue)
            for test in issue.tests:
                self._by_test.setdefault(test, []).append(issue)

    def find(self, clusters: Sequence[Cluster]) -> list[_Found | None]:
        """For each cluster its issue and in words why, in the order given.

        A shared cause fingerprint decides first, then a message alike of the same test. Of several
        issues an open one wins, then the lowest number; of closed ones the newest. An issue goes to several clusters only when
        each of them has one of its causes.
        """
        found = [self._of_same_cause(cluster) for cluster in clusters]
        taken = {one[0].number for one in found if one is not None}
        for index, cluster in enumerate(clusters):
            if found[index] is None:
                similar = self._alike(cluster, taken)
                found[index] = similar
                if similar is not None:
                    taken.add(similar[0].number)
        return found

    def _of_same_cause(self, cluster: Cluster) -> _Found | None:
        issues = [i for cause in cluster.fingerprints for i in self._by_cause.get(cause, ())]
        best = min(issues, key=_rank, default=None)
        return (best, "same cause") if best is not None else None

    def _alike(self, cluster: Cluster, taken: set[int]) -> _Found | None:
        """An issue of one of the same tests whose message differs in few characters."""
        mine = {f.fingerprints.test: f.fingerprints for f in cluster.failures}
        issues = {i.number: i for test in mine for i in self._by_test.get(test, ())}
        scored = [
            (score, issue)
            for issue in issues.values()
            if issue.number not in taken and (score := _score(mine, issue)) is not None
        ]
        if not scored:
            return None
        score, issue = min(scored, key=lambda s: (s[1].state != "open", -s[0], _rank(s[1])))
        return issue, f"same test, message {score:.0%} alike".replace("%", " %")


def _rank(issue: TrackedIssue) -> tuple[bool, int]:
    is_open = issue.state == "open"
    return (not is_open, issue.number if is_open else -issue.number)


def _score(mine: dict[str, Fingerprints], issue: TrackedIssue) -> float | None:
    """How alike the messages of the nearest test are, 0 to 1; None when none is near enough."""
    scores = [
        alike(mine[f.fingerprints.test].normalized, f.fingerprints.normalized, same_test=True)
        for f in issue.verdict.cluster.failures
        if f.fingerprints.test in mine and f.fingerprints.normalized
    ]
    return max((score for score in scores if score is not None), default=None)
