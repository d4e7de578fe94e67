"""What is remembered on the line of commits of a run, and on the base that its change goes to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.jobs.toolbox import Toolbox
from bot.model.history import TestHistory
from bot.model.run import WorkflowRun
from bot.model.sorting import Base
from bot.model.verdict import Verdict
from bot.planning.scope import Scope, target_branch

History = Mapping[str, tuple[TestHistory, ...]]


def as_judged(run: WorkflowRun) -> WorkflowRun:
    """The run under the name by which people know where it belongs.

    A merge queue speaks for the branch it merges into; a pull request or a fork does not speak for
    the branch of its name.
    """
    if not (run.is_fork or run.is_pull_request):
        return replace(run, branch=target_branch(run))
    who = f"pull request #{run.pull}" if run.pull else "a pull request"
    return replace(run, branch=who)


async def history_before(run: WorkflowRun, tests: Iterable[str], on: Toolbox) -> History:
    """The histories by which a run's failures are judged, by test."""
    line = target_branch(run) if run.event == "merge_group" and not run.is_fork else run.line
    if not line:
        return {}
    known = await on.storage.history(run.repo.id, run.workflow_path, line, {*tests})
    if not run.is_pull_request:
        return known
    return {test: tuple(_of_same_merge(h, run) for h in legs) for test, legs in known.items()}


async def base_of(
    run: WorkflowRun,
    verdicts: Iterable[Verdict],
    bounds: Scope,
    default_branch: str,
    on: Toolbox,
) -> Base | None:
    """What the base knows of the tests that failed; None for a run of a branch that is no change.

    Of a fork GitHub does not say where it goes: the default branch, as most do.
    """
    branch = _base_branch(run, bounds, default_branch)
    if not branch:
        return None
    tests = {f.fingerprints.test for v in verdicts for f in v.cluster.failures}
    known = await on.storage.history(run.repo.id, run.workflow_path, branch, tests)
    return Base(branch=branch, histories=known)


def _base_branch(run: WorkflowRun, bounds: Scope, default_branch: str) -> str:
    if run.event == "merge_group" and not run.is_fork:
        return target_branch(run)
    is_change = run.is_fork or run.is_pull_request
    if not is_change and (bounds.may_open or run.branch == default_branch):
        return ""
    return run.base_branch or default_branch


def _of_same_merge(known: TestHistory, run: WorkflowRun) -> TestHistory:
    """Without a pass at the same head in another run: that may have merged it into another base."""
    seen = known.last_pass
    if seen is None or seen.run_id == run.id or seen.sha != run.head_sha:
        return known
    return replace(known, last_pass=None)
