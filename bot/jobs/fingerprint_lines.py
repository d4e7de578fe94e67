"""Fingerprint messages that come as JSON lines: why were these two not taken for the same?"""

import json
from collections.abc import Iterable, Iterator, Mapping

from bot.errors import UserError
from bot.model.secrets import mask_secrets
from bot.triage.fingerprint import fingerprint_message
from bot.triage.why import Told, why


def fingerprint_lines(lines: Iterable[str]) -> Iterator[str]:
    """`{"id", "test"?, "message", "details"?}` to `{"id", "fingerprint", "cause", "normalized"}`.

    Raises UserError with the number of a line that is not such an object.
    """
    for row in _rows(lines):
        yield json.dumps(_one(row), ensure_ascii=False)


def why_lines(lines: Iterable[str], ids: tuple[str, str]) -> Iterator[str]:
    """Explain the two rows with these ids, in lines of plain text.

    Raises UserError for an id that no row has, and as `fingerprint_lines` does.
    """
    wanted: dict[str, Told] = {}
    for row in _rows(lines):
        if str(row.get("id")) in ids:
            wanted.setdefault(str(row.get("id")), _told(row))
    missing = [f'"{name[:80]}"' for name in ids if name not in wanted]
    if missing:
        raise UserError(f"No line has the id {' or '.join(missing)}; give two ids of the input.")
    yield from why(wanted[ids[0]], wanted[ids[1]]).text.splitlines()


def _rows(lines: Iterable[str]) -> Iterator[Mapping[str, object]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("message"), str):
        raise UserError(f'Line {number} is not a JSON object with "id" and "message".')
    return row


def _told(row: Mapping[str, object]) -> Told:
    return Told(
        message=_text(row.get("message")),
        details=_text(row.get("details")),
        test=_text(row.get("test")),
    )


def _one(row: Mapping[str, object]) -> dict[str, object]:
    told = _told(row)
    prints = fingerprint_message(told.message, details=told.details, test=told.test)
    return {
        "id": row.get("id"),
        "fingerprint": prints.failure,
        "cause": prints.cause,
        "normalized": prints.normalized,
    }


def _text(value: object) -> str:
    return mask_secrets(value) if isinstance(value, str) else ""
