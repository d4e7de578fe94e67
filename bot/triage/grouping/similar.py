"""The bounded second chance: are two normalized messages one message with other values in it?"""

import re

from rapidfuzz.distance import Levenshtein, Opcode

SAME_TEST = 0.10
"""The share of characters that may differ within one test."""
OTHER_TEST = 0.05
"""The share of characters that may differ between two tests."""

_TOKEN = re.compile(r"<\w+>|\w+|[^\w\s]")
_CODE = re.compile(r"[A-Z]{0,8}\d+")
_VALUE = re.compile(r"<\w+>|\w*\d\w*|[^\w\s]")


def alike(a: str, b: str, *, same_test: bool) -> float | None:
    """How alike two normalized messages are, 0 to 1, or None when they are not one message.

    Few characters differ, and those are in values: words that differ (`LINEAR`, `NEAREST`) are
    another cause however long the rest is.

    >>> alike("cart a1 of the shop is closed", "cart a2 of the shop is closed", same_test=True) is not None
    True
    >>> alike("no attribute 'id' here", "no attribute 'ip' here", same_test=True)
    """
    if a == b:
        return 1.0
    bound = SAME_TEST if same_test else OTHER_TEST
    longest = max(len(a), len(b))
    if abs(len(a) - len(b)) > bound * longest:
        return None
    distance = Levenshtein.normalized_distance(a, b, score_cutoff=bound)
    if distance > bound or not _only_values_differ(a, b):
        return None
    return 1.0 - distance


def _only_values_differ(a: str, b: str) -> bool:
    left, right = _TOKEN.findall(a), _TOKEN.findall(b)
    for op in Levenshtein.opcodes(left, right):
        if op.tag == "equal":
            continue
        changed = left[op.src_start : op.src_end] + right[op.dest_start : op.dest_end]
        if not all(_VALUE.fullmatch(token) for token in changed) or _is_code(left, right, op):
            return False
    return True


def _is_code(left: list[str], right: list[str], op: Opcode) -> bool:
    """Whether numbers or error codes differ: what is left of them after masking says something."""
    changed = left[op.src_start : op.src_end] + right[op.dest_start : op.dest_end]
    return any(_CODE.fullmatch(token) for token in changed)
