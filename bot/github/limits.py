"""What to do after an answer of GitHub, or after none: pure decisions, no clock, no waiting.

The rules are those of https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
and https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

MAX_WAIT = timedelta(seconds=300)  # longer than this is the durable job's wait, not ours
BROKEN_TRIES = 4  # requests in all when GitHub is down or the line is cut
LIMITED_TRIES = 5  # requests in all when GitHub asks us to slow down
NO_WAIT = timedelta(0)
_SECOND = timedelta(seconds=1)
_UNAUTHORIZED_TRIES = 3
_LIMIT_WORDS = re.compile("rate limit|abuse detection", re.IGNORECASE)  # the second: old servers
_REPEATABLE_POSTS = ("/graphql", "/reactions", "/labels", "/assignees", "/access_tokens")
_FIRST_LIMIT = timedelta(seconds=60)  # "wait for at least one minute before retrying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `status` is 0 when none came; then `sent` says whether GitHub may have acted.

    `headers` are looked up in lower case. `is_whole` is False when the body was cut or is not the
    JSON it should be. `is_limited` marks a limit that GraphQL reports with status 200.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    message: str = ""
    sent: bool = True
    is_whole: bool = True
    is_limited: bool = False


@dataclass(slots=True)
class Tries:
    """How often one request was answered badly so far. `repeatable`: doing it twice is harmless."""

    repeatable: bool
    broken: int = 0
    limited: int = 0
    unauthorized: int = 0


class Step(Enum):
    """What comes next."""

    DONE = "the answer is good, or a refusal for good"
    AGAIN = "wait, then send it again"
    HOLD = "nobody of this installation may send before the wait is over"
    RENEW = "the token is no longer valid: get another, then send it again"
    LIMITED = "GitHub keeps asking us to slow down: give up for now"
    UNCLEAR = "it may or may not have happened"
    BROKEN = "GitHub is out of order: give up for now"


def is_repeatable(method: str, path: str) -> bool:
    """Whether sending it twice leaves GitHub as sending it once.

    What we PATCH, PUT, DELETE or mutate is set to a value. Of the POSTs, a reaction, a label and an
    assignee can only be there once, a label of the repository is refused the second time, and a
    spare token harms nobody.
    """
    return method != "POST" or path.endswith(_REPEATABLE_POSTS)


def next_step(answer: Answer, tries: Tries, now: datetime) -> tuple[Step, timedelta]:
    """Decide, count it in `tries`, and say how long to wait first."""
    wait = limit_wait(answer, now=now, attempt=tries.limited + 1)
    if wait is not None:
        tries.limited += 1
        return (Step.LIMITED if tries.limited >= LIMITED_TRIES else Step.HOLD), wait
    if answer.status == 401 and tries.unauthorized < _UNAUTHORIZED_TRIES:
        return _unauthorized(tries)
    if _is_broken(answer):
        return _broken(answer, tries)
    return Step.DONE, NO_WAIT


def _unauthorized(tries: Tries) -> tuple[Step, timedelta]:
    """A new token, then time: fresh ones may be unknown to some of GitHub's servers for seconds."""
    tries.unauthorized += 1
    if tries.unauthorized == 1:
        return Step.RENEW, NO_WAIT
    return Step.AGAIN, retry_wait(tries.unauthorized - 1)


def _broken(answer: Answer, tries: Tries) -> tuple[Step, timedelta]:
    tries.broken += 1
    if answer.sent and not tries.repeatable:
        return Step.UNCLEAR, NO_WAIT
    step = Step.BROKEN if tries.broken >= BROKEN_TRIES else Step.AGAIN
    return step, retry_wait(tries.broken)


def _is_broken(answer: Answer) -> bool:
    return answer.status == 0 or answer.status >= 500 or not answer.is_whole


def limit_wait(answer: Answer, *, now: datetime, attempt: int) -> timedelta | None:
    """How long GitHub wants us to wait; None when the answer is no rate limit.

    Retry-After wins, then the reset of an exhausted quota, then one minute, doubled each time up
    to five. Secondary limits come as 403 and as 429, with and without Retry-After.
    """
    if answer.status not in (403, 429) and not answer.is_limited:
        return None
    after = _number(answer.headers.get("retry-after"))
    if after is not None:
        return max(timedelta(seconds=after), _SECOND)
    reset = exhausted_until(answer.headers)
    if reset is not None:
        return max(reset - now, _SECOND)
    if answer.status == 403 and not _LIMIT_WORDS.search(answer.message):
        return None
    return min(_FIRST_LIMIT * (1 << (attempt - 1)), MAX_WAIT)


def exhausted_until(headers: Mapping[str, str]) -> datetime | None:
    """When the hourly quota is filled again, if these headers say that it is used up."""
    reset = _number(headers.get("x-ratelimit-reset"))
    if _number(headers.get("x-ratelimit-remaining")) != 0 or reset is None:
        return None
    # One second more: the header is cut to whole seconds.
    return datetime.fromtimestamp(reset, UTC) + _SECOND


def remaining(headers: Mapping[str, str]) -> int | None:
    """How many requests this hour's quota still has."""
    return _number(headers.get("x-ratelimit-remaining"))


def quota_of(headers: Mapping[str, str]) -> int | None:
    """How many requests an hour has."""
    return _number(headers.get("x-ratelimit-limit"))


def resets_at(headers: Mapping[str, str]) -> datetime | None:
    """When this hour's quota is full again."""
    reset = _number(headers.get("x-ratelimit-reset"))
    # One second more: the header is cut to whole seconds.
    return None if reset is None else datetime.fromtimestamp(reset, UTC) + _SECOND


def skew(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far our clock is ahead of GitHub's by this answer; None when it does not say."""
    try:
        return now - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None


def retry_wait(attempt: int) -> timedelta:
    """One second after the first broken answer, then four, then sixteen."""
    return _SECOND * (1 << 2 * (attempt - 1))


def write_wait(last: datetime | None, now: datetime, pause: timedelta) -> timedelta:
    """How long until the next write may start: `pause` after the last one ended."""
    if last is None or now < last:
        return NO_WAIT if last is None else pause
    return max(last + pause - now, NO_WAIT)


def _number(text: str | None) -> int | None:
    """A whole number of a header; None when absent, not a number or absurd."""
    if text is None or not text.strip().isdecimal() or len(text) > 12:
        return None
    return int(text)
