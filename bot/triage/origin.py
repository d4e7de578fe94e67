"""Decide where a failure comes from, by what is remembered of its tests."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.model.failure import Cluster, Failure
from bot.model.flaky import FlakyProof
from bot.model.history import Sighting, TestHistory
from bot.model.names import LogCause, Origin
from bot.model.run import WorkflowRun
from bot.triage.at_work import Touched, by_changes
from bot.triage.machines import machine_words
from bot.triage.proofs import proof_of, proof_text

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
_RETRIED = "The same run failed and, tried again, passed."


class Ruling(NamedTuple):
    """An origin and its evidence: the first red run known, and the last green one before it.

    `flaky` is the proof of that word. `leg` is where the first red and the last green run were.
    """

    origin: Origin
    reason: str
    first_bad: Sighting | None = None
    last_good: Sighting | None = None
    flaky: FlakyProof | None = None
    leg: str = ""


def decide_origin(
    cluster: Cluster,
    history: History,
    run: WorkflowRun | None,
    default_branch: str = "",
    touched: Touched | None = None,
) -> Ruling:
    """The origin of a cluster, the sentence of its evidence, first bad and last good run.

    Without history and run (files on a disk) nothing can be a regression. A test that passed on
    this branch before is one, whatever was changed since; `touched` decides between what is new
    and what people are at work on.
    """
    here = sighting_of(run) if run else None
    if not cluster.failures:
        return _of_findings(cluster, here)
    histories = [histories_of(failure, history) for failure in cluster.failures]
    machine = machine_words(cluster.message)
    if machine:
        first = min(
            (h.first_failure for hs in histories for h in hs if h.first_failure),
            key=_order,
            default=here,
        )
        return Ruling(
            Origin.INFRASTRUCTURE,
            f'The tests met "{machine}", which no code of the project causes.',
            first,
        )
    first_bad, last_good, leg = _span(histories, here)
    proofs = [
        proof_of(failure, known, here)
        for failure, known in zip(cluster.failures, histories, strict=True)
    ]
    if all(failure.is_flaky for failure in cluster.failures) or all(proofs):
        reason = proof_text(proofs[0]) if proofs[0] else _RETRIED
        return Ruling(Origin.FLAKY, reason, first_bad, last_good, proofs[0])
    if last_good is not None:
        branch = f" on {run.branch}" if run else ""
        return Ruling(
            Origin.REGRESSION,
            f"{_passed(cluster, histories)} passed before{branch}, last at {last_good.sha[:7]} in run {last_good.run_id}.",
            first_bad,
            last_good,
            leg=leg if any(f.leg == leg for f in cluster.failures) else "",
        )
    found = by_changes(cluster, run, default_branch, touched) if touched else None
    if found is not None:
        return Ruling(*found, first_bad)
    return _never_passed(first_bad, run, default_branch)


def sighting_of(run: WorkflowRun) -> Sighting:
    """The run as something that was seen."""
    return run.sighting


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


def histories_of(failure: Failure, history: History) -> tuple[TestHistory, ...]:
    """What is known of the test in the leg where it failed; of all legs when nothing is."""
    known = history.get(failure.fingerprints.test, ())
    return tuple(h for h in known if h.leg == failure.leg) or known


def _span(
    histories: Sequence[Sequence[TestHistory]], here: Sighting | None
) -> tuple[Sighting | None, Sighting | None, str]:
    """The first red run, the newest pass before it, and the leg that saw both."""
    passed = [h for known in histories for h in known if h.last_pass is not None]
    if not passed:
        red = [h.first_failure for known in histories for h in known if h.first_failure]
        return min(red, key=_order, default=here), None, ""
    best = max(passed, key=lambda h: (_order(h.last_pass), h.test, h.leg))
    return best.first_failure or here, best.last_pass, best.leg


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


def _order(seen: Sighting | None) -> tuple[int, int, int]:
    return seen.order if seen else (0, 0, 0)
