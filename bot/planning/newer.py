"""Which evidence is newer: an old commit that finishes late must change nothing."""

from bot.model.history import Sighting
from bot.model.run import WorkflowRun


def sighting_of(run: WorkflowRun) -> Sighting:
    """Take down this attempt of a run."""
    return Sighting(
        run_id=run.id, attempt=run.attempt, sha=run.head_sha, at=run.started_at, url=run.url
    )


def is_newer(run: WorkflowRun, seen: Sighting | None) -> bool:
    """Whether `run` tells something later than `seen`; the same attempt does not.

    Run ids grow with time, so a second attempt of a smaller id tests an older commit again,
    however late it starts.
    """
    if seen is None:
        return True
    if run.id == seen.run_id:
        return run.attempt > seen.attempt
    if run.attempt > 1 and run.id < seen.run_id:
        return False
    return run.started_at >= seen.at
