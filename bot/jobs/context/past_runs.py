"""The runs of the last weeks that could have opened or closed an issue, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotFound
from bot.github.client import Client
from bot.github.repos import Repository
from bot.github.runs import MOST_RUNS, finished_runs, get_attempt
from bot.model.config import RepoConfig
from bot.model.run import WorkflowRun
from bot.planning.scope import scope

# A run that was tried more often than this is told by its last tries.
_TRIES = 3
# What one run costs about: its artifacts, its jobs, a download or two.
_REQUESTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`found` counts runs, `attempts` are what is to be read of them; `notes` say what is left out."""

    found: int
    attempts: tuple[WorkflowRun, ...] = ()
    notes: tuple[str, ...] = ()


async def past_runs(
    repo: Repository, config: RepoConfig, since: datetime, most: int, client: Client
) -> Past:
    """The newest `most` runs, fewer where the token has not enough requests left, with earlier tries.

    Runs of pull requests, forks and other branches open nothing, so they are passed over.
    """
    listed, cut = await _listed(repo, config, since, client)
    told = [run for run in listed if scope(run, config, repo.default_branch).may_open]
    told.sort(key=_age, reverse=True)
    budget = client.spendable
    affordable = most if budget is None else min(most, max(1, budget // _REQUESTS))
    kept = told[:affordable]
    attempts = [*kept]
    for run in kept:
        attempts += await _earlier(run, client)
    attempts = [a for a in attempts if scope(a, config, repo.default_branch).may_open]
    return Past(
        found=len(told),
        attempts=tuple(sorted(attempts, key=_age)),
        notes=tuple(_notes(len(told), kept, most, cut=cut)),
    )


def _notes(found: int, kept: Sequence[WorkflowRun], most: int, *, cut: bool) -> list[str]:
    notes = []
    if cut:
        notes.append(f"GitHub lists at most {MOST_RUNS:,} runs: older ones are not in it.")
    if len(kept) < found:
        since = min(run.started_at for run in kept)
        why = "`--runs` takes more" if len(kept) == most else "the token has no requests for more"
        notes.append(
            f"Only the newest {len(kept):,} of {found:,} runs were read, "
            f"those since {since:%Y-%m-%d}: {why}."
        )
    return notes


async def _listed(
    repo: Repository, config: RepoConfig, since: datetime, client: Client
) -> tuple[list[WorkflowRun], bool]:
    """Every run that may be of a watched branch, and whether GitHub held some back.

    Branches are asked for by name, as far as the config names them: in a busy repository the runs
    of pull requests would fill the list. A merge queue has branches of its own.
    """
    names = [repo.default_branch if name == "default" else name for name in config.branches]
    if any(set(name) & set("*?[") for name in names):
        lists = [await finished_runs(client, repo.ref, since)]
    else:
        lists = [await finished_runs(client, repo.ref, since, branch=name) for name in names]
        if "merge_group" in config.events:
            lists.append(await finished_runs(client, repo.ref, since, event="merge_group"))
    found = {run.id: run for runs in lists for run in runs}
    return list(found.values()), any(len(runs) >= MOST_RUNS for runs in lists)


async def _earlier(run: WorkflowRun, client: Client) -> list[WorkflowRun]:
    """The tries before the last one: only they show that a test failed and then passed."""
    found = []
    for number in range(max(1, run.attempt - _TRIES + 1), run.attempt):
        try:
            found.append(await get_attempt(client, run.repo, run.id, number))
        except NotFound:
            continue
    return found


def _age(run: WorkflowRun) -> tuple[datetime, int, int]:
    """Sort key: as their webhooks would have come."""
    return run.completed_at, run.id, run.attempt
