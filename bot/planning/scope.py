"""What a run may change: opening issues and closing them, or nothing at all."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.model.config import RepoConfig
from bot.model.run import WorkflowRun

_TEACHES = ("success", "failure", "timed_out", "startup_failure")
_PULL_REQUESTS = ("pull_request", "pull_request_target")
_QUEUE = "gh-readonly-queue/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`may_open`: failures may be written to issues; `may_close`: passes count towards closing.

    `is_watched` is False for a run that the config leaves out altogether: not even a check run.
    `reason` is a clause for people ("pull requests open no issues"), empty when all is allowed.
    """

    may_open: bool
    may_close: bool
    reason: str = ""
    is_watched: bool = True


ISSUES_OFF = Scope(
    may_open=False, may_close=False, reason="issues are switched off in this repository"
)
NOT_ALLOWED = Scope(
    may_open=False, may_close=False, reason="the App lacks the permission `issues: write`"
)
BEFORE_LIVE = Scope(
    may_open=False, may_close=False, reason="this run ended before `mode: live` was set"
)


def scope(run: WorkflowRun, config: RepoConfig, default_branch: str) -> Scope:
    """Decide what `run` may change.

    A run that timed out shows failures but proves no pass; a merge queue tests a commit that is
    not on the branch yet, so it proves no pass either.
    """
    if not _is_named(run, config):
        reason = f"the config does not watch the workflow {run.workflow}"
        return Scope(may_open=False, may_close=False, reason=reason, is_watched=False)
    reason = _why_not(run, config, default_branch)
    if reason:
        return Scope(may_open=False, may_close=False, reason=reason)
    if run.conclusion in ("timed_out", "startup_failure"):
        return Scope(may_open=True, may_close=False, reason="a run that was cut off proves no pass")
    if run.event == "merge_group":
        return Scope(may_open=True, may_close=False, reason="a merge queue proves no pass")
    return Scope(may_open=True, may_close=True)


def target_branch(run: WorkflowRun) -> str:
    """Name the branch a run speaks for: that of a merge queue is the branch it merges into.

    https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository
    """
    if not run.branch.startswith(_QUEUE):
        return run.branch
    return run.branch.removeprefix(_QUEUE).rpartition("/pr-")[0] or run.branch


def _is_named(run: WorkflowRun, config: RepoConfig) -> bool:
    names = (run.workflow, run.workflow_path, run.workflow_path.rpartition("/")[2])
    return any(fnmatchcase(name, glob) for name in names for glob in config.workflows)


def _why_not(run: WorkflowRun, config: RepoConfig, default_branch: str) -> str:
    """Say why this run may change nothing, or nothing; the first reason counts."""
    branch, ended = target_branch(run), run.conclusion or "unknown"
    reasons = (
        (run.event in _PULL_REQUESTS, "pull requests open no issues"),
        (run.is_fork, "runs of forks open no issues"),
        (run.conclusion not in _TEACHES, f"a run that ended as {ended} proves nothing"),
        (run.event not in config.events, f"the config opens no issues for the event {run.event}"),
        (
            not _is_watched(branch, config, default_branch),
            f"the config does not watch the branch {branch}",
        ),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def _is_watched(branch: str, config: RepoConfig, default_branch: str) -> bool:
    if branch == default_branch and "default" in config.branches:
        return True
    return any(fnmatchcase(branch, glob) for glob in config.branches if glob != "default")
