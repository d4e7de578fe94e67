"""Which line of commits a run continues."""

from typing import Any

import pytest

from tests.build import run


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, "main"),
        ({"event": "schedule", "branch": "release/1"}, "release/1"),
        ({"event": "pull_request", "branch": "main", "pull": 7}, "pull:7"),
        ({"event": "pull_request_target", "branch": "main"}, "pull:main"),
        ({"event": "merge_group", "branch": "gh-readonly-queue/main/pr-7-0a"}, ""),
        ({"event": "push", "head_repo_id": 99}, ""),
        ({"event": "pull_request", "head_repo_id": None, "pull": 7}, ""),
    ],
    ids=[
        "a push continues its branch",
        "a schedule continues its branch",
        "a pull request is on no branch",
        "a pull request of unknown number is on no branch",
        "a merge queue continues nothing",
        "a fork continues nothing",
        "a deleted fork continues nothing",
    ],
)
def test_line(change: dict[str, Any], line: str) -> None:
    assert run(**change).line == line
