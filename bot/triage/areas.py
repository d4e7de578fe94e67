"""Say which part of the business a cluster belongs to, and what to call it when none is set."""

from collections import Counter
from collections.abc import Sequence

from bot.model.config import Area
from bot.model.failure import Cluster
from bot.triage.globs import matches
from bot.triage.suites import human_name


def paths_of(cluster: Cluster) -> tuple[str, ...]:
    """The files a cluster touches: of tests, of places that broke, of findings, each once.

    Class names stand there as paths (`com/acme/CartTest`), for reports that know no files.
    """
    paths = []
    for failure in cluster.failures:
        paths += [
            failure.test_file,
            failure.file,
            failure.suite,
            failure.classname.replace(".", "/"),
        ]
    paths += [finding.file for finding in cluster.findings]
    return tuple(dict.fromkeys(path for path in paths if path))


def area_of(cluster: Cluster, areas: Sequence[Area]) -> Area | None:
    """The configured area that most of the cluster's tests lie in; on a tie the first.

    What a test exercises counts only when no area claims the test itself.
    """
    for pick in (_test_paths, paths_of):
        counts = Counter[int]()
        for path in pick(cluster):
            for index, area in enumerate(areas):
                counts[index] += any(matches(glob, path) for glob in area.paths)
        best = max(counts, key=lambda index: (counts[index], -index), default=None)
        if best is not None and counts[best]:
            return areas[best]
    return None


def _test_paths(cluster: Cluster) -> list[str]:
    found = []
    for failure in cluster.failures:
        found.append(failure.test_file or failure.suite)
        if not failure.test_file and failure.classname:
            found.append(failure.classname.replace(".", "/"))
    return found + [finding.file for finding in cluster.findings if finding.file]


def category_of(cluster: Cluster, area: Area | None) -> str:
    """The worklog's category line: the area, the finding's category, or the suites' names."""
    if area is not None:
        return area.name
    if not cluster.failures:
        return cluster.findings[0].category if cluster.findings else "Tests"
    names = Counter(human_name(failure.suite) for failure in cluster.failures)
    ranked = sorted(names, key=lambda name: (-names[name], name))
    return (
        " / ".join(ranked) if len(ranked) < 3 else f"{ranked[0]} and {len(ranked) - 1} more suites"
    )
