"""What a run may change."""

from typing import Any

import pytest

from bot.model.config import RepoConfig
from bot.planning.scope import scope, target_branch
from tests.build import run

QUEUE = "gh-readonly-queue/main/pr-12-0123abc"


@pytest.mark.parametrize(
    ("change", "config", "may_open", "may_close"),
    [
        ({}, {}, True, True),
        ({"conclusion": "success"}, {}, True, True),
        ({"conclusion": "timed_out"}, {}, True, False),
        ({"conclusion": "startup_failure"}, {}, True, False),
        ({"conclusion": "cancelled"}, {}, False, False),
        ({"conclusion": "skipped"}, {}, False, False),
        ({"conclusion": "stale"}, {}, False, False),
        ({"conclusion": "action_required"}, {}, False, False),
        ({"conclusion": ""}, {}, False, False),
        ({"event": "pull_request"}, {}, False, False),
        ({"event": "pull_request"}, {"events": ("pull_request",)}, False, False),
        ({"event": "pull_request_target"}, {"events": ("*",)}, False, False),
        ({"event": "schedule"}, {}, True, True),
        ({"event": "repository_dispatch"}, {}, False, False),
        ({"event": "merge_group", "branch": QUEUE}, {}, True, False),
        ({"head_repo_id": 99}, {}, False, False),
        ({"head_repo_id": None}, {}, False, False),
        ({"branch": "feature"}, {}, False, False),
        ({"branch": "release/1"}, {"branches": ("release/*",)}, True, True),
        ({"branch": "main"}, {"branches": ("release/*",)}, False, False),
        ({"branch": "default"}, {}, False, False),
        ({"workflow": "Deploy", "workflow_path": "x.yml"}, {"workflows": ("CI*",)}, False, False),
        ({}, {"workflows": ("ci.yml",)}, True, True),
        ({}, {"workflows": ("CI",)}, True, True),
        ({}, {"mode": "preview"}, True, True),
    ],
    ids=[
        "a failed push to the default branch",
        "a green push",
        "a run that timed out proves no pass",
        "a run that never started proves no pass",
        "cancelled learns nothing",
        "skipped learns nothing",
        "stale learns nothing",
        "waiting for approval learns nothing",
        "an unknown end learns nothing",
        "a pull request",
        "a pull request even when the config lists it",
        "a pull request from the target side",
        "a schedule",
        "an event that is not listed",
        "a merge queue opens and does not close",
        "a fork",
        "a deleted fork",
        "an ordinary branch",
        "a branch by glob",
        "the default branch when it is not listed",
        "a branch that is named default",
        "a workflow that is not watched",
        "a workflow by its file",
        "a workflow by its name",
        "preview, which is kept by not carrying out what is decided",
    ],
)
def test_scope(
    change: dict[str, Any], config: dict[str, object], may_open: bool, may_close: bool
) -> None:
    bounds = scope(run(**change), RepoConfig.model_validate(config), "main")
    assert (bounds.may_open, bounds.may_close) == (may_open, may_close)
    assert bounds.reason or (may_open and may_close)


def test_only_an_unwatched_workflow_gets_no_check_run() -> None:
    config = RepoConfig(workflows=("Nightly",))
    assert not scope(run(), config, "main").is_watched
    assert scope(run(event="pull_request"), RepoConfig(), "main").is_watched


@pytest.mark.parametrize(
    ("branch", "target"),
    [("main", "main"), (QUEUE, "main"), ("gh-readonly-queue/release/1/pr-9-abc", "release/1")],
)
def test_a_merge_queue_speaks_for_the_branch_it_merges_into(branch: str, target: str) -> None:
    assert target_branch(run(branch=branch)) == target
