"""Webhooks: payloads, signatures, deliveries and redeliveries."""

import asyncio
import hashlib
import hmac
import time
import uuid
from collections.abc import Callable, Iterator

import aiohttp

from bot.demo.github.records import Delivery
from bot.demo.github.show.people import show_organization, show_user
from bot.demo.github.show.repository import show_repository
from bot.demo.github.state.accounts import App, Installation
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.wire import Json, dumps, node_id

#: https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks
TIMEOUT = 10.0
#: Larger payloads are not delivered at all.
MAX_PAYLOAD = 25 * 1024 * 1024
#: These come to every App, subscribed or not.
ALWAYS = ("installation", "installation_repositories")
#: These tell of an installation itself and carry it whole.
_OF_INSTALLATION = ALWAYS

_NAMESPACE = uuid.UUID("5f0c7c1e-9b0f-4c7b-8a53-3f0d8f1d2a11")


def signature(secret: str, payload: bytes) -> str:
    """The value of X-Hub-Signature-256.

    >>> signature("It's a Secret to Everybody", b"Hello, World!")[:20]
    'sha256=757107ea0eb25'
    """
    return "sha256=" + hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()


class Webhooks:
    """Turns what happened into deliveries and sends them, in order, without retrying.

    `timeout` is how many seconds a target may take.
    """

    def __init__(self, hub: Hub, watch: Callable[[Delivery], None]) -> None:
        self.hub = hub
        self.deliveries: list[Delivery] = []
        self.quiet = False
        self.timeout = TIMEOUT
        self._watch = watch
        self._session: aiohttp.ClientSession | None = None
        self._last: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Get ready to send."""
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Stop sending; what waits is dropped."""
        if self._last is not None and not self._last.done():
            self._last.cancel()
            await asyncio.gather(self._last, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def flush(self) -> list[Delivery]:
        """Make deliveries of all that happened and start sending them one after another."""
        made = [
            delivery
            for happening in self._take_outbox()
            for delivery in self._deliveries_of(happening)
        ]
        for delivery in made:
            self._watch(delivery)
            self.deliveries.append(delivery)
            if not self.quiet:
                self._start(delivery)
        return made

    async def settle(self) -> None:
        """Flush and wait until everything is sent."""
        self.flush()
        while self._last is not None and not self._last.done():
            await asyncio.wait([self._last])

    async def redeliver(self, old: Delivery) -> Delivery:
        """Send a delivery again: same guid and payload, a new id."""
        new = self._start_again(old)
        await self.settle()
        return new

    def queue_redelivery(self, old: Delivery) -> Delivery:
        """The same, without waiting for the answer."""
        return self._start_again(old)

    def _start_again(self, old: Delivery) -> Delivery:
        new = Delivery(
            id=self.hub.new_id("delivery"),
            guid=old.guid,
            event=old.event,
            action=old.action,
            payload=old.payload,
            headers=old.headers,
            app=old.app,
            installation_id=old.installation_id,
            repository_id=old.repository_id,
            at=self.hub.clock(),
            redelivered=True,
        )
        self.deliveries.append(new)
        self._start(new)
        return new

    def _take_outbox(self) -> Iterator[Happening]:
        while self.hub.outbox:
            yield self.hub.outbox.pop(0)

    def _deliveries_of(self, happening: Happening) -> Iterator[Delivery]:
        for installation in list(self.hub.installations.values()):
            if _listens(installation, happening):
                yield self._make(installation, happening)

    def _make(self, installation: Installation, happening: Happening) -> Delivery:
        number = self.hub.new_id("delivery")
        payload = dumps(self._payload(installation, happening))
        guid = str(uuid.uuid5(_NAMESPACE, str(number)))
        return Delivery(
            id=number,
            guid=guid,
            event=happening.event,
            action=happening.action,
            payload=payload,
            headers=_headers(installation.app, happening.event, guid, payload),
            app=installation.app,
            installation_id=installation.id,
            repository_id=happening.repo.id if happening.repo else None,
            at=self.hub.clock(),
        )

    def _payload(self, installation: Installation, happening: Happening) -> Json:
        hub, repo = self.hub, happening.repo
        payload: Json = {"action": happening.action} if happening.action else {}
        payload.update(happening.content)
        if repo is not None:
            payload.setdefault("repository", show_repository(hub, repo))
            owner = hub.user(repo.owner)
            if owner.type == "Organization":
                payload["organization"] = show_organization(hub, owner)
        payload["sender"] = show_user(hub, happening.sender)
        if happening.event not in _OF_INSTALLATION:
            node = node_id("MDIzOkludGVncmF0aW9u", installation.id)
            payload["installation"] = {"id": installation.id, "node_id": node}
        return payload

    def _start(self, delivery: Delivery) -> None:
        before = self._last
        self._last = asyncio.get_running_loop().create_task(self._send(delivery, before))

    async def _send(self, delivery: Delivery, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        url = delivery.app.hook_url
        if url is None or self._session is None:
            return
        if len(delivery.payload) > MAX_PAYLOAD:
            delivery.error = "The payload is larger than 25 MB."
            return
        started = time.monotonic()
        try:
            async with self._session.post(
                url,
                data=delivery.payload,
                headers=delivery.headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self.timeout),
            ) as answer:
                delivery.answer = (await answer.read())[:100_000]
                delivery.status = answer.status
                delivery.answer_headers = dict(answer.headers)
        except TimeoutError:
            delivery.error = "timed out"
        except aiohttp.ClientError as problem:
            delivery.error = f"failed to connect to host: {type(problem).__name__}"
        delivery.duration = round(time.monotonic() - started, 3)


def _listens(installation: Installation, happening: Happening) -> bool:
    if happening.only is not None:
        return happening.only is installation
    if installation.deleted or installation.suspended_at is not None:
        return False
    known = happening.repo is None or happening.repo in installation.repositories
    return known and happening.event in (*installation.app.events, *ALWAYS)


def _headers(app: App, event: str, guid: str, payload: bytes) -> dict[str, str]:
    old = hmac.new(app.webhook_secret.encode(), payload, hashlib.sha1).hexdigest()
    return {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/1a2b3c4",
        "X-GitHub-Delivery": guid,
        "X-GitHub-Event": event,
        "X-GitHub-Hook-ID": str(app.hook_id),
        "X-GitHub-Hook-Installation-Target-ID": str(app.id),
        "X-GitHub-Hook-Installation-Target-Type": "integration",
        "X-Hub-Signature": f"sha1={old}",
        "X-Hub-Signature-256": signature(app.webhook_secret, payload),
    }
