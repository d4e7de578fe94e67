"""The server on a real socket: what it takes, what it refuses, what it tells."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.errors import Degraded, GardenerError, TransientError
from bot.model.job import Job
from bot.webhook.delivery import MOST_BYTES
from bot.webhook.metrics import Metrics
from bot.webhook.server import PATHS, Web
from bot.webhook.signature import signature
from tests.webhook.payloads import finished_run, payload

SECRET = "hush"
JSON = "application/json"


@dataclass
class Store:
    """Where jobs go, and what it does when asked."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    fault: Exception | None = None

    async def accept(self, job: Job, job_id: str) -> str:
        if self.fault is not None:
            raise self.fault
        self.taken.append((job.kind, job_id))
        return "new"

    async def database(self) -> str:
        if self.fault is not None:
            raise self.fault
        return "answers"


Client = TestClient[Request, Application]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    web = Web(
        secret=SECRET,
        accept=store.accept,
        metrics=Metrics("1.2<3"),
        version="1.2<3",
        checks={"database": store.database},
        queue=_queue,
    )
    async with TestClient(TestServer(web.app())) as made:
        yield made


async def _queue() -> tuple[int, float]:
    return (4, 1.5)


def headers(body: bytes, event: str = "workflow_run", **change: str) -> dict[str, str]:
    signed = {
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "X-Hub-Signature-256": signature(SECRET, body),
        "Content-Type": JSON,
        **change,
    }
    return {name: value for name, value in signed.items() if value}


RUN = json.dumps(finished_run()).encode()


@pytest.mark.parametrize("path", PATHS)
async def test_signed_run_is_on_disk_before_202(client: Client, store: Store, path: str) -> None:
    answer = await client.post(path, data=RUN, headers=headers(RUN))

    assert answer.status == 202
    assert store.taken == [("analyze_run", "run:1001:1")]


async def test_form_with_the_payload_is_taken(client: Client, store: Store) -> None:
    body = urlencode({"payload": RUN.decode()}).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = await client.post("/webhook", data=body, headers=headers(body, **form))

    assert answer.status == 202
    assert store.taken == [("analyze_run", "run:1001:1")]


def _garbled(body: bytes) -> dict[str, str]:
    return headers(body, **{"Content-Type": "application/x-www-form-urlencoded"})


@pytest.mark.parametrize(
    "body, sent, status",
    [
        pytest.param(RUN, headers(RUN + b" "), 401, id="signature of another body"),
        pytest.param(RUN, headers(RUN, **{"X-Hub-Signature-256": ""}), 401, id="no signature"),
        pytest.param(
            RUN,
            headers(RUN, **{"X-Hub-Signature-256": "", "X-Hub-Signature": "sha1=" + "0" * 40}),
            401,
            id="only the older signature",
        ),
        pytest.param(b"{", headers(b"{"), 400, id="half an object"),
        pytest.param(b"", headers(b""), 400, id="nothing"),
        pytest.param(b"[]", headers(b"[]"), 400, id="a list"),
        pytest.param(b'"x"', headers(b'"x"', "ping"), 400, id="a text, for an unknown event"),
        pytest.param(b"[" * 5000, headers(b"[" * 5000), 400, id="nested without end"),
        pytest.param(b"\xff\xfe", headers(b"\xff\xfe"), 400, id="no text at all"),
        pytest.param(b"a=b", _garbled(b"a=b"), 400, id="a form without payload"),
        pytest.param(b"\xff=%", _garbled(b"\xff=%"), 400, id="a form that is none"),
        pytest.param(RUN, headers(RUN, ""), 400, id="no event"),
        pytest.param(RUN, headers(RUN, **{"X-GitHub-Delivery": ""}), 400, id="no delivery id"),
        pytest.param(
            RUN, headers(RUN, **{"X-GitHub-Delivery": "../x"}), 400, id="a delivery id that is none"
        ),
    ],
)
async def test_bad_delivery_is_refused_and_stored_nowhere(
    client: Client, store: Store, body: bytes, sent: dict[str, str], status: int
) -> None:
    answer = await client.post("/webhook", data=body, headers=sent)

    assert answer.status == status
    assert store.taken == []


