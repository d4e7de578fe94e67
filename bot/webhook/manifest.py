"""The GitHub App manifest: the least permissions, each with its reason, and the events.

`app.yml` says the same; a test holds the two together.
https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from typing import TypeAlias

from bot.webhook.routes import SUBSCRIBED

Manifest: TypeAlias = dict[str, str | bool | list[str] | dict[str, str | bool]]

# (permission, level, why it is needed)
PERMISSIONS = (
    ("actions", "read", "runs, jobs, logs and artifacts of finished workflow runs"),
    ("checks", "write", 'the check run "Test Gardener" with the worklog of a commit'),
    ("contents", "read", ".github/gardener.yml, CODEOWNERS and the commits between two runs"),
    ("issues", "write", "the issues, their labels and comments; reactions to commands"),
    ("metadata", "read", "the repository itself and who may command"),
)
EXAMPLE = "https://gardener.example"


def manifest(address: str = EXAMPLE) -> Manifest:
    """The manifest of an App whose server is reached at `address`, without a slash at the end."""
    return {
        "name": "test-gardener",
        "url": address,
        "description": "One well-kept issue for each root cause of failing tests.",
        "public": False,
        "hook_attributes": {"url": f"{address}/webhook", "active": True},
        "default_permissions": {name: level for name, level, _ in PERMISSIONS},
        "default_events": list(SUBSCRIBED),
    }
