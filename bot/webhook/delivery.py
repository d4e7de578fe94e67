"""One delivery from its bytes to its answer, without knowing a web server.

The order matters: signature before parsing, disk before 202. The server has seen to the size.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import parse_qs

import structlog
from pydantic import ValidationError
from pydantic_core import from_json
from structlog.contextvars import bound_contextvars

from bot.errors import MovedAway, TransientError
from bot.model.job import Job
from bot.tracing import span
from bot.webhook.routes import ROUTES, job_id, job_of
from bot.webhook.signature import HEADER, is_signed

# https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
MOST_BYTES = 25 * 1024 * 1024

Accept: TypeAlias = Callable[[Job, str], Awaitable[str]]

_ID = re.compile(r"[0-9A-Za-z-]{1,100}")
# What asks for no work, and what came before: most deliveries are of this kind.
_QUIET = ("ignored", "known")
_LATER = "The queue cannot take this now: redeliver it."
_MOVED = "This server's database was moved away: redeliver this to the server of the new one."
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What GitHub is told. `event` and `outcome` are words of ours, for the metrics."""

    status: int
    text: str
    event: str
    outcome: str


class _Refused(Exception):
    def __init__(self, status: int, text: str, outcome: str) -> None:
        super().__init__(text)
        self.status = status
        self.outcome = outcome


TOO_LARGE = Answer(413, "The payload is over 25 MB.", "other", "too_large")


async def take(headers: Mapping[str, str], body: bytes, *, secret: str, accept: Accept) -> Answer:
    """Answer one delivery; `accept` puts its job on disk. `headers` are found in any case."""
    event, delivery = headers.get("X-GitHub-Event", ""), headers.get("X-GitHub-Delivery", "")
    known = event if event in ROUTES else "other"
    named = {"delivery": delivery} if _ID.fullmatch(delivery) else {}
    with (
        bound_contextvars(event_name=known, **named),
        span("delivery", {"gardener.event": known, **_prefixed(named)}) as told,
    ):
        try:
            status, text, outcome = 202, *await _taken(headers, body, secret, accept)
        except _Refused as refused:
            status, text, outcome = refused.status, str(refused), refused.outcome
        say = _log.debug if outcome in _QUIET else _log.info
        say("webhook", status=status, outcome=outcome)
        told({"gardener.outcome": outcome, "http.response.status_code": status})
    return Answer(status, text, known, outcome)


def _prefixed(named: Mapping[str, str]) -> dict[str, str]:
    return {f"gardener.{name}": value for name, value in named.items()}


async def _taken(
    headers: Mapping[str, str], body: bytes, secret: str, accept: Accept
) -> tuple[str, str]:
    if not is_signed(secret, body, headers.get(HEADER)):
        raise _Refused(401, f"{HEADER} is missing or does not fit the body.", "unsigned")
    event, delivery = headers.get("X-GitHub-Event", ""), headers.get("X-GitHub-Delivery", "")
    if not event or not _ID.fullmatch(delivery):
        raise _Refused(400, "X-GitHub-Event or X-GitHub-Delivery is missing.", "malformed")
    payload = _parsed(headers.get("Content-Type", ""), body)
    try:
        job = job_of(event, payload)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        _log.warning("payload cannot be used", field=where)
        return "This payload lacks what the event always has.", "unusable"
    if job is None:
        return "Nothing to do.", "ignored"
    name = job_id(job, delivery)
    try:
        became = await accept(replace(job, delivery=delivery), name)
    except TransientError as error:
        _log.error("delivery not stored", job=name, reason=str(error))
        text = _MOVED if isinstance(error, MovedAway) else _LATER
        raise _Refused(503, text, "refused") from error
    return f"{name} is {became}.", str(became)


def _parsed(content_type: str, body: bytes) -> Mapping[str, object]:
    """The payload, sent as JSON or as a form with the JSON in `payload`."""
    try:
        if content_type.lower().startswith("application/x-www-form-urlencoded"):
            body = parse_qs(body.decode(), strict_parsing=True)["payload"][0].encode()
        payload = from_json(body)
    except (ValueError, KeyError) as error:
        raise _Refused(400, "The body is not JSON.", "malformed") from error
    if not isinstance(payload, dict):
        raise _Refused(400, "The body is not a JSON object.", "malformed")
    return payload
