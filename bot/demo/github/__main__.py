"""Starts the fake GitHub on its own: `python -m bot.demo.github --port 0`.

Prints one line of JSON (URLs, the App's id, key file and webhook secret, an installation and a
repository with one failed run) and serves until it is interrupted.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.github.server import FakeGitHub
from bot.demo.github.wire import Json
from bot.demo.github.world.runs import JobScript

PERMISSIONS = {
    "actions": "read",
    "checks": "write",
    "contents": "read",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "read",
}
EVENTS = ("issue_comment", "issues", "push", "repository", "workflow_run")
_REPORT = b"""<testsuite name="cart"><testcase classname="tests.test_cart" name="test_total">
<failure message="assert 3 == 4">tests/test_cart.py:7: AssertionError</failure>
</testcase></testsuite>"""
_LOG = "tests/test_cart.py:7: AssertionError\n##[error]Process completed with exit code 1.\n"


def real_time() -> datetime:
    """The real time: clients of another process sign with their own clock."""
    return datetime.now(UTC)  # noqa: TID251 -- this process has no other clock


async def furnish(gh: FakeGitHub, folder: Path, webhook: str | None) -> Json:
    """Put an App, a repository and a failed run into the fake; gives what a client must know."""
    app = gh.register_app(PERMISSIONS, EVENTS)
    files = {"README.md": "# shop\n", "tests/test_cart.py": "def test_total(): assert 3 == 4\n"}
    repo = gh.add_repository("acme/shop", files=files)
    gh.add_user("alice", {"acme/shop": "admin"})
    installation = gh.install(app, [repo])
    gh.deliver_to(app, webhook)
    job = JobScript("test", log=_LOG, artifacts={"report": {"junit.xml": _REPORT}})
    run = await gh.world.run(repo, jobs=[job])
    key = folder / "private-key.pem"
    key.touch(mode=0o600)
    key.write_text(app.private_key)
    return {
        "api_url": gh.api_url,
        "ghes_url": f"{gh.api_url}/api/v3",
        "blob_url": gh.blob_url,
        "app_id": app.id,
        "private_key_path": str(key),
        "webhook_secret": app.webhook_secret,
        "installation_id": installation.id,
        "repository": repo.full_name,
        "run_id": run.id,
    }


async def serve(port: int, webhook: str | None) -> None:
    """Serve until SIGINT or SIGTERM; the violations seen are printed at the end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="fake-github-") as folder:
        async with FakeGitHub(real_time, port=port) as gh:
            facts = await furnish(gh, Path(folder), webhook)
            sys.stdout.write(json.dumps(facts) + "\n")
            sys.stdout.flush()
            await stop.wait()
            for violation in gh.violations:
                sys.stderr.write(f"violation: {violation}\n")


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.github", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of the API; 0 takes a free one")
    parser.add_argument("--webhook", help="where to send webhooks; without it none are sent")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.webhook))


if __name__ == "__main__":
    main()
