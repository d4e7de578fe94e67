"""What the fake wrote down: requests it got, deliveries it made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.demo.github.state.accounts import App


@dataclass(slots=True, eq=False)
class Request:
    """A request. `path` is without the `/api/v3` of GHES; `status` None means cut off.

    `operation` is `METHOD /template`, `user` who was authenticated, `body` parsed JSON,
    `answer` the bytes sent back.
    """

    method: str
    path: str
    query: Mapping[str, str]
    origin: str
    headers: Mapping[str, str]
    raw: bytes
    body: object = None
    status: int | None = None
    user: str | None = None
    operation: str | None = None
    fault: str | None = None
    answer: bytes = b""
    answer_headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Delivery:
    """One attempt to deliver a webhook. A redelivery has the same guid and a new id."""

    id: int
    guid: str
    event: str
    action: str | None
    payload: bytes
    headers: Mapping[str, str]
    app: App
    installation_id: int | None
    repository_id: int | None
    at: datetime
    redelivered: bool = False
    status: int | None = None
    error: str | None = None
    duration: float = 0.0
    answer: bytes = b""
    answer_headers: Mapping[str, str] = field(default_factory=dict)


class Observer(Protocol):
    """Looks at everything that passes and says, in sentences, what GitHub would not accept."""

    def request(self, request: Request) -> Iterable[str]:
        """Judge a finished request and its answer."""

    def delivery(self, delivery: Delivery) -> Iterable[str]:
        """Judge a webhook before it leaves."""
