"""Signed `workflow_run` deliveries of the size that GitHub sends, each at the time it is due."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import aiohttp

from bot.webhook.signature import signature

SECRET = "bench"
_HOST = "https://api.example.test/repos"
_LINKS = 46  # a repository has that many addresses, and a run names two of them
_COMMITS = 9


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one delivery; `seconds` from when it was due to its whole answer."""

    status: int
    seconds: float


def delivery(run: int, repositories: int, *, weight: int = 0) -> tuple[bytes, dict[str, str]]:
    """One finished red run, 20 to 60 KB by `weight` (0 to 4), and its headers."""
    repo = run % repositories + 1
    full = f"acme/shop{repo}"
    at = "2025-09-14T12:00:00Z"
    attempt = {
        "id": run,
        "run_attempt": 1,
        "run_number": run,
        "name": "CI",
        "path": ".github/workflows/ci.yml",
        "event": "push",
        "head_branch": "main",
        "head_sha": f"{abs(run):040x}",
        "conclusion": "failure",
        "created_at": at,
        "run_started_at": at,
        "updated_at": at,
        "html_url": f"https://example.test/{full}/actions/runs/{run}",
        "head_commit": {
            "id": f"{abs(run):040x}",
            "tree_id": f"{abs(run):040x}",
            "message": "Change" * 40,
        },
        "head_repository": _repository(repo, full),
        "referenced_workflows": [_links(full, n) for n in range(_COMMITS * weight)],
    }
    payload = {
        "action": "completed",
        "workflow_run": attempt,
        "workflow": _links(full, 1),
        "repository": {**_repository(repo, full), "default_branch": "main"},
        "organization": _links("acme", 1),
        "installation": {"id": 1, "account": {"login": "acme"}},
        "sender": {"login": "reader", "type": "User"},
    }
    body = json.dumps(payload).encode()
    return body, {
        "X-GitHub-Event": "workflow_run",
        "X-GitHub-Delivery": f"guid-{run}",
        "X-Hub-Signature-256": signature(SECRET, body),
        "Content-Type": "application/json",
    }


def _repository(repo: int, full: str) -> dict[str, object]:
    owner, _, name = full.partition("/")
    links = {f"{n}_url": f"{_HOST}/{full}/place-{n}{{/number}}" for n in range(_LINKS)}
    return {
        "id": repo,
        "name": name,
        "full_name": full,
        "owner": {"login": owner, **_links(full, 1)},
        "description": "Sells fruit by weight. " * 40,
        "topics": [f"topic-{n}" for n in range(200)],
        "custom_properties": {f"property-{n}": "value " * 8 for n in range(60)},
        **links,
    }


def _links(full: str, number: int) -> dict[str, object]:
    return {f"{n}_url": f"{_HOST}/{full}/{number}/place-{n}" for n in range(14)}


async def send_all(
    addresses: Sequence[str], runs: Iterable[int], *, rate: float, repositories: int
) -> list[Sent]:
    """Send each run's delivery when it is due, `rate` a second, whatever the answers do.

    Latency counts from the due time, so a server that stalls cannot hide it.
    """
    made = [delivery(run, repositories, weight=run % 5) for run in runs]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        start = time.perf_counter() + 0.3
        return await asyncio.gather(
            *(
                _send(session, addresses[n % len(addresses)], one, start + n / rate)
                for n, one in enumerate(made)
            )
        )


async def _send(
    session: aiohttp.ClientSession, address: str, made: tuple[bytes, dict[str, str]], due: float
) -> Sent:
    body, headers = made
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    try:
        async with session.post(f"{address}/webhook", data=body, headers=headers) as answer:
            await answer.read()
            return Sent(answer.status, time.perf_counter() - due)
    except (aiohttp.ClientError, TimeoutError):
        return Sent(0, time.perf_counter() - due)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all is not above; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
