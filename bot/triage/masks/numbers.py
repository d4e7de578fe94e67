"""Tell the numbers that a message is about from those that only count or measure."""

import re
from functools import lru_cache

from bot.triage.masks.guard import Guard

NUMBER = re.compile(
    r"(?<![\w<])(?!0x)(?<!\d\.)[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![\w>]|\.\d)"
)
_CODE_BEFORE = re.compile(
    r"(?:\b|status|error|exit|err)(?:code|status|errno|error|err|signal|https?|returned|exit|exited(?: with)?|sqlstate|hresult"
    r"|response|winerror|rc|ret|dimension|dim|axis|curl|http/[\d.]{1,3})\b[\s:=#(\[\"']{0,3}$|sqlstate\[\w{2,8}\] \[$|\bexit value |(?<=\s)-(?:eq|ne|[lg][te]) $|\b(?:respond|answer|repli)ed(?: with)? $|\b(?:argument|parameter) #?$|\b(?:utf|sha|aes|rsa|iso|rfc)-$"
    r"|\b(?:tls|ssl|python|node|rust|java|jdk|ruby|php|sdk|\.net|version)\s?v?(?:[<>=~^]=? ?)?$",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"(?:\b(?:expect|expected|expects|got|want|wanted|but|actual|assert|assertionerror|was|called|received|equals?|(?<!appear )to be"
    r"|should be|found|not|length|instead of|than|takes)\b|[!=<>]=|(?<=\s)[<>])[\s:<(\[\"']{0,4}$",
    re.IGNORECASE,
)
_COMPARED_AFTER = re.compile(
    r"^[\s>\])\"']{0,3}(?:[!=<>]=|\b(?:got|but|is not|not found|not in)\b)"
)
_CODE_AFTER = re.compile(
    r"^ {1,3}(?:(?:client|server) error\b|duplicate entry|(?:bad (?:request|gateway)|unauthorized|forbidden|not found|conflict"
    r"|unprocessable|too many requests|internal server|service unavailable|gateway time)\b)",
    re.IGNORECASE,
)
"""What stands behind the number of a status or of an error."""
_LIMIT_BEFORE = re.compile(
    r"\b(?:fail[-_]under|budget|threshold|at (?:least|most)|minimum|required)(?: (?:of|is))?[ :=]{1,3}$",
    re.IGNORECASE,
)
"""What a person chose is another failure when it is another one."""
_FIRST_BEFORE = re.compile(r"(?:^|\w: )\($")
"""Drivers of databases and brokers print an error as a tuple that begins with its code."""
_ERROR_CODE = re.compile(r"\b(?!PID|TID|ID|JOB|RUN|NO)[A-Z]{2,10}-$")
_NAMED_CODE = re.compile(r"(?<![\w-])[A-Z]{2,8}$")
_PORT_BEFORE = re.compile(
    r"(?:localhost|<ip\d+>|<host>|(?:^|[\s(]|(?<!\w)[\"'])|\w\.[a-z]{2,12}|//[\w-]{1,60}|\b[a-z][a-z-]{1,40}):$"
)
_PORT_WORD = re.compile(r"\bport[ =:]{1,2}$", re.IGNORECASE)

_MEASURED_AFTER = re.compile(r"^ [<>]=? -?\d")
"""What follows a number that was measured: two that are both too large are one failure.

Floats and numbers beyond three digits are: what is shorter may be a count or a status.
"""
_OUT_OF = re.compile(r"\bout of (?:range|bounds)\b", re.IGNORECASE)
_BOUND_BEFORE = re.compile(
    r"\b(?:index|len|length|size|capacity|range|count|bounds|\[)(?: is| of)?[ :=\[(]{0,3}$",
    re.IGNORECASE,
)
"""An index that is too large is another one with every order of events and every input."""
_ROLES = (_CODE_BEFORE, _COMPARED_BEFORE, _LIMIT_BEFORE, _BOUND_BEFORE)
_GUARD = Guard(_ROLES)
_BEFORE, _AFTER = 24, 24
"""How many characters at either side decide."""


def number(match: re.Match[str]) -> str:
    """A number in a sentence: as it is when it is a code, a port or compared, else `<n>`.

    >>> NUMBER.sub(number, "exit code 2 after 3 tries, expected 4 got 5")
    'exit code 2 after <n> tries, expected 4 got 5'
    """
    after = match.string[match.end() : match.end() + _AFTER]
    if after.startswith("%"):  # a limit, or the mask of percentages had taken it
        return match[0]
    is_measure = "." in match[0] or _digits(match[0]) > 3
    if is_measure and _MEASURED_AFTER.match(after):
        return "<n>"
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    roles = _roles(before)
    if _BOUND_BEFORE in roles and _is_out_of(match.string):
        return "<n>"
    digits = _digits(match[0])
    is_meant = digits <= 6 and (
        roles - {_BOUND_BEFORE}
        or _COMPARED_AFTER.search(after)
        or _is_name(match[0], digits, before, after)
    )
    return match[0] if is_meant else "<n>"


def _roles(before: str) -> set[re.Pattern[str]]:
    """Which of `_ROLES` the text before a number gives it."""
    may_match = (_ROLES[index] for index in _GUARD.may_match(before))
    return {pattern for pattern in may_match if pattern.search(before)}


@lru_cache(maxsize=2)
def _is_out_of(text: str) -> bool:
    """Asked for every number of a text, so it is looked for once."""
    return _OUT_OF.search(text) is not None


def _is_name(value: str, digits: int, before: str, after: str) -> bool:
    """Whether the number names a kind of error or a service."""
    if value[0] == "-":
        return _NAMED_CODE.search(before) is not None
    if 2 <= digits <= 4 and (_PORT_BEFORE.search(before) or _PORT_WORD.search(before)):
        return True
    if 3 <= digits <= 5:
        is_first = after[:1] in (",", ")") and _FIRST_BEFORE.search(before)
        return bool(is_first or _ERROR_CODE.search(before) or _CODE_AFTER.match(after))
    return False


def value_number(match: re.Match[str]) -> str:
    """A number that an assertion compared stays; a long one within a sentence is some id."""
    in_words = (
        match.start() > 1 and match.string[match.start() - 2 : match.start()].strip().isalpha()
    )
    return match[0] if _digits(match[0]) <= (3 if in_words else 6) else "<n>"


def _digits(value: str) -> int:
    return sum(char.isdigit() for char in value)
