"""Break printed values into their leaves, so that two of them can be told apart by what differs.

One failure is printed at many widths: whole, as a diff, with or without its context, keys in any
order. The leaves that stand in one value only are the same in all of these.
"""

import re
from collections import Counter
from collections.abc import Iterable

MAX_CHARS = 4000
_LONG = 60
_KEPT = 8
"""How much of what two long texts share is kept at either side of where they differ."""

_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|(?P<end>[,\n{}\[\]()])|[^,\n{}\[\]()"\']+|.'
)
_KEY = re.compile(r"^[\"']?:?(?P<key>[A-Za-z_$][\w.$ -]{0,80}?)[\"']?\s*(?::(?!:)|=>|=(?!=))\s*")
_CUT = re.compile(r"\.\.\.|…|\[Object|\[Array|Object \(")


def is_cut(value: str) -> bool:
    """Whether the printer left something out."""
    return _CUT.search(value) is not None


def leaves(value: str) -> list[str]:
    """The leaves of a value in the manner of any language, quotes and signs of keys made alike.

    >>> leaves("{'id': 7, 'tags': ['a', 'b']}"), leaves('{:id=>7}')
    (['id: 7', 'tags:', '"a"', '"b"'], ['id: 7'])
    """
    found: list[str] = []
    now: list[str] = []
    for token in _TOKEN.finditer(value[:MAX_CHARS]):
        if token["end"] is None:
            now.append(token[0])
            continue
        found.append("".join(now))
        now = []
    found.append("".join(now))
    return [leaf for leaf in map(_leaf, found) if leaf]


def _leaf(text: str) -> str:
    text = text.replace("\u00a0", " ").strip().rstrip(";").rstrip()
    if key := _KEY.match(text):
        return f"{key['key']}: {_quoted(text[key.end() :])}".rstrip()
    return _quoted(text)


def _quoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return f'"{text[1:-1]}"'
    text = text.strip("`")
    return f'"{text[1:]}' if text[:1] == "'" else text  # cut before its end


def differing(expected: str, actual: str) -> tuple[str, str]:
    """What is only in one and only in the other; both as they are when nothing else differs.

    >>> differing("{'id': 7, 'state': 'open'}", '{"state": "closed", "id": 7}')
    ('state: "open"', 'state: "closed"')
    """
    left, right = leaves(expected), leaves(actual)
    only_left, only_right = _without(left, right), _without(right, left)
    if not only_left and not only_right:
        return ", ".join(left), ", ".join(right)
    if len(only_left) == len(only_right) == 1:
        return _around(only_left[0], only_right[0])
    if "{" in expected or "{" in actual:  # keys and members come in any order
        only_left.sort()
        only_right.sort()
    return ", ".join(only_left), ", ".join(only_right)


def _without(these: Iterable[str], those: Iterable[str]) -> list[str]:
    spare = Counter(those)
    kept = []
    for leaf in these:
        if spare[leaf] > 0:
            spare[leaf] -= 1
        else:
            kept.append(leaf)
    return kept


def _around(a: str, b: str) -> tuple[str, str]:
    """Cut two long texts down to where they differ."""
    if max(len(a), len(b)) <= _LONG and not (is_cut(a) or is_cut(b)):
        return a, b
    shortest = min(len(a), len(b))
    start = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    end = next((i for i in range(shortest - start) if a[-1 - i] != b[-1 - i]), shortest - start)
    return _part(a, start, end), _part(b, start, end)


def _part(text: str, start: int, end: int) -> str:
    head, tail = max(0, start - _KEPT), max(0, end - _KEPT)
    return ("…" if head else "") + text[head : len(text) - tail] + ("…" if tail else "")
