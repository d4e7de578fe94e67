"""Mask what changes from run to run, so that the same failure reads the same every time.

Small numbers are treated by where they stand: beside a comparison ("expected 3 got 4") or behind
a word for a code ("exit code 137", "HTTP 500") they are the message, elsewhere they are counts.
"""

import re
from collections import deque
from functools import lru_cache

from bot.triage.masks.colors import without_colors
from bot.triage.masks.guard import Guard
from bot.triage.masks.numbers import NUMBER, number, value_number
from bot.triage.masks.order import in_order
from bot.triage.masks.plural import singular
from bot.triage.masks.randomness import is_known
from bot.triage.masks.row import Mask
from bot.triage.masks.spellings import spelled_alike
from bot.triage.masks.table import MASKS

MAX_CHARS = 4000
"""How much of a text is looked at; what follows rarely names the cause."""
MAX_NUMBERS = 100
"""How many numbers of a text are told apart; what holds more is data, and none of them is a code."""

_GUARD = Guard([mask.pattern for mask in MASKS])
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"[`\u2018](?P<name>[^`'\u2018\u2019\n]{1,200})['\u2019]")
_SPACES = re.compile(r"[ \t\f\v]+")
_LIST = re.compile(r"\[<n>(?:, ?<n>)*\]")
_NUMBERS = re.compile(r"(?:<n>|<numbers>)(?:, ?(?:<n>|<numbers>))+")
_BRACKETS = re.compile(r"[(\[][^()\[\]\n]{0,200}<\w{1,20}>[^()\[\]\n]{0,200}[)\]]")
_NAME_IN_BRACKETS = re.compile(
    r"(?<![\w<.$/-])(?=[a-z]{0,12}\d)(?=\d{0,12}[a-z_])\w{2,16}(?![\w>.(/-])"
)
_ASIDE = re.compile(
    r" ?[(\[](?=[^()\[\]\n]{0,200}<)(?=[^()\[\]\n]{0,200}\b(?:attempt|try|retry|retries|elapsed|after|took|thread|pid|duration"
    r"|time|request|correlation|trace|waited|seed|worker)\b)(?:(?:<\w{1,20}>|attempt|try|retry|retries|elapsed|after|took|in|thread|pid|duration|time"
    r"|request|correlation|trace|waited|seed|id|of|and|worker)[ ,:=;/#]{0,3}){1,12}[)\]]\.?$",
    re.MULTILINE,
)
"""What stands in brackets at the end of a line and only counts, measures or identifies."""
_RANDOM = re.compile(r"<(?:id|hex|hash|base64)\d{1,3}>")
_SIGNATURE = re.compile(r"\[@ [^\]\n]{1,300}\]")
_CODE_HEX = re.compile(
    r"(?:hresult|error|code|status|exception|reason)\b[\s:=(]{0,4}$", re.IGNORECASE
)
_CODE_GUARD = Guard([_CODE_HEX])
_LIMIT = re.compile(
    r"\b(?:threshold|minimum|limit|at least|required)(?: (?:of|is))?[ :=]{1,3}$", re.I
)

_WHOLE = {"path": "<tmp>/", "dir": ""}
"""Masks that take all they match, and what they leave."""
_IN_VALUES = frozenset({"numbers", "size", "percent", "<n>"})
"""Masks that would blur a value which an assertion compares."""


@lru_cache(maxsize=4096)
def normalize(text: str, *, is_value: bool = False) -> str:
    """The text with volatile values masked, white space folded and at most `MAX_CHARS` long.

    `is_value` says that an assertion compared the text: its small numbers are what it is about.

    >>> normalize("dial tcp 10.0.0.7:60346: exit code 2 after 3.2s")
    'dial tcp <ip1>:<port>: exit code 2 after <duration>'
    """
    return _masked(text, is_value, None)


def masked_values(text: str, *, is_value: bool = False) -> tuple[tuple[str, str], ...]:
    """What `normalize` takes out of a text: each placeholder with the value that it stands for.

    >>> masked_values("dial tcp 10.0.0.7: gave up after 3.2s")
    (('<ip1>', '10.0.0.7'), ('<duration>', '3.2s'))
    """
    found: list[tuple[str, str]] = []
    _masked(text, is_value, found)
    return tuple(found)


