"""How values are written on the wire: times, ids, hashes and JSON."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

#: A JSON object. JSON is untyped by nature; what goes out is checked against GitHub's OpenAPI.
Json = dict[str, Any]

#: GitHub's own limit for the text of an issue or a comment, in characters.
MAX_BODY = 65_536


def iso(moment: datetime) -> str:
    """`2025-09-14T12:00:00Z`, the way GitHub writes a time.

    >>> iso(datetime(2025, 9, 14, 12, tzinfo=UTC))
    '2025-09-14T12:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_or_none(moment: datetime | None) -> str | None:
    """The time, or null."""
    return None if moment is None else iso(moment)


def moment(text: str) -> datetime:
    """Read an ISO 8601 time; one without a zone is UTC. ValueError when it is none.

    >>> moment("2025-09-14T12:00:00Z").isoformat()
    '2025-09-14T12:00:00+00:00'
    """
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def node_id(kind: str, number: int) -> str:
    """A GraphQL node id: opaque text that no client may take apart.

    >>> node_id("I", 12)
    'I_MDEyOkkxMg'
    """
    packed = base64.urlsafe_b64encode(f"012:{kind}{number}".encode()).decode().rstrip("=")
    return f"{kind}_{packed}"


def sha1(*parts: str | bytes) -> str:
    """Forty hex digits that depend on every part."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def dumps(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )


def only(values: Mapping[str, Any], *keys: str) -> Json:
    """The object with these keys alone.

    >>> only({"id": 1, "name": "a", "url": "b"}, "id", "name")
    {'id': 1, 'name': 'a'}
    """
    return {key: values[key] for key in keys}
