"""Make keys and slugs that stay the same from run to run."""

import re

MAX_KEY = 200
MAX_SLUG_WORDS = 6

_VOLATILE = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b", "<id>"),
        (r"\b(?:sha\d{3}|md5):[0-9a-zA-Z+/=]{3,}", "<digest>"),
        (r"\bref [a-z0-9]{5,}(?:::[a-z0-9]+)*", "ref <id>"),
        (r"\b0x[0-9a-fA-F]+\b", "<address>"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?Z?", "<time>"),
        (r"\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b", "<time>"),
        (r"(?:/tmp|/private/var|/var/folders|/var/tmp)/[^\s'\":]+", "<tmp>"),
        (r"(?i)[A-Z]:\\[^\s'\"]*\\temp\\[^\s'\":]+", "<tmp>"),
        (
            r"/home/runner/_?work/[^/\s]+/[^/\s]+/|/__w/[^/\s]+/[^/\s]+/|/builds/[^/\s]+/[^/\s]+/",
            "",
        ),
        (r"(?i)\b(pid|process|thread|goroutine|worker)([ =:#-]?)\d+\b", r"\1\2<n>"),
        (
            r"\b\d+(?:\.\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|hours?)\b",
            "<n>",
        ),
        (r":(?:3[3-9]|4\d|5\d|6[0-5])\d{3}\b", ":<port>"),
        (r"(?i)\bline \d+\b", "line <n>"),
        (r"(\.[a-zA-Z]\w{0,4}):\d+(?::\d+)?", r"\1"),
        (r"\(\d+,\d+\)", ""),
        (r"\b\d+(?:\.\d+)? ?(?:[kKMGT]i?B|bytes)\b", "<n>"),
        (r"\b\d{5,}\b", "<n>"),
    )
)
_HEX = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FILLERS = frozenset(
    (
        "a",
        "an",
        "and",
        "defined",
        "for",
        "from",
        "in",
        "is",
        "name",
        "named",
        "no",
        "not",
        "of",
        "on",
        "the",
        "to",
        "with",
    )
)
_WORD = re.compile(r"[a-z]+[a-z0-9]*|[0-9]+(?=[a-z])")


def stable_key(text: str) -> str:
    """Mask what changes between two runs of one cause: digests, times, temporary paths, pids.

    >>> stable_key("failed to calculate checksum of ref 9x73yk::abc: not found")
    'failed to calculate checksum of ref <id>: not found'
    >>> stable_key("connect to 127.0.0.1:5432 after 31 ms from port :51234")
    'connect to 127.0.0.1:5432 after <n> from port :<port>'
    """
    text = text[: 4 * MAX_KEY]
    for pattern, word in _VOLATILE:
        text = pattern.sub(word, text)
    return " ".join(_HEX.sub("<id>", text).split())[:MAX_KEY].rstrip(" :.,;")


def slug_of(template: str, key: str = "") -> str:
    """Fill `{key}` and keep at most six lower-case words.

    >>> slug_of("{key}-service-missing", "PostgreSQL")
    'postgresql-service-missing'
    >>> slug_of("module-missing-{key}", "@acme/left_pad.core")
    'module-missing-acme-left-pad-core'
    >>> slug_of("collection-{key}", "NameError: name 'Optional' is not defined")
    'collection-name-error-optional'
    """
    text = template.replace("{key}", _plain(re.sub(r"<\w+>", "", key)))
    return "-".join(_WORD.findall(text.lower().replace("_", "-"))[:MAX_SLUG_WORDS])


def _plain(key: str) -> str:
    """Part class names into words and leave out what every such message says."""
    key = key.replace("ModuleNotFoundError: No module named", "missing module")
    if " " not in key and not key.endswith(("Error", "Exception")):
        return _CAMEL.sub("-", key) if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", key) else key
    words = re.findall(r"[\w.-]+", key)
    return " ".join(_CAMEL.sub("-", word) for word in words if word.lower() not in _FILLERS)
