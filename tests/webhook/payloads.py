"""Payloads as GitHub sends them, with only what matters and one thing that does not."""

from typing import Any

INSTALLATION = {"id": 3, "node_id": "x"}
READER = {"login": "reader", "id": 5, "type": "User"}
BOT = {"login": "gardener[bot]", "id": 6, "type": "Bot"}
REPOSITORY = {
    "id": 7,
    "name": "shop",
    "full_name": "acme/shop",
    "default_branch": "main",
    "owner": {"login": "acme"},
}
AT = "2025-09-14T12:00:00Z"
ISSUE = {
    "user": {"login": "test-gardener[bot]", "type": "Bot"},
    "number": 12,
    "title": "failing-test-new-p1-shop",
    "state": "closed",
    "state_reason": None,
    "labels": [{"name": "bug", "color": "ffffff"}],
    "updated_at": AT,
}


def payload(**fields: Any) -> dict[str, Any]:
    """What every repository event has, and more."""
    common = {"installation": INSTALLATION, "repository": REPOSITORY, "sender": READER}
    return {**common, **fields}


def finished_run(run: int = 1001, **change: Any) -> dict[str, Any]:
    """A run that ended red."""
    attempt = {"id": run, "run_attempt": 1, "conclusion": "failure", "name": "CI", **change}
    return payload(action="completed", workflow_run=attempt)


def comment(body: str | None, **change: Any) -> dict[str, Any]:
    """A reader's new comment on issue 12."""
    told = {"id": 99, "body": body, "user": READER, "created_at": AT, **change}
    return payload(action="created", issue=ISSUE, comment=told)


def push(*touched: str, **change: Any) -> dict[str, Any]:
    """A push to dev whose second commit modifies these paths."""
    commits = [
        {"added": ["README.md"], "modified": [], "removed": []},
        {"added": [], "modified": list(touched), "removed": []},
    ]
    told = {"ref": "refs/heads/dev", "after": "a" * 40, "deleted": False, "commits": commits}
    return payload(**{**told, **change})