def _masked(text: str, is_value: bool, found: list[tuple[str, str]] | None) -> str:
    text = _alike(without_colors(text[:MAX_CHARS]))
    kept: list[str] = []
    if "[@ " in text:  # a crash signature is a place in a binary: it stays as it is
        kept = _SIGNATURE.findall(text)
        text = _SIGNATURE.sub("[@]", text)
    has_digit = _DIGIT.search(text) is not None
    text = _by_table(text, is_value, found)
    if has_digit:
        text = _numbers(text, is_value, found)
    if _RANDOM.search(text):
        text = _renumbered(text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    for signature in kept:
        text = text.replace("[@]", signature, 1)
    return text


def _by_table(text: str, is_value: bool, found: list[tuple[str, str]] | None) -> str:
    """The text with what each mask of the table takes, from its top to its bottom."""
    has_digit = _DIGIT.search(text) is not None
    seen: dict[str, dict[str, int]] = {}
    waiting = deque(_GUARD.may_match(text))
    while waiting:
        mask = MASKS[index := waiting.popleft()]
        if is_value and mask.placeholder in _IN_VALUES:
            continue
        if has_digit or not mask.is_numeric:
            old, text = text, _apply(mask, text, is_value, seen, found)
            if text != old:  # what was put in may be what a later mask looks for
                waiting = deque(later for later in _GUARD.may_match(text) if later > index)
    return text


def _renumbered(text: str) -> str:
    """One name for every kind of random value: which mask knew it was chance as well."""
    seen: dict[str, int] = {}
    return _RANDOM.sub(lambda found: f"<id{seen.setdefault(found[0], len(seen) + 1)}>", text)


def _numbers(text: str, is_value: bool, found: list[tuple[str, str]] | None) -> str:
    choose = value_number if is_value else number
    left = MAX_NUMBERS

    def put(match: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        instead = choose(match) if left >= 0 else "<n>"
        if found is not None and instead != match[0]:
            found.append((instead, match[0]))
        return instead

    text = NUMBER.sub(put, text)
    if not is_value and ">" in text:
        text = _BRACKETS.sub(_bare_aside, _NUMBERS.sub("<numbers>", text))
        text = _ASIDE.sub("", singular(text))
    return _LIST.sub("[<numbers>]", text) if "[<n>" in text else text


def _bare_aside(found: re.Match[str]) -> str:
    """What stands in brackets beside a masked value: names with digits in it are values as well."""
    return _NAME_IN_BRACKETS.sub(lambda name: name[0] if is_known(name[0]) else "<id>", found[0])


def _alike(text: str) -> str:
    """Spellings that versions of one tool differ in, made one."""
    if "`" in text or "\u2018" in text:
        text = _QUOTED.sub(r"'\g<name>'", text)
    return in_order(spelled_alike(text))


def _apply(
    mask: Mask,
    text: str,
    is_value: bool,
    seen: dict[str, dict[str, int]],
    found: list[tuple[str, str]] | None,
) -> str:
    if mask.pattern.search(text) is None:
        return text
    numbers = seen.setdefault(mask.placeholder, {})

    def put(match: re.Match[str]) -> str:
        group = match.lastgroup if match.lastgroup and match[match.lastgroup] is not None else 0
        group = 0 if mask.placeholder in _WHOLE else group
        value = match[group]
        if _stays(mask, match, value, is_value):
            return match[0]
        name = _name(mask, value, numbers)
        if found is not None:
            found.append((name, value))
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + name + match[0][end:]

    return mask.pattern.sub(put, text)


def _name(mask: Mask, value: str, seen: dict[str, int]) -> str:
    if mask.placeholder in _WHOLE:
        return _WHOLE[mask.placeholder]
    if not mask.placeholder or "<" in mask.placeholder:
        return mask.placeholder
    if not mask.numbered:
        return f"<{mask.placeholder}>"
    number = seen.setdefault(value.lower(), len(seen) + 1)
    return f"<{mask.placeholder}{number}>"


def _stays(mask: Mask, found: re.Match[str], value: str, is_value: bool) -> bool:
    """Whether a value is what the message is about, for all that a mask matches it."""
    if mask.when is not None and not mask.when(value):
        return True
    before = found.string[max(0, found.start() - 30) : found.start()]
    match mask.placeholder:
        case "addr":  # a HRESULT is a code, not an address
            return bool(_CODE_GUARD.may_match(before) and _CODE_HEX.search(before))
        case "percent":
            return _LIMIT.search(before) is not None
        case "email":
            return is_value and _DIGIT.search(value) is None
        case "duration":
            return is_value and "." not in value
        case _:
            return False
