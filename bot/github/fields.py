"""Read single fields of GitHub's JSON, where null is more common than the documentation says."""

from datetime import UTC, datetime
from typing import Any

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: object) -> datetime | None:
    """A time as GitHub writes it (`2025-09-14T12:00:00Z`); None when there is none.

    >>> moment("2025-09-14T12:00:00Z")
    datetime.datetime(2025, 9, 14, 12, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def text(value: object) -> str:
    """A text; null is an empty one."""
    return value if isinstance(value, str) else ""


def login(user: Any) -> str:
    """A user's login; a deleted account is null."""
    return text(user.get("login")) if isinstance(user, dict) else ""


def names(rows: Any, key: str) -> tuple[str, ...]:
    """One field of each row, for labels (which may be bare texts) and assignees."""
    return tuple(
        row if isinstance(row, str) else text(row.get(key)) for row in rows or () if row is not None
    )
