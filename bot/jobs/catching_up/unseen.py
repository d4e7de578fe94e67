"""Queue the finished runs of a repository that no webhook ever told of: for the sweep and `backfill`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound
from bot.github.client import Client
from bot.github.repos import Repository
from bot.github.runs import get_attempt
from bot.jobs.catching_up.ledger import Queue
from bot.jobs.toolbox import Toolbox
from bot.model.job import AnalyzeRun
from bot.model.run import RAN, WorkflowRun

# Only its last tries tell more of a run that was tried again and again.
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """How many finished attempts were looked at, and how many of them were queued just now."""

    found: int = 0
    queued: int = 0

    @property
    def known(self) -> int:
        """How many were seen before."""
        return self.found - self.queued


def id_of(run: WorkflowRun) -> str:
    """The id of the job that analyzes it, whoever asks for it."""
    return f"run:{run.id}:{run.attempt}"


async def unseen(
    runs: Sequence[WorkflowRun], repo_id: int, client: Client, on: Toolbox, queue: Queue
) -> tuple[tuple[WorkflowRun, ...], int]:
    """The attempts among these runs that were never analyzed nor queued, and how many were looked at.

    The list of GitHub shows the last try of a run alone: of one that is new here, those before it
    are asked for, since only they show that a test failed and then passed.
    """
    ran = [run for run in runs if run.conclusion in RAN]
    new = await _new(ran, repo_id, on, queue)
    earlier = []
    for run in new:
        for number in range(max(1, run.attempt - _TRIES + 1), run.attempt):
            try:
                earlier.append(await get_attempt(client, run.repo, run.id, number))
            except NotFound:
                continue
    older = [run for run in earlier if run.conclusion in RAN]
    found = [*new, *await _new(older, repo_id, on, queue)]
    return tuple(sorted(found, key=_age)), len(ran) + len(older)


async def _new(
    runs: Sequence[WorkflowRun], repo_id: int, on: Toolbox, queue: Queue
) -> list[WorkflowRun]:
    known = await queue.known([id_of(run) for run in runs])
    left = [run for run in runs if id_of(run) not in known]
    # The queue forgets after a week.
    recorded = await on.storage.recorded(repo_id, [(run.id, run.attempt) for run in left])
    return [run for run in left if (run.id, run.attempt) not in recorded]


async def queue_runs(
    runs: Sequence[WorkflowRun], repository: Repository, installation: int, queue: Queue
) -> int:
    """Put them into the queue as their webhooks would have, oldest first; how many were new there."""
    queued = 0
    for run in runs:
        job = AnalyzeRun(
            installation=installation,
            repo=repository.ref,
            run_id=run.id,
            attempt=run.attempt,
            default_branch=repository.default_branch,
            run=run,
            has_issues=repository.has_issues,
        )
        queued += await queue.accept(job, id_of(run)) != "known"
    return queued


def _age(run: WorkflowRun) -> tuple[datetime, int, int]:
    return run.completed_at, run.id, run.attempt
