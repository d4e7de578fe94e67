"""Which queued run makes an older one needless: only of a pull request whose head has moved on.

Runs of branches are all read: each of them tells when a test broke, or that it is flaky. A run of a
pull request opens and closes nothing; its check run is for people who look at that commit, and they
look at the newest. An attempt again of the same commit is read: it may prove a test flaky.
"""

import hashlib
from collections.abc import Mapping

from bot.model.job import AnalyzeRun, Job


def marks_of(job: Job) -> Mapping[str, str | int]:
    """What the queue keeps to find a newer run of the same workflow and pull request by."""
    run = job.run if isinstance(job, AnalyzeRun) else None
    if run is None or not run.is_pull_request:
        return {}
    who = f"{run.workflow_path}\n{run.event}\n{run.pull}\n{run.head_repo_id}\n{run.branch}"
    line = hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()[:32]
    return {"line": line, "number": run.number, "sha": run.head_sha}


def reason(newer: str) -> str:
    """Why the older one was not read."""
    return f"a newer commit of the same pull request is queued as {newer}"
