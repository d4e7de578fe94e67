"""A failure that is heard of late: its tests have passed at a newer commit since."""

from bot.model.failure import Cluster
from bot.model.history import Sighting
from bot.model.run import WorkflowRun
from bot.triage.origin import History


def passed_since(cluster: Cluster, history: History, run: WorkflowRun | None) -> Sighting | None:
    """The newest run after this one in which every test passed where it fails here, if any did.

    None as well where a test failed again after that pass, or only a log shows the cause.
    """
    if run is None or not cluster.failures:
        return None
    here = run.sighting.order
    passes: list[Sighting] = []
    for failure in cluster.failures:
        known = history.get(failure.fingerprints.test, ())
        leg = next((h for h in known if h.leg == failure.leg), None)
        if leg is None or leg.last_pass is None or leg.last_pass.order < here or leg.fail_streak:
            return None
        passes.append(leg.last_pass)
    return max(passes, key=lambda seen: seen.order)
