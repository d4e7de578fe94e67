"""The proof that a test is flaky, and the record of how often it failed."""

from collections.abc import Sequence

from bot.model.failure import Failure
from bot.model.flaky import FlakyProof, Record
from bot.model.history import Sighting, TestHistory


def same_code(one: Sighting, other: Sighting) -> bool:
    """Whether both tested the same files: one commit, or two commits with one tree."""
    return one.sha == other.sha or (one.tree != "" and one.tree == other.tree)


def proof_of(
    failure: Failure, known: Sequence[TestHistory], here: Sighting | None
) -> FlakyProof | None:
    """What proves that this failure is no verdict on the code, by its report or its history.

    A pass at another commit is no proof, nor is what the test did at commits before this one:
    another cause may have been behind that.
    """
    if failure.is_flaky and here is not None:
        return FlakyProof(
            how="report", leg=failure.leg, failed=here, passed=here, test=failure.test
        )
    for h in known:
        if here is None or h.leg != failure.leg or h.last_pass is None:
            continue
        if same_code(h.last_pass, here):
            is_rerun = h.last_pass.run_id == here.run_id
            return FlakyProof(
                how="re-run" if is_rerun else "same-commit",
                leg=h.leg,
                failed=here,
                passed=h.last_pass,
                test=failure.test,
            )
    return None


def proof_text(proof: FlakyProof) -> str:
    """The proof in one plain sentence."""
    bad, good = proof.failed, proof.passed
    where = f" in {proof.leg}" if proof.leg else ""
    if proof.how == "report":
        return "The same run failed and, tried again, passed."
    if proof.how == "reopened":
        return "It came back twice after it had passed and was closed."
    if bad.run_id == good.run_id:
        return (
            f"Run {bad.run_id} failed in attempt {bad.attempt} and passed in attempt "
            f"{good.attempt} at the same commit {bad.sha[:7]}{where}."
        )
    if bad.sha == good.sha:
        return (
            f"Commit {bad.sha[:7]} failed in run {bad.run_id} and passed in run {good.run_id}"
            f"{where}."
        )
    return (
        f"Commit {bad.sha[:7]} failed and commit {good.sha[:7]}, which has the same files, "
        f"passed{where}."
    )


def record_of(
    failures: Sequence[Failure], known: Sequence[Sequence[TestHistory]], here: Sighting | None
) -> Record | None:
    """The record of the test and leg that failed most often, this run counted."""
    if here is None or not failures:
        return None
    rows = [
        _record(failure, h, here)
        for failure, histories in zip(failures, known, strict=True)
        for h in histories
        if h.leg == failure.leg
    ]
    first = failures[0]
    fresh = Record(
        test=first.test,
        leg=first.leg,
        failed=1,
        ran=1,
        since=here.at,
        streak=1,
        first_red=here,
    )
    return max(rows, key=lambda r: (r.failed, r.ran, r.test, r.leg), default=fresh)


def _record(failure: Failure, h: TestHistory, here: Sighting) -> Record:
    return Record(
        test=failure.test,
        leg=h.leg,
        failed=h.failures + 1,
        ran=h.passes + h.failures + 1,
        since=min(h.first_seen.at, here.at),
        streak=h.fail_streak + 1,
        first_red=h.first_failure or here,
    )
