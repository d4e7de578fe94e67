"""Read comparisons as pytest and unittest print them: `assert 4 == 3`, `Lists differ: [] != [1]`."""

import re
from collections.abc import Sequence

from bot.triage.reading.leaves import is_cut

_ASSERT = re.compile(r"^(?:E +)?(?:AssertionError: )?assert (?P<text>[^\n]+)$", re.MULTILINE)
_DIFFER = re.compile(r"^(?:[A-Z]\w+ differ: )?(?P<text>[^\n]+ != [^\n]+)$")
_VALUE = re.compile(
    r"[\[({'\"<]|-?\d[\d.e+-]*$|None\b|True\b|False\b|b'|[A-Za-z_][\w.]*[(\[{]|\S+$"
)
"""How a printed value begins; words that begin a sentence do not."""
_AT_INDEX = re.compile(r"^[E ]*At index (?P<at>\d+) diff: (?P<text>[^\n]+)$", re.MULTILINE)
_DIFFERING = re.compile(r"^[E ]*Differing (?:items|attributes|set)[^\n]*\n", re.MULTILINE)
_OF_SETS = re.compile(
    r"^[E ]*(?:Extra items in the (?P<side>left|right) set"
    r"|(?P<more>Left|Right) contains (?:\d+|one) more items?):? ?(?P<text>[^\n]*(?:\n[E ]*\S[^\n]*)?)$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_OPEN, _CLOSE = "([{", ")]}"


def read_pytest(text: str) -> tuple[str, str, str, str] | None:
    r"""Expected, actual, verb, subject of a failed `assert a == b`; None for any other.

    The left side counts as what came. Where pytest cut the values short, what it says of their
    difference is taken: that is the same at any verbosity.

    >>> read_pytest("cart is wrong\nassert [1, 2] == [1, 3]\n  At index 1 diff: 2 != 3")
    ('[1, 3]', '[1, 2]', '', 'cart is wrong')
    """
    found = _ASSERT.search(text)
    sides = (split_at(found["text"], " == ") or _split_cut(found["text"])) if found else None
    if not found or not sides:
        return None
    subject = text[: found.start()].removeprefix("AssertionError: ").strip()
    actual, expected = sides
    if is_cut(actual) or is_cut(expected):
        actual, expected = _told(text[found.end() :]) or (actual, expected)
    return expected, actual, "", subject


def read_unittest(text: str) -> tuple[str, str, str, str] | None:
    """Expected, actual, verb, subject of `assertEqual` and its kin: the second value is expected.

    >>> read_unittest("3 != 4 : of the cart")
    ('4', '3', '', 'of the cart')
    """
    found = _DIFFER.match(text.partition("\n")[0])
    sides = split_at(found["text"], " != ") if found else None
    if not sides or not _VALUE.match(sides[0]):
        return None
    actual, right = sides
    said = split_at(right, " : ")
    expected, subject = said or (right, "")
    return expected, actual, "", subject


def split_at(text: str, sign: str) -> tuple[str, str] | None:
    """Both sides of the one `sign` that stands in no quotes and no brackets."""
    bare = _QUOTED.sub(lambda found: "\0" * len(found[0]), text)
    depth = 0
    at = -1
    for index, char in enumerate(bare):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth == 0 and bare.startswith(sign, index):
            if at >= 0:
                return None
            at = index
    if at < 0:
        return None
    return text[:at].strip(), text[at + len(sign) :].strip()


def _split_cut(text: str) -> tuple[str, str] | None:
    """Both sides of a comparison that was cut in the middle of quotes and brackets."""
    if not is_cut(text) or text.count(" == ") != 1:
        return None
    actual, _, expected = text.partition(" == ")
    return actual, expected


def _told(after: str) -> tuple[str, str] | None:
    """What pytest says of how two collections differ."""
    pairs: list[tuple[str, str]] = []
    for index in _AT_INDEX.finditer(after):
        pairs += filter(None, [split_at(index["text"], " != ")])
    start = _DIFFERING.search(after)
    if start:
        for line in after[start.end() :].splitlines():
            pair = split_at(line.removeprefix("E").strip(), " != ")
            if pair is None:
                break
            pairs.append(pair)
    for found in _OF_SETS.finditer(after):
        is_left = (found["side"] or found["more"]).lower() == "left"
        value = found["text"].replace("\nE", "\n").strip()
        pairs.append((value, "") if is_left else ("", value))
    return _joined(pairs) if pairs else None


def _joined(pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return "\n".join(a for a, _ in pairs if a), "\n".join(b for _, b in pairs if b)
