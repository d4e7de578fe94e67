"""Decide where a failure comes from, by what is remembered of its tests."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.model.failure import Cluster, Failure
from bot.model.history import Sighting, TestHistory
from bot.model.names import LogCause, Origin
from bot.model.run import WorkflowRun

History = Mapping[str, tuple[TestHistory, ...]]
"""The histories of tests on one branch in one workflow, by test fingerprint, one for each leg."""

_OUTSIDE = frozenset(
    {
        LogCause.DOCKER_BUILD,
        LogCause.DOCKER_DAEMON,
        LogCause.OOM,
        LogCause.DISK_FULL,
        LogCause.NETWORK,
        LogCause.RATE_LIMIT,
        LogCause.CANCELLED,
        LogCause.INFRA,
        LogCause.PERMISSION,
    }
)
_MACHINE = re.compile(
    r"No space left on device|Cannot connect to the Docker daemon|toomanyrequests: |API rate limit exceeded"
    r"|Temporary failure in name resolution|The runner has received a shutdown signal"
    r"|Error while fetching server API version|lost communication with the server"
)


class Ruling(NamedTuple):
    """An origin and its evidence: the first red run known, and the last green one before it."""

    origin: Origin
    reason: str
    first_bad: Sighting | None = None
    last_good: Sighting | None = None


def decide_origin(
    cluster: Cluster, history: History, run: WorkflowRun | None, default_branch: str = ""
) -> Ruling:
    """The origin of a cluster, the sentence of its evidence, first bad and last good run.

    Without history and run (files on a disk) nothing can be a regression.
    """
    here = sighting_of(run) if run else None
    if not cluster.failures:
        return _of_findings(cluster, here)
    histories = [_histories(failure, history) for failure in cluster.failures]
    machine = _MACHINE.search(cluster.message)
    if machine:
        first = min(
            (h.first_failure for hs in histories for h in hs if h.first_failure),
            key=_at,
            default=here,
        )
        return Ruling(
            Origin.INFRASTRUCTURE,
            f'The tests met "{machine[0].strip(": ")}", which no code of the project causes.',
            first,
        )
    flaky = [
        _flaky(failure, hs, run) for failure, hs in zip(cluster.failures, histories, strict=True)
    ]
    if all(flaky):
        return Ruling(Origin.FLAKY, flaky[0] or "", *_span(histories, here))
    first_bad, last_good = _span(histories, here)
    if last_good is not None:
        branch = f" on {run.branch}" if run else ""
        return Ruling(
            Origin.REGRESSION,
            f"{_passed(cluster, histories)} passed before{branch}, last at {last_good.sha[:7]} in run {last_good.run_id}.",
            first_bad,
            last_good,
        )
    return _never_passed(first_bad, run, default_branch)


def sighting_of(run: WorkflowRun) -> Sighting:
    """The run as something that was seen."""
    return Sighting(
        run_id=run.id, attempt=run.attempt, sha=run.head_sha, at=run.started_at, url=run.url
    )


def _never_passed(
    first_bad: Sighting | None, run: WorkflowRun | None, default_branch: str
) -> Ruling:
    if run and default_branch and run.branch != default_branch:
        said = f"Not seen passing on {run.branch}, which is not merged into {default_branch}."
        return Ruling(Origin.ACTIVE_DEV, said, first_bad)
    where = f" on {run.branch}" if run else ""
    return Ruling(Origin.NEW, f"Not seen passing{where} so far.", first_bad)


def _of_findings(cluster: Cluster, here: Sighting | None) -> Ruling:
    first = cluster.findings[0]
    job = f" of {first.job}" if first.job else ""
    origin = first.origin
    if origin is None:
        if first.cause is LogCause.DEPRECATION_ONLY:
            origin = Origin.WARNING
        else:
            origin = Origin.INFRASTRUCTURE if first.cause in _OUTSIDE else Origin.NEW
    said = {
        Origin.WARNING: f"The log{job} warns of it; nothing failed because of it so far.",
        Origin.INFRASTRUCTURE: f"The log{job} shows a cause outside the code.",
    }
    return Ruling(
        origin, said.get(origin, f"Found in the log{job}; no test report tells of it."), here
    )


def _histories(failure: Failure, history: History) -> tuple[TestHistory, ...]:
    """What is known of the test in the leg where it failed; of all legs when nothing is."""
    known = history.get(failure.fingerprints.test, ())
    return tuple(h for h in known if h.leg == failure.leg) or known


def _flaky(failure: Failure, known: Sequence[TestHistory], run: WorkflowRun | None) -> str | None:
    if failure.is_flaky:
        return "The same run passed and failed when it was tried again."
    for h in known:
        if h.leg != failure.leg or h.last_pass is None:
            continue
        if run and h.last_pass.sha == run.head_sha:
            return f"Commit {run.head_sha[:7]} passed in run {h.last_pass.run_id} and fails now."
        if h.last_failure and h.last_pass.sha == h.last_failure.sha:
            return f"Commit {h.last_pass.sha[:7]} both failed and passed before."
    return None


def _span(
    histories: Sequence[Sequence[TestHistory]], here: Sighting | None
) -> tuple[Sighting | None, Sighting | None]:
    """The newest pass among the tests and the first red run after it; else the first red run."""
    passed = [h for known in histories for h in known if h.last_pass is not None]
    if not passed:
        red = [h.first_failure for known in histories for h in known if h.first_failure]
        return min(red, key=_at, default=here), None
    best = max(passed, key=lambda h: (h.last_pass.at if h.last_pass else 0, h.test, h.leg))
    return best.first_failure or here, best.last_pass


def _passed(cluster: Cluster, histories: Sequence[Sequence[TestHistory]]) -> str:
    tests = {
        failure.fingerprints.test
        for failure, known in zip(cluster.failures, histories, strict=True)
        if any(h.last_pass for h in known)
    }
    total = len({failure.fingerprints.test for failure in cluster.failures})
    if total == 1:
        return "The test"
    if total == 2 and len(tests) == 2:
        return "Both tests"
    return f"All {total} tests" if len(tests) == total else f"{len(tests)} of {total} tests"


def _at(seen: Sighting) -> tuple[str, int]:
    return seen.at.isoformat(), seen.run_id