@pytest.mark.parametrize(
    "event, told",
    [
        pytest.param("ping", {"zen": "x"}, id="unknown event"),
        pytest.param("issues", payload(action="pinned"), id="unknown action"),
        pytest.param("workflow_run", {"action": "completed"}, id="payload that cannot be used"),
    ],
)
async def test_what_asks_for_nothing_is_taken_and_ignored(
    client: Client, store: Store, event: str, told: dict[str, Any]
) -> None:
    body = json.dumps(told).encode()
    answer = await client.post("/webhook", data=body, headers=headers(body, event))

    assert answer.status == 202
    assert store.taken == []


async def test_store_that_fails_makes_github_record_a_failure(client: Client, store: Store) -> None:
    store.fault = TransientError("disk full")
    answer = await client.post("/webhook", data=RUN, headers=headers(RUN))

    assert answer.status == 503
    assert "disk full" not in await answer.text()


@pytest.mark.parametrize("told", [True, False], ids=["by its length", "while it comes"])
async def test_payload_over_the_cap_is_refused(client: Client, store: Store, told: bool) -> None:
    body = b" " * (MOST_BYTES + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1 << 20):
            yield body[start : start + (1 << 20)]

    data = BytesIO(body) if told else pieces()
    answer = await client.post("/webhook", data=data, headers=headers(b""))

    assert answer.status == 413
    assert store.taken == []


async def test_payload_of_just_the_cap_is_taken(client: Client, store: Store) -> None:
    body = RUN + b" " * (MOST_BYTES - len(RUN))
    answer = await client.post("/webhook", data=BytesIO(body), headers=headers(body))

    assert answer.status == 202
    assert len(store.taken) == 1


async def test_living_server_says_so(client: Client, store: Store) -> None:
    store.fault = GardenerError("down")

    assert (await client.get("/healthz")).status == 200


async def test_ready_server_tells_every_check(client: Client) -> None:
    answer = await client.get("/readyz")

    assert answer.status == 200
    assert await answer.json() == {
        "ready": True,
        "checks": {
            "database": {"ok": True, "detail": "answers"},
            "last delivery": {"ok": True, "detail": "none since the start"},
        },
    }


async def test_server_without_its_database_is_not_ready(client: Client, store: Store) -> None:
    store.fault = TransientError("The database does not answer: gone")
    answer = await client.get("/readyz")

    assert answer.status == 503
    checks = (await answer.json())["checks"]
    assert checks["database"] == {"ok": False, "detail": "The database does not answer: gone"}


async def test_server_that_a_person_should_look_at_is_ready(client: Client, store: Store) -> None:
    store.fault = Degraded("9 jobs, the oldest waits for 1000 s")
    answer = await client.get("/readyz")

    assert answer.status == 200
    told = await answer.json()
    assert told["ready"] is True
    assert told["checks"]["database"] == {"ok": False, "detail": str(store.fault)}


async def test_figures_count_deliveries_by_words_of_ours(client: Client) -> None:
    await client.post("/webhook", data=RUN, headers=headers(RUN))
    odd = json.dumps({"a": 1}).encode()
    await client.post("/webhook", data=odd, headers=headers(odd, 'made_up{x="y"}'))
    await client.post("/webhook", data=RUN, headers=headers(b""))

    lines = (await (await client.get("/metrics")).text()).splitlines()

    assert 'gardener_webhooks_total{event="workflow_run",outcome="new"} 1.0' in lines
    assert 'gardener_webhooks_total{event="other",outcome="ignored"} 1.0' in lines
    assert 'gardener_webhooks_total{event="workflow_run",outcome="unsigned"} 1.0' in lines
    assert "gardener_queue_depth 4.0" in lines
    assert 'gardener_build_info{version="1.2<3"} 1.0' in lines
    assert all(line.startswith(("#", "gardener_")) for line in lines)


async def test_delivery_shows_in_readiness(client: Client) -> None:
    await client.post("/webhook", data=RUN, headers=headers(RUN))
    checks = (await (await client.get("/readyz")).json())["checks"]

    assert checks["last delivery"]["detail"].endswith("+00:00")


async def test_page_for_people_names_the_version_as_text(client: Client) -> None:
    answer = await client.get("/")

    assert "1.2&lt;3" in await answer.text()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_webhook_takes_only_posts(client: Client) -> None:
    assert (await client.get("/webhook")).status == 405
