"""Tell a random name from a word: `bmbt04y4x` from `sha256`, `v1beta1` or `test_http2`."""

import re
from functools import lru_cache
from itertools import pairwise

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[A-Za-z]+")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LOWER_BEHIND_DIGIT = re.compile(r"\d[a-wyz]")
_KNOWN = re.compile(
    r"(?:v\d+(?:alpha|beta|rc|dev|post)\d*|(?:sha|md|rsa|aes|int|uint|float|utf|iso|ipv|win|arm|amd"
    r"|armv|x|tls|ssl|http|sql|rgba?|mp|h|b|p|s|ec|oauth|log|base|crc|blake|python|py|cp|es|node|jdk"
    r"|java|net|gl|tex|cuda|sm|rfc|cve|bug|issue|pr|gh|err|ts|cs|e|w|f|c|r|d|n|pgsql|mysql|pg|str|msg"
    r"|cfg|ctx|tmp|src|dst|arg|args|kw|col|row|pkg|lib|dev|srv|svc|ms|mb|kb|gb|q|t|k|m|v|z|y|u"
    r"|i|l|a)\d+[a-z]?|\d+(?:x\d+)+|c(?:xx|pp)\d\d|\d+(?:st|nd|rd|th|d|x|px|em|rem|bit|bits|way|fold|k|m|g|h|s|ms|kb|mb|gb)"
    r"|[a-z]\d{1,2}[a-z]|utf8mb4|win32api|ieee754|log4j2?|x86|x64|amd64|e2e|h2o)",
    re.IGNORECASE,
)


_PSYCOPG2 = re.compile(
    r"[^\W\d_aeiouy]{0,2}(?:[aeiouy]{1,3}[^\W\d_aeiouy]{1,2}){1,8}[aeiouy]{0,2}\d", re.IGNORECASE
)
"""A word that can be spoken, and one digit."""


def _vowels(text: str) -> float:
    return sum(c in "aeiouAEIOU" for c in text) / len(text)


def is_mixed(text: str) -> bool:
    """Whether hexadecimal digits are an id: letters and digits both, or a padded word.

    >>> is_mixed("0b8af8ac8be8"), is_mixed("defaced"), is_mixed("1234567")
    (True, False, False)
    """
    has_digit = any(c.isdigit() for c in text)
    has_letter = any(c.isalpha() for c in text)
    return has_digit and (has_letter or (text[0] == "0" and len(text) == 8))


def is_small_port(text: str) -> bool:
    """Whether a port names a service (5432) and is not a passing one (54321).

    >>> is_small_port("5432"), is_small_port("54321")
    (True, False)
    """
    return int(text) < 10000


@lru_cache(maxsize=4096)
def is_random(text: str) -> bool:
    """Whether a run of letters and digits was made by chance and not by a person.

    >>> [word for word in ("bmbt04y4x", "w0fq", "sha256", "v1beta1", "TS2304") if is_random(word)]
    ['bmbt04y4x', 'w0fq']
    """
    if text.isdigit() or text.isalpha() or _KNOWN.fullmatch(text) or _PSYCOPG2.fullmatch(text):
        return False
    letters = _LETTERS.findall(text)
    if not text.islower():
        is_word = text[0].isupper() and len(letters) == 1  # Word12
        many = len(text) >= 12 and len(_DIGITS.findall(text)) >= 2
        return not is_word and (many or _is_patched(text) or _is_shuffled(text))
    vowels = _vowels(max(letters, key=len))
    match _changes(text):
        case 1 if text[0].isdigit():
            return len(text) >= 4 and (vowels < 0.26 or len(text) >= 8)
        case 1:
            return vowels < 0.2 and len(letters[0]) >= 3 and len(text) != 6
        case 2:
            return vowels < 0.26 or (text[0].isdigit() and len(text) >= 5)
        case _:
            return max(map(len, letters)) < 5 or vowels < 0.3 or len(text) >= 8


def _changes(text: str) -> int:
    """How often letters and digits take turns."""
    return len(_DIGITS.findall(text)) + len(_LETTERS.findall(text)) - 1


def _is_patched(text: str) -> bool:
    """Whether letters of both cases and digits are too mixed for words of any kind."""
    least = 2.0 if _LOWER_BEHIND_DIGIT.search(text) else 1.7
    return len(text) >= 10 and len(_PIECES.findall(text)) * least >= len(text)


def _is_shuffled(text: str) -> bool:
    """Whether no two letters in a row of eight and more make the beginning of a word."""
    pieces = _PIECES.findall(text)
    return len(text) >= 8 and not text.isupper() and max(map(len, pieces)) <= 2 and len(pieces) >= 5


_WITHOUT_VOWELS = frozenset({"https", "html5", "xhtml", "pgsql", "mssql", "grpcs", "npmrc"})


def is_suffix(text: str) -> bool:
    """Whether five letters and digits without vowels are the end that Kubernetes gives to names.

    >>> is_suffix("cwght"), is_suffix("https"), is_suffix("24568")
    (True, False, False)
    """
    return not text.isdigit() and text not in _WITHOUT_VOWELS


def has_digit(text: str) -> bool:
    """Whether any digit is in it.

    >>> has_digit("D5JtNEE0tb"), has_digit("missing")
    (True, False)
    """
    return _DIGITS.search(text) is not None


def is_encoded(text: str) -> bool:
    """Whether a long run of base64 digits is data and neither a path nor a name.

    >>> is_encoded("3q2+7wAAAABhYmNkZWZnaGlqaw=="), is_encoded("src/checkout/PaymentService2Test")
    (True, False)
    """
    if text.endswith("="):
        return True
    return len(_DIGITS.findall(text)) >= 3 and _changes(text) >= 6


def is_hashed(text: str) -> bool:
    """Whether eight letters and digits are the hash that a bundler puts into the name of a file.

    >>> [word for word in ("BkS9a1Xq", "D-pLm_Wz", "Services", "settings", "es2022-x") if is_hashed(word)]
    ['BkS9a1Xq', 'D-pLm_Wz']
    """
    cases = [char.isupper() for char in text if char.isalpha()]
    turns = sum(a != b for a, b in pairwise(cases))
    return turns >= 3 or (turns >= 1 and has_digit(text) and _changes(text) >= 2)


def is_scrambled(text: str) -> bool:
    """Whether letters and digits with `-` and `_` are a token and no name of several words.

    >>> is_scrambled("aX9_kQ2mTz-1LpAAAB"), is_scrambled("test_Checkout-of_EmptyCart2")
    (True, False)
    """
    parts = text.replace("-", "_").split("_")
    if len(parts) < 2 or any(part.isalpha() and part.lower()[1:] == part[1:] for part in parts):
        return False
    bare = "".join(parts)
    is_cased = not bare.islower() and not bare.isupper()
    return is_cased and has_digit(bare) and len(_PIECES.findall(bare)) * 2 >= len(bare)


def is_known(text: str) -> bool:
    """Whether a word with digits is one that people use: `sha256`, `v2`, `utf8`, `2nd`.

    >>> is_known("sha256"), is_known("v2"), is_known("x7k2")
    (True, True, False)
    """
    return _KNOWN.fullmatch(text) is not None or _PSYCOPG2.fullmatch(text) is not None
