"""Give a stored issue the fingerprints of this version, so that an upgrade files nothing again.

What an older version called by other fingerprints is read anew from the failures that the issue
keeps. The old ones stay behind the new: another version may look for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.model.failure import Cluster, Failure, Fingerprints
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.verdict import Verdict
from bot.triage.fingerprint import VERSION, from_signature, test_key
from bot.triage.grouping.attach import finding_cluster
from bot.triage.reading.remembered import read

_OURS = f"{VERSION}:"


def renewed(issue: TrackedIssue) -> TrackedIssue:
    """The issue as this version would have stored it; the same one when nothing is older.

    Tests of which no failure is kept cannot be read anew: they no longer hold up the closing.
    """
    verdicts = (issue.verdict, *issue.children)
    if all(v.cluster.fingerprint.startswith(_OURS) for v in verdicts):
        return issue
    prints = tuple(p for v in verdicts for p in _causes(v.cluster))
    tests = {f.fingerprints.test: _tests(f) for v in verdicts for f in v.cluster.failures}
    return replace(
        issue,
        fingerprints=_union(prints, issue.fingerprints),
        tests=_union((t for new in tests.values() for t in new), issue.tests),
        progress=tuple(_leg(leg, tests) for leg in issue.progress),
        verdict=_verdict(issue.verdict),
        children=tuple(_verdict(child) for child in issue.children),
    )


def _verdict(verdict: Verdict) -> Verdict:
    cluster = verdict.cluster
    causes = _union(_causes(cluster), cluster.fingerprints)
    failures = tuple(replace(f, fingerprints=_prints(f)[0]) for f in cluster.failures)
    new = replace(cluster, fingerprint=causes[0], aliases=causes[1:], failures=failures)
    return replace(verdict, cluster=new)


def _causes(cluster: Cluster) -> tuple[str, ...]:
    found = [p.cause for f in cluster.failures for p in _prints(f)]
    if cluster.findings and not found:
        found.append(finding_cluster(cluster.findings).fingerprint)
    return _union(found)


def _tests(failure: Failure) -> tuple[str, ...]:
    return _union(p.test for p in _prints(failure))


def _prints(failure: Failure) -> tuple[Fingerprints, ...]:
    """Its fingerprints, for a report that names the test's file and for one that does not."""
    said = read(failure.reported_type or failure.type, failure.message, failure.trace)
    keys = dict.fromkeys(_keys(failure))
    return tuple(from_signature(said, key) for key in keys)


def _keys(failure: Failure) -> Iterator[str]:
    for file in (failure.test_file, ""):
        yield test_key(file, failure.classname, failure.name)


def _leg(leg: LegProgress, tests: dict[str, tuple[str, ...]]) -> LegProgress:
    """One reading of a test counts here: under the other name it would never pass."""
    known = _union(_likeliest(test, tests[test]) for test in leg.tests if test in tests)
    return replace(leg, tests=known or leg.tests)


def _likeliest(old: str, new: tuple[str, ...]) -> str:
    """The reading with the digits of before: few versions change what a test is called by."""
    return next((n for n in new if n.partition(":")[2] == old.partition(":")[2]), new[0])


def _union(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for part in parts for p in part))
