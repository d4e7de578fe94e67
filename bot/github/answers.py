"""Read a raw answer of GitHub: is it whole, does it refuse, and in which words."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import Forbidden, GitHubError, IssuesOff, NotFound, NotInstalled
from bot.github.limits import Answer

_DETAILS = 5  # more reasons than this help nobody


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """Judge what came over the line.

    A good answer with a body that is not JSON was cut, or came from something in between.
    """
    is_json = "json" in headers.get("content-type", "")
    payload, is_readable = _payload(body) if is_json else (None, not body)
    return Answer(
        status=status,
        headers=headers,
        body=body,
        message=_message(payload) if status >= 400 else "",
        is_whole=is_readable or not 200 <= status < 300,
        is_limited=status == 200 and _says_limited(payload),
    )


def refusal(answer: Answer) -> GitHubError:
    """The error for an answer of 300 and above."""
    message = answer.message or "no reason given"
    if answer.status == 410 and "disabled" in message.lower():
        return IssuesOff(answer.status, message)
    if answer.status in (404, 410):
        return NotFound(answer.status, message)
    if answer.status == 403 and "installation has been suspended" in message.lower():
        return NotInstalled(answer.status, message)
    if answer.status == 403:
        needed = answer.headers.get("x-accepted-github-permissions", "")
        hint = f" (the App needs the permission {needed})" if needed else ""
        return Forbidden(answer.status, f"{message}{hint}")
    return GitHubError(answer.status, message)


def graphql_messages(errors: object) -> tuple[tuple[str, str], ...]:
    """GraphQL's errors as pairs: the first part of its path (our alias) and its message."""
    rows = errors if isinstance(errors, list) else []
    return tuple(
        (str((row.get("path") or [""])[0]), str(row.get("message", "no reason given")))
        for row in rows
        if isinstance(row, dict)
    )


def _payload(body: bytes) -> tuple[Any, bool]:
    if not body:
        return None, True
    try:
        return json.loads(body), True
    except ValueError:
        return None, False


def _message(payload: Any) -> str:
    """GitHub's `message` with the reasons beside it.

    https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed
    """
    if not isinstance(payload, dict):
        return ""
    reasons = payload.get("errors")
    rows = reasons if isinstance(reasons, list) else [reasons] if reasons else []
    words = "; ".join(_reason(row) for row in rows[:_DETAILS])
    message = str(payload.get("message", ""))
    return f"{message} ({words})" if words else message


def _reason(row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)[:200]
    if row.get("message"):
        return str(row["message"])[:200]
    return f"{row.get('resource', '')} {row.get('field', '')} {row.get('code', '')}".strip()


def _says_limited(payload: Any) -> bool:
    """GraphQL reports limits with status 200.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """
    errors = payload.get("errors") if isinstance(payload, dict) else None
    return any(
        isinstance(row, dict)
        and (row.get("type") == "RATE_LIMITED" or "rate limit" in str(row.get("message")).lower())
        for row in (errors if isinstance(errors, list) else [])
    )
