"""Which evidence is newer: an old commit that finishes late must change nothing."""

from bot.model.history import Sighting
from bot.model.lineage import Lineage
from bot.model.run import WorkflowRun


def sighting_of(run: WorkflowRun) -> Sighting:
    """Take down this attempt of a run."""
    return run.sighting


def is_newer(run: WorkflowRun, seen: Sighting | None) -> bool:
    """Whether `run` tells something later than `seen`, of one branch; the same attempt does not.

    The order is that of commits as runs met them (`Sighting.order`), never the time of the start:
    a second attempt of an old run, and a new run of a commit that was tested long ago, are old.
    """
    return seen is None or run.sighting.order > seen.order


def holds(head: Sighting, base: Sighting, lineage: Lineage) -> bool | None:
    """Whether the commit of `head` contains that of `base`, on one branch; None: ask GitHub.

    Where the branch was rewritten the two commits have diverged, or one is gone: then the order
    of the runs is all there is.
    """
    relation = lineage.relation(base.sha, head.sha)
    if relation is None:
        return None
    if relation in ("diverged", "unknown"):
        return head.order > base.order
    return relation != "behind"
