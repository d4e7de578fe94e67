"""Fingerprint messages that come as JSON lines: why were these two not taken for the same?"""

import json
from collections.abc import Iterable, Iterator

from bot.errors import UserError
from bot.triage.fingerprint import fingerprint_message


def fingerprint_lines(lines: Iterable[str]) -> Iterator[str]:
    """`{"id", "test"?, "message", "details"?}` to `{"id", "fingerprint", "cause", "normalized"}`.

    Raises UserError with the number of a line that is not such an object.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_one(number, line), ensure_ascii=False)


def _one(number: int, line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("message"), str):
        raise UserError(f'Line {number} is not a JSON object with "id" and "message".')
    prints = fingerprint_message(
        row["message"], details=_text(row.get("details")), test=_text(row.get("test"))
    )
    return {
        "id": row.get("id"),
        "fingerprint": prints.failure,
        "cause": prints.cause,
        "normalized": prints.normalized,
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
