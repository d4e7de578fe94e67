"""Mask what changes from run to run, so that the same failure reads the same every time.

Small numbers are treated by where they stand: beside a comparison ("expected 3 got 4") or behind
a word for a code ("exit code 137", "HTTP 500") they are the message, elsewhere they are counts.
"""

import re
from functools import lru_cache

from bot.triage.mask import Mask
from bot.triage.masks import MASKS

MAX_CHARS = 4000
"""How much of a text is looked at; what follows rarely names the cause."""

_ANSI = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|#x1B\[[0-9;]{0,20}m")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"[ \t\f\v]+")
_NUMBER = re.compile(r"(?<![\w<])(?!0x)(?<!\d\.)[-+]?\d+(?:\.\d+)?(?![\w>]|\.\d)")
_CODE_BEFORE = re.compile(
    r"\b(?:code|status|errno|error|err|signal|https?|returned|exit|exited with|sqlstate|hresult"
    r"|response|winerror|rc|ret)\b[\s:=#(\[\"']{0,3}$|sqlstate\[\w{2,8}\] \[$"
    r"|\b(?:tls|ssl|python|node|rust|java|jdk|ruby|php|sdk|\.net|version)\s?v?(?:[<>=~^]=? ?)?$",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"(?:\b(?:expect|expected|expects|got|want|wanted|but|actual|assert|assertionerror|was|received|equals?|to be"
    r"|should be|found|not|length|instead of|than)\b|[!=<>]=|(?<=\s)[<>])[\s:<(\[\"']{0,4}$",
    re.IGNORECASE,
)
_COMPARED_AFTER = re.compile(
    r"^[\s>\])\"']{0,3}(?:[!=<>]=|\b(?:got|but|is not|not found|not in)\b)"
)
_NAMED_CODE = re.compile(r"(?<![\w-])[A-Z]{2,8}$")
_PORT_BEFORE = re.compile(
    r"(?:localhost|<ip\d+>|<host>|\w\.[a-z]{2,12}|//[\w-]{1,60}|\b[a-z][a-z-]{1,40}):$"
)
_SIGNATURE = re.compile(r"\[@ [^\]\n]{1,300}\]")
_CODE_HEX = re.compile(
    r"(?:hresult|error|code|status|exception|reason)\b[\s:=(]{0,4}$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def normalize(text: str) -> str:
    """The text with volatile values masked, white space folded and at most `MAX_CHARS` long.

    >>> normalize("dial tcp 10.0.0.7:60346: exit code 2 after 3.2s")
    'dial tcp <ip1>:<port>: exit code 2 after <duration>'
    """
    text = _ANSI.sub("", text[:MAX_CHARS]).replace("\r", "")
    kept: list[str] = []
    if "[@ " in text:  # a crash signature is a place in a binary: it stays as it is
        kept = _SIGNATURE.findall(text)
        text = _SIGNATURE.sub("[@]", text)
    has_digit = _DIGIT.search(text) is not None
    for mask in MASKS:
        if mask.needs in text and (has_digit or not mask.is_numeric):
            text = _apply(mask, text)
    if has_digit:
        text = _NUMBER.sub(_number, text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    for signature in kept:
        text = text.replace("[@]", signature, 1)
    return text


def _apply(mask: Mask, text: str) -> str:
    seen: dict[str, int] = {}

    def put(match: re.Match[str]) -> str:
        group = match.lastgroup if match.lastgroup and match[match.lastgroup] is not None else 0
        if mask.placeholder in ("path", "dir"):
            return "<tmp>/" if mask.placeholder == "path" else ""
        value = match[group]
        if mask.when is not None and not mask.when(value):
            return match[0]
        if mask.placeholder == "addr" and _keeps_hex(match):
            return match[0]
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + _name(mask, value, seen) + match[0][end:]

    return mask.pattern.sub(put, text)


def _name(mask: Mask, value: str, seen: dict[str, int]) -> str:
    if not mask.placeholder or "<" in mask.placeholder:
        return mask.placeholder
    if not mask.numbered:
        return f"<{mask.placeholder}>"
    number = seen.setdefault(value.lower(), len(seen) + 1)
    return f"<{mask.placeholder}{number}>"


def _keeps_hex(match: re.Match[str]) -> bool:
    """A HRESULT is a code, not an address."""
    return _CODE_HEX.search(match.string[max(0, match.start() - 20) : match.start()]) is not None


def _number(match: re.Match[str]) -> str:
    value = match[0]
    before = match.string[max(0, match.start() - 24) : match.start()]
    after = match.string[match.end() : match.end() + 12]
    digits = sum(c.isdigit() for c in value)
    if value[0] == "-" and digits <= 6 and _NAMED_CODE.search(before):
        return value
    if digits <= 6 and _CODE_BEFORE.search(before):
        return value
    if 2 <= digits <= 4 and _PORT_BEFORE.search(before):
        return value
    if digits <= 6 and (_COMPARED_BEFORE.search(before) or _COMPARED_AFTER.search(after)):
        return value
    return "<n>"
