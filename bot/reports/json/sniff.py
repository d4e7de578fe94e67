"""Which keys a JSON file begins with: formats are told apart by them."""

from collections.abc import Callable
from functools import lru_cache

import ijson

from bot.reports.json.events import ERRORS, start_of

_BOM = b"\xef\xbb\xbf"
_NONE: frozenset[str] = frozenset()


@lru_cache(8)
def json_paths(head: bytes) -> frozenset[str]:
    """The paths of all keys in the beginning of a file, without arrays.

    >>> sorted(json_paths(b' [{"stats": {"tests": 1}, "results": [{"title": "te'))
    ['results', 'results.title', 'stats', 'stats.tests']
    """
    text = head.removeprefix(_BOM).lstrip(b" \t\r\n")
    text = text[start_of(text) :]
    if text[:1] not in (b"{", b"["):
        return _NONE
    found: set[str] = set()
    keys: list[str] = []
    events = ijson.sendable_list()
    try:
        parser = ijson.basic_parse_coro(events, multiple_values=True, use_float=True)
        parser.send(text)
        parser.close()
    except ERRORS:
        pass  # the head is cut anywhere
    for event, value in events:
        if event == "start_map":
            keys.append("")
        elif event == "end_map":
            keys.pop()
        elif event == "map_key":
            keys[-1] = value
            if len(keys) <= 8:
                found.add(".".join(keys))
    return frozenset(found)


def has_keys(*choices: str) -> Callable[[bytes], bool]:
    """Whether a file begins with all keys of one of the choices, and with none that has a `!`.

    A choice is paths with blanks between them: `"stats.suites !results"`.
    """
    asked = [
        (
            {path for path in choice.split() if path[0] != "!"},
            {path[1:] for path in choice.split() if path[0] == "!"},
        )
        for choice in choices
    ]

    def sniff(head: bytes) -> bool:
        found = json_paths(head)
        return bool(found) and any(
            wanted <= found and not (unwanted & found) for wanted, unwanted in asked
        )

    return sniff
